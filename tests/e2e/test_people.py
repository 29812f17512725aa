"""A manager brings two hundred people in one sheet and hands over first passwords; one of them signs in."""

import io

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from certification.people.models import Cohort, User
from tests.e2e.walking import look, sign_in
from tests.factories.people import UserFactory
from tests.factories.sheets import people_workbook

PEOPLE = 200


def sheet(*, wrong: bool) -> bytes:
    roles = ["店长" if wrong and number == 7 else "学员" for number in range(PEOPLE)]
    return people_workbook(
        *([f"P{number:03}", f"学员{number}", f"新{number % 4 + 1}组", role, "是"] for number, role in enumerate(roles))
    )


def upload(page: Page, data: bytes) -> None:
    page.get_by_label("人员表").set_input_files({"name": "新人.xlsx", "mimeType": "application/zip", "buffer": data})
    page.get_by_role("button", name="上传并检查").click()


@pytest.fixture
def manager_page(page: Page, live_server) -> Page:
    return sign_in(page, live_server.url, UserFactory(manager=True))


def test_two_hundred_people_come_in_and_the_first_signs_in(manager_page: Page, browser: Browser, live_server):
    page = manager_page
    page.get_by_role("link", name="场次").first.click()
    page.get_by_role("link", name="人员").click()
    look(page)

    upload(page, sheet(wrong=True))
    expect(page.get_by_role("heading", name="1 行有错")).to_be_visible()
    page.get_by_role("link", name="有错 1").click()
    expect(page.locator("#sheet-rows")).to_contain_text("角色“店长”：写 学员、培训师、主管")
    look(page)
    page.get_by_role("button", name="不导入了").click()

    upload(page, sheet(wrong=False))
    expect(page.get_by_role("heading", name=f"会新增 {PEOPLE} 人")).to_be_visible()
    assert not User.objects.filter(staff_number__startswith="P").exists()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("status")).to_contain_text(f"新人 {PEOPLE}")
    assert Cohort.objects.filter(name__startswith="新").count() == 4
    look(page)

    with page.expect_download(timeout=120_000) as download:
        page.get_by_role("button", name="下载初始密码").click()
    rows = list(
        openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active.iter_rows(values_only=True)
    )
    assert len(rows) == PEOPLE + 1
    number, _name, _cohort, password, address, *_more = rows[1]
    first_sign_in(browser, str(address), str(number), str(password), live_server.url)


def first_sign_in(browser: Browser, address: str, number: str, password: str, site: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        page.fill("#username", number)
        page.fill("#password", password)
        page.click("main button")
        expect(page.get_by_role("heading", name="先改掉初始密码")).to_be_visible()
        page.goto(f"{site}/practice/")
        expect(page.get_by_role("heading", name="先改掉初始密码")).to_be_visible()
        page.get_by_label("新密码").fill("七天无理由退货 7")
        page.get_by_label("再写一次").fill("七天无理由退货 7")
        page.get_by_role("button", name="改好了").click()
        expect(page.get_by_text("密码改好了")).to_be_visible()
        page.goto(f"{site}/")
        expect(page.get_by_role("heading", name="先改掉初始密码")).to_have_count(0)
