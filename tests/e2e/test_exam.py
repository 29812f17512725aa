"""A mock exam from start to result, with the mouse, the keyboard, without network and without JavaScript."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from certification.attempts.models import Attempt
from tests.e2e.exam_page import choose
from tests.e2e.site import fits
from tests.e2e.walking import serious_violations
from tests.factories.bank import make_bank
from tests.factories.people import PASSWORD

WIDTHS = pytest.mark.parametrize("width", [1280, 375])
SHOTS = Path(__file__).parents[2] / ".build" / "shots"


@pytest.fixture
def bank(live_server):
    make_bank()


def shot(page: Page, name: str, width: int) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)


def sheet() -> dict[int, tuple[str, bool]]:
    """What the server holds: answered letters and flags."""
    cells = Attempt.objects.get().sheet(30).cells
    return {
        n: (cell.answer, cell.is_flagged) for n, cell in enumerate(cells, start=1) if cell.answer or cell.is_flagged
    }


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")


@WIDTHS
def test_a_trainee_sits_a_mock_and_reads_the_result(bank, trainee_page: Page, width):
    page = trainee_page
    page.set_viewport_size({"width": width, "height": 800})
    page.reload()
    assert serious_violations(page) == []
    shot(page, "home", width)

    page.get_by_role("button", name="开始考试").click()
    expect(page).to_have_title(re.compile("第 1 题"))
    assert fits(page)
    choose(page, 1)
    saved(page)
    expect(page.locator("#bar-answered")).to_have_text("1")
    page.keyboard.press("m")
    expect(page.locator("#flag")).to_have_attribute("aria-pressed", "true")
    saved(page)
    assert serious_violations(page) == []
    shot(page, "exam", width)

    page.keyboard.press("ArrowRight")
    expect(page).to_have_title(re.compile("第 2 题"))
    expect(page.locator("#stem")).to_be_focused()
    page.keyboard.press("a")
    page.keyboard.press("3")
    saved(page)
    page.reload()
    expect(page.locator("input[value=C]")).to_be_checked()
    page.go_back()
    expect(page).to_have_title(re.compile("第 1 题"))
    expect(page.locator("input[value=B]")).to_be_checked()
    assert sheet() == {1: ("B", True), 2: ("C", False)}

    page.get_by_role("link", name="交卷").click()
    expect(page.get_by_role("heading", name="确认交卷？")).to_be_visible()
    expect(page.locator("form")).to_contain_text("还有 28 题没答")
    assert serious_violations(page) == []
    shot(page, "hand-in", width)
    page.get_by_role("link", name="继续检查").click()
    expect(page).to_have_title(re.compile("第 3 题"))
    page.get_by_role("link", name="交卷").click()
    page.get_by_role("button", name="交卷").click()

    expect(page.locator(".score-big")).to_be_visible()
    assert fits(page)
    assert serious_violations(page) == []
    shot(page, "result", width)
    page.get_by_role("link", name=re.compile("我标记的 1")).click()
    expect(page.locator(".q-list > li")).to_have_count(1)
    page.locator(".q-list a").first.click()
    expect(page).to_have_title(re.compile("裁决书"))


@WIDTHS
def test_the_bare_path_works_without_javascript(bank, browser, live_server, trainee, width):
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{live_server.url}/sign-in/")
    page.fill("#username", trainee.staff_number)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.get_by_role("button", name="开始考试").click()
    page.locator(".option").nth(0).click()
    page.get_by_role("button", name="下一题").click()
    page.locator(".option").nth(1).click()
    page.get_by_role("button", name="标记").click()
    expect(page.locator("input[value=B]")).to_be_checked()
    shot(page, "exam-bare", width)
    page.get_by_role("button", name="上一题").click()
    expect(page.locator("input[value=A]")).to_be_checked()
    assert sheet() == {1: ("A", False), 2: ("B", True)}

    page.get_by_role("link", name="交卷").click()
    page.get_by_role("button", name="交卷").click()
    expect(page.locator(".score-big")).to_be_visible()
    context.close()


def test_answers_wait_in_the_device_while_the_network_is_down(bank, trainee_page: Page, context: BrowserContext):
    page = trainee_page
    page.get_by_role("button", name="开始考试").click()
    choose(page, 0)
    saved(page)

    context.set_offline(True)
    choose(page, 2)
    expect(page.locator("#save-state")).to_have_attribute("data-state", "queued")
    expect(page.locator("#offline-banner")).to_be_visible()
    expect(page.locator('.rail [data-cell="1"]')).to_have_attribute("data-s", re.compile("wait"))
    assert serious_violations(page) == []
    shot(page, "exam-offline", 1280)
    assert sheet() == {1: ("A", False)}

    context.set_offline(False)
    saved(page)
    expect(page.locator("#offline-banner")).to_be_hidden()
    assert sheet() == {1: ("C", False)}


def test_what_was_left_in_the_device_is_sent_by_the_next_page(bank, trainee_page: Page, context: BrowserContext):
    page = trainee_page
    page.route("**/answer/", lambda route: route.abort())
    page.get_by_role("button", name="开始考试").click()
    choose(page, 1)
    expect(page.locator("#offline-banner")).to_be_visible()
    page.unroute("**/answer/")

    page.get_by_role("link", name="交卷").click()
    expect(page.locator("form")).to_contain_text("还有 29 题没答")
    assert sheet() == {1: ("B", False)}


def test_the_clock_speaks_at_its_marks_and_hands_in_at_the_end(bank, trainee_page: Page):
    page = trainee_page
    page.clock.install()
    page.route("**/ping/", lambda route: route.abort())  # the server's clock does not run ahead with the page's
    page.get_by_role("button", name="开始考试").click()
    notice = page.locator("#time-notice")
    expect(page.locator("#keys-help")).to_be_visible()  # the script has started
    expect(notice).to_have_text("")

    page.clock.run_for((35 * 60 + 2) * 1000)
    expect(notice).to_have_text("还剩 10 分钟")
    page.clock.run_for(5 * 60 * 1000)
    expect(notice).to_have_text("还剩 5 分钟")
    expect(page.locator("#clock")).to_have_attribute("data-left", "last")
    page.clock.run_for(4 * 60 * 1000)
    expect(notice).to_have_text("还剩 1 分钟")
    page.clock.run_for(61 * 1000)
    expect(page.locator("#over-banner")).to_be_visible()


@WIDTHS
def test_practice_explains_at_once(bank, trainee_page: Page, width):
    page = trainee_page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(page.url + "practice/")
    assert serious_violations(page) == []
    shot(page, "practice", width)
    page.get_by_role("button", name="开始练习").click()
    page.locator(".option").nth(0).click()
    page.get_by_role("button", name="看答案").click()
    expect(page.locator("#explanation")).to_be_visible()
    assert fits(page)
    assert serious_violations(page) == []
    shot(page, "practice-answer", width)
    page.get_by_role("button", name="下一题").click()
    expect(page.get_by_role("button", name="看答案")).to_be_visible()
