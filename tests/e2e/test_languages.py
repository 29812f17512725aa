"""The site in English: chosen before signing in and kept, with questions, rules and names as they are."""

from playwright.sync_api import Page, expect

from tests.e2e.walking import look, sign_in
from tests.factories.bank import make_bank
from tests.factories.people import UserFactory


def test_a_trainee_reads_english_and_goes_back_to_chinese(page: Page, live_server, trainee):
    make_bank()
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    look(page)

    sign_in(page, live_server.url, trainee)
    expect(page).to_have_title("Today · Mingduan")
    look(page)

    page.get_by_role("button", name="Start exam").click()
    expect(page.get_by_text("Question 1 / 30")).to_be_visible()
    look(page)

    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("My account")
    look(page)
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账户")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_a_manager_who_chose_english_reads_it_wherever_they_sign_in(page: Page, live_server):
    manager = UserFactory(is_trainee=False, is_manager=True, language="en")
    sign_in(page, live_server.url, manager)
    for path, title in (
        ("/oversight/people/", "People"),
        ("/oversight/rounds/", "Rounds"),
        ("/oversight/competency/", "Progress"),
        ("/operations/audit/", "Audit log"),
    ):
        page.goto(f"{live_server.url}{path}")
        expect(page).to_have_title(f"{title} · Mingduan")
        look(page)
