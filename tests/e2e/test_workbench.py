"""A trainer's work: a question from nothing to a mock, two trainers on one rule, a changed rule from draft to review."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from cases import api
from certification.publishing.drafts.checking import run_check
from certification.publishing.drafts.models import DraftCheck, DraftRule, Publication
from certification.publishing.drafts.releasing import run_publication
from tests.e2e.site import start_on
from tests.e2e.walking import AXE, look, sign_in
from tests.factories.bank import RULE_MARK, make_bank
from tests.factories.people import UserFactory


@pytest.fixture(autouse=True)
def bank(live_server) -> None:
    make_bank()


@pytest.fixture
def other_page(context: BrowserContext) -> Iterator[Page]:
    """The browser of somebody else."""
    theirs = context.browser.new_context()
    theirs.add_init_script(path=AXE)
    yield theirs.new_page()
    theirs.close()


def test_a_question_from_nothing_to_a_mock(trainer_page: Page, other_page: Page, live_server, trainee):
    page = trainer_page
    page.get_by_role("link", name="题库").first.click()
    page.get_by_role("link", name="新建试题").click()
    look(page)
    page.get_by_label("单选").check()
    page.get_by_label("编号").fill("T-90X")
    page.get_by_role("button", name="开始写").click()
    expect(page.get_by_role("heading", name="T-90X")).to_be_visible()
    page.select_option("select[name='stack.platform']", "taobao")
    page.fill("[name=as_of]", "2025-09-01")
    for label in ("买家付款", "快递揽收"):
        page.fill("[name=new-event]", label)
        page.get_by_role("button", name="加一个事件").click()
        expect(page.get_by_role("rowheader", name=label)).to_be_visible()
    page.fill("[name='event.paid']", "2025-08-14 10:20")
    page.fill("[name='event.pickup_scan']", "2025-08-16 22:20")
    page.fill("[name=stem]", "买家付款 60 小时后快递才揽收。下列哪种说法正确？")
    claims = [
        ("构成迟延", "late_ship_1", "holds"),
        ("不构成迟延", "late_ship_1", "fails"),
        ("没有晚于约定", "late_ship_2", "fails"),
    ]
    for at, (text, issue, operator) in enumerate(claims):
        page.fill(f"[name='option.{at}.text']", text)
        page.select_option(f"[name='option.{at}.row.0.issue']", issue)
        page.locator(f"[name='option.{at}.row.0.operator'] option").first.wait_for(state="attached")
        page.select_option(f"[name='option.{at}.row.0.operator']", operator)
    page.locator("button[value='remove-option:3']").click()
    expect(page.locator("[name='option.3.text']")).to_have_count(0)
    page.locator("[name=expected][value='0']").check()
    preview = page.locator("#verdict-preview")
    expect(preview).to_contain_text("答案是 A，可以发布。")
    expect(preview).to_contain_text("去掉它，就没有答案")
    look(page)

    page.get_by_role("button", name="发布").click()
    expect(page.get_by_role("heading", name="试题 T-90X")).to_be_visible()
    attempt = start_on(trainee, ["T-90X"])
    other = sign_in(other_page, live_server.url, trainee)
    other.goto(f"{live_server.url}/attempts/{attempt.pk}/questions/1/")
    expect(other.locator("main")).to_contain_text("下列哪种说法")
    other.get_by_text("构成迟延", exact=True).click()
    expect(other.locator("#cell-state")).to_contain_text("本题已保存")
    other.goto(f"{live_server.url}/attempts/{attempt.pk}/hand-in/")
    other.get_by_role("button", name="交卷").click()
    expect(other.locator("main")).to_contain_text("3 / 3")


def test_two_trainers_on_one_rule(trainer_page: Page, other_page: Page, live_server):
    page, code = trainer_page, f"{RULE_MARK}SHIP-1"
    other = sign_in(other_page, live_server.url, UserFactory(staff_number="B2", display_name="何青", trainer=True))
    for one in (page, other):
        one.goto(f"{live_server.url}/authoring/rules/{code}/edit/")
    page.fill("[name='then.0.c.0.r.q']", "70")
    expect(page.locator("#rule-preview")).to_contain_text("超过 70 小时")
    look(page)
    page.get_by_role("button", name="存入草稿").click()
    expect(page.get_by_text("已存入草稿，求解器在核对。")).to_be_visible()
    expect(page.locator("#rule-check")).to_contain_text("未能判定")

    other.fill("[name=title]", "另一个标题")
    other.get_by_role("button", name="存入草稿").click()

    expect(other.get_by_role("button", name="用我的，替换对方的")).to_be_visible()
    expect(other.locator("main")).to_contain_text("elapsed(paid, pickup_scan) > 70h")
    expect(other.locator("[name=title]")).to_have_value("另一个标题")
    look(other)
    other.get_by_role("link", name="用对方的，放弃我的").click()
    expect(other.locator("[name='then.0.c.0.r.q']")).to_have_value("70")
    assert [(one.code, one.revision) for one in DraftRule.objects.all()] == [(code, 1)]


def test_a_changed_rule_from_draft_to_review(trainer_page: Page, live_server):
    page = trainer_page
    page.goto(f"{live_server.url}/authoring/rules/{RULE_MARK}SHIP-1/edit/")
    page.fill("[name='then.0.c.0.r.q']", "70")
    expect(page.locator("#rule-preview")).to_contain_text("超过 70 小时")
    page.get_by_role("button", name="存入草稿").click()
    expect(page.get_by_text("已存入草稿，求解器在核对。")).to_be_visible()
    expect(page.locator("#rule-check")).to_contain_text("未能判定")

    in_background(page, lambda: run_check(DraftCheck.objects.get().pk, clock=timezone.now))

    expect(page.locator("#rule-check")).to_contain_text("没有冲突")
    page.get_by_role("link", name="看整份草稿").click()
    expect(page.locator("main")).to_contain_text("答案变了 1")
    look(page)
    page.get_by_label("影响我看过了").check()
    page.get_by_label("新版本的名字").fill("试 1.1")
    page.get_by_label("为什么改").fill("揽收时限放宽到 70 小时")
    page.get_by_role("button", name="发布新版本").click()
    expect(page.get_by_role("heading", name="发布 试 1.1")).to_be_visible()
    in_background(page, lambda: run_publication(Publication.objects.get().pk, clock=timezone.now))

    expect(page.locator("main")).to_contain_text("试 1.1 已经生效")
    look(page)
    page.get_by_role("link", name="去复核").click()
    expect(page.locator("main")).to_contain_text("T-00A")
    look(page)
    page.get_by_role("button", name="已看，不用改").first.click()
    expect(page.locator("main")).to_contain_text("已看，不用改 答案变了 · 试 1.1 动到 · 周敏")
    page.get_by_role("link", name="答案变了").click()
    expect(page.locator("main")).not_to_contain_text("T-00A")
    assert api.current_edition().label == "试 1.1"


def in_background(page: Page, job: Callable[[], str]) -> None:
    """Do what the worker does, while the page asks nothing: the tests share one connection with it on SQLite."""
    address = page.url
    page.goto("about:blank")
    assert job() == "done"
    page.goto(address)
