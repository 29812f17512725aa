"""An exam in the browser: from the waiting page to the result, and what the network does meanwhile."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt, FocusEvent
from certification.attempts.services import refresh_deadline
from certification.grading.services import hand_in
from certification.rounds.domain import AllowanceCause, Navigation, Review
from certification.rounds.services import allowed_time_of, announce, grant_allowance
from tests.e2e.conftest import CHROMIUM, QUIET
from tests.e2e.exam_page import choose
from tests.e2e.site import fits
from tests.e2e.walking import serious_violations
from tests.factories.bank import make_bank
from tests.factories.people import PASSWORD
from tests.factories.sitting import make_dealt_round, start

SHOTS = Path(__file__).parents[2] / ".build" / "shots"
WIDTHS = pytest.mark.parametrize("width", [1280, 375])


@pytest.fixture
def edition(live_server):
    return make_bank()[0]


def shot(page: Page, name: str, width: int = 1280) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)


def answers(size: int = 30) -> dict[int, str]:
    """What the server holds."""
    cells = Attempt.objects.get().sheet(size).cells
    return {n: cell.answer for n, cell in enumerate(cells, start=1) if cell.answer}


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")


def go_to(page: Page, live_server, held) -> None:
    page.goto(f"{live_server.url}/rounds/{held.pk}/")


@WIDTHS
def test_a_trainee_checks_in_waits_sits_and_reads_the_result(edition, live_server, trainee_page: Page, trainee, width):
    page = trainee_page
    page.set_viewport_size({"width": width, "height": 800})
    held = make_dealt_round(
        edition, [trainee], now=timezone.now(), opens_in=timedelta(seconds=8), review=Review.AFTER_HAND_IN
    )
    go_to(page, live_server, held)
    shot(page, "round-check-in", width)
    page.get_by_role("button", name="签到").click()
    expect(page.get_by_role("heading", name="已签到，请在这一页等")).to_be_visible()
    assert fits(page)
    assert serious_violations(page) == []
    shot(page, "round-waiting", width)

    start_button = page.get_by_role("button", name="开始考试")
    expect(start_button).to_be_enabled(timeout=20_000)
    start_button.click()
    expect(page).to_have_title(re.compile("第 1 题"))
    choose(page, 1)
    saved(page)
    expect(page.locator("#cell-state")).to_have_text(re.compile(r"本题已保存 \d\d:\d\d:\d\d"))
    assert fits(page)
    assert serious_violations(page) == []
    shot(page, "round-question", width)

    page.goto(f"{live_server.url}/corpus/")
    expect(page.get_by_role("heading", name="考试进行中，这一页先关上")).to_be_visible()
    shot(page, "round-closed", width)
    page.get_by_role("link", name="回到考试").click()
    page.get_by_role("link", name="交卷").click()
    page.get_by_role("button", name="交卷").click()

    expect(page.locator(".score-big")).to_be_visible()
    expect(page.locator("#exam-log")).to_be_visible()
    assert fits(page)
    assert serious_violations(page) == []
    shot(page, "round-result", width)


def test_answers_given_offline_arrive_and_count(edition, live_server, trainee_page: Page, context, trainee):
    page = trainee_page
    held = make_dealt_round(edition, [trainee], now=timezone.now())
    start(held, trainee, now=timezone.now())
    go_to(page, live_server, held)
    page.get_by_role("link", name="继续作答").click()
    choose(page, 0)
    saved(page)

    context.set_offline(True)
    choose(page, 2)
    expect(page.locator("#cell-state")).to_have_text("本题待发送")
    expect(page.locator("#offline-banner")).to_be_visible()
    expect(page.locator('.rail [data-cell="1"]')).to_have_attribute("data-s", re.compile("wait"))
    shot(page, "round-offline")
    assert answers() == {1: "A"}

    context.set_offline(False)
    saved(page)
    expect(page.locator("#offline-banner")).to_be_hidden()
    expect(page.locator('.rail [data-cell="1"]')).not_to_have_attribute("data-s", re.compile("wait"))
    assert answers() == {1: "C"}
    page.get_by_role("link", name="交卷").click()
    page.get_by_role("button", name="交卷").click()
    expect(page.get_by_role("heading", name="卷子收到了")).to_be_visible()
    assert serious_violations(page) == []
    shot(page, "round-pending")


def test_forward_only_never_goes_back(edition, live_server, trainee_page: Page, trainee):
    page = trainee_page
    held = make_dealt_round(edition, [trainee], now=timezone.now(), navigation=Navigation.FORWARD)
    attempt = start(held, trainee, now=timezone.now())
    page.goto(f"{live_server.url}/attempts/{attempt.pk}/")
    choose(page, 0)
    page.get_by_role("button", name="下一题").click()
    expect(page).to_have_title(re.compile("第 2 题"))
    expect(page).to_have_url(re.compile("/questions/2/"))
    expect(page.locator("#go-prev")).to_have_count(0)
    choose(page, 1)
    saved(page)

    page.goto(f"{live_server.url}/attempts/{attempt.pk}/questions/1/")

    expect(page).to_have_title(re.compile("第 2 题"))
    expect(page.locator("input[value=B]")).to_be_checked()
    assert answers() == {1: "A", 2: "B"}
    assert serious_violations(page) == []
    shot(page, "round-forward")


def test_more_time_and_news_appear_while_it_runs(edition, live_server, trainee_page: Page, trainee, trainer):
    page = trainee_page
    held = make_dealt_round(edition, [trainee], now=timezone.now())
    attempt = start(held, trainee, now=timezone.now())
    with page.expect_response("**/ping/"):
        page.goto(f"{live_server.url}/attempts/{attempt.pk}/questions/1/")
    expect(page.locator("#allowance")).to_contain_text("你的时间 45 分钟，到")

    now = timezone.now()
    grant_allowance(
        held.pk, trainee.pk, factor_percent=100, minutes=11, cause=AllowanceCause.TECHNICAL, actor=trainer.pk, now=now
    )
    refresh_deadline(attempt.pk, allowed=allowed_time_of(held, trainee.pk), now=now)
    announce(held.pk, text="第 7 题的图在附页。", actor=trainer.pk, now=now)
    page.evaluate("window.dispatchEvent(new Event('online'))")

    expect(page.locator("#announcements")).to_contain_text("第 7 题的图在附页。")
    expect(page.locator("#allowance")).to_contain_text("你的时间 56 分钟（含加时 11 分钟）")
    expect(page.locator("#clock-text")).to_have_text(re.compile("^5[56]:"))
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#announcements > *")).to_have_count(1)
    assert serious_violations(page) == []
    shot(page, "round-news")


def test_a_crash_replays_what_was_not_sent(edition, live_server, trainee, tmp_path, browser_type):
    """A browser of its own, with a profile on disk: closed in the middle, opened again."""
    held = make_dealt_round(edition, [trainee], now=timezone.now())
    attempt = start(held, trainee, now=timezone.now())
    options = {"executable_path": CHROMIUM, "args": QUIET}
    first = browser_type.launch_persistent_context(tmp_path, **options)
    first.route("**/answer/", lambda route: route.abort())  # set before the page is there, not while it loads
    page = first.new_page()
    page.goto(f"{live_server.url}/sign-in/?next=/attempts/{attempt.pk}/questions/1/")
    page.fill("#username", trainee.staff_number)
    page.fill("#password", PASSWORD)
    page.click("main button")
    choose(page, 1)
    expect(page.locator("#offline-banner")).to_be_visible()
    assert answers() == {}
    first.close()

    second = browser_type.launch_persistent_context(tmp_path, **options)
    page = second.new_page()
    page.goto(f"{live_server.url}/")

    expect(page.locator("#replayed")).to_have_text("上次没送到的 1 处作答，刚刚送到了服务器。")
    assert answers() == {1: "B"}
    second.close()


def test_two_tabs_show_what_the_server_holds(
    edition, live_server, trainee_page: Page, context: BrowserContext, trainee
):
    held = make_dealt_round(edition, [trainee], now=timezone.now())
    attempt = start(held, trainee, now=timezone.now())
    url = f"{live_server.url}/attempts/{attempt.pk}/questions/1/"
    one, other = trainee_page, context.new_page()
    one.goto(url)
    other.goto(url)

    choose(one, 0)
    expect(other.locator("input[value=A]")).to_be_checked()
    choose(other, 2)
    expect(one.locator("input[value=C]")).to_be_checked()
    expect(one.locator("#cell-state")).to_contain_text("本题已保存")

    assert answers() == {1: "C"}


def test_a_handed_in_paper_says_that_what_still_comes_is_late(edition, live_server, trainee_page: Page, trainee):
    page = trainee_page
    held = make_dealt_round(edition, [trainee], now=timezone.now())
    attempt = start(held, trainee, now=timezone.now())
    page.route("**/ping/", lambda route: route.abort())  # else one tells the page before the answer is chosen
    page.goto(f"{live_server.url}/attempts/{attempt.pk}/questions/1/")
    expect(page.locator("#keys-help")).to_be_visible()  # the scripts have started
    page.context.set_offline(True)
    hand_in(attempt.pk, by=ClosedBy.INVIGILATOR, now=timezone.now())
    choose(page, 0)
    page.context.set_offline(False)

    expect(page.locator("#over-text")).to_have_text(re.compile("已送达，但超过了时间，由监考人决定是否计入"))
    assert answers() == {}
    assert attempt.late_responses.get().answer == "A"
    page.get_by_role("link", name="继续").click()
    expect(page.locator("#exam-log")).to_contain_text("等监考人决定")
    shot(page, "round-late")


def test_leaving_the_page_is_recorded(edition, live_server, trainee_page: Page, trainee):
    page = trainee_page
    held = make_dealt_round(edition, [trainee], now=timezone.now(), review=Review.AFTER_HAND_IN)
    attempt = start(held, trainee, now=timezone.now())
    with page.expect_response("**/ping/"):
        page.goto(f"{live_server.url}/attempts/{attempt.pk}/questions/3/")
    away = (
        "Object.defineProperty(document, 'hidden', {configurable: true, get: () => %s});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    page.evaluate(away % "true")
    page.wait_for_timeout(1200)
    with page.expect_response(lambda reply: "/focus/" in reply.url and reply.ok):  # a busy database is asked again
        page.evaluate(away % "false")

    event = FocusEvent.objects.get()
    assert (event.position, event.seconds) == (3, 1)


def test_the_end_of_the_time_sends_what_waits_and_says_what_arrived(edition, live_server, trainee_page: Page, trainee):
    page = trainee_page
    held = make_dealt_round(edition, [trainee], now=timezone.now())
    attempt = start(held, trainee, now=timezone.now())
    Attempt.objects.update(deadline=timezone.now() + timedelta(seconds=20))
    page.route("**/answer/", lambda route: route.abort())
    page.goto(f"{live_server.url}/attempts/{attempt.pk}/questions/1/")
    choose(page, 1)
    expect(page.locator("#offline-banner")).to_be_visible()
    expect(page.locator("#over-banner")).to_be_visible(timeout=40_000)
    expect(page.locator("input[value=A]")).to_be_disabled()
    page.unroute("**/answer/")

    expect(page.get_by_role("heading", name="时间到")).to_be_visible(timeout=40_000)
    expect(page.locator("#hand-in")).to_contain_text("30 题中 1 题")
    assert serious_violations(page) == []
    shot(page, "round-time-up")
    assert answers() == {1: "B"}
    page.get_by_role("button", name="交卷").click()
    expect(page.get_by_role("heading", name="卷子收到了")).to_be_visible()


def test_a_browser_that_keeps_nothing_says_so(edition, live_server, trainee_page: Page, context, trainee):
    page = trainee_page
    held = make_dealt_round(edition, [trainee], now=timezone.now())
    attempt = start(held, trainee, now=timezone.now())
    page.add_init_script("Object.defineProperty(window, 'indexedDB', {get() { throw new Error('refused'); }});")
    page.goto(f"{live_server.url}/attempts/{attempt.pk}/questions/1/")

    expect(page.locator("#memory-banner")).to_contain_text("未能在本机保存")
    context.set_offline(True)
    choose(page, 1)
    expect(page.locator("#cell-state")).to_have_text("本题待发送")
    context.set_offline(False)
    saved(page)

    assert answers() == {1: "B"}


def test_an_exam_works_without_javascript(edition, browser, live_server, trainee):
    held = make_dealt_round(edition, [trainee], now=timezone.now(), navigation=Navigation.FORWARD)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/sign-in/?next=/rounds/{held.pk}/")
    page.fill("#username", trainee.staff_number)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.get_by_role("button", name="开始考试").click()
    page.locator(".option").nth(0).click()
    page.get_by_role("button", name="下一题").click()
    page.locator(".option").nth(1).click()
    page.get_by_role("button", name="下一题").click()
    expect(page.locator("#bar-number")).to_have_text("3")
    page.get_by_role("link", name="交卷").click()
    page.get_by_role("button", name="交卷").click()

    expect(page.get_by_role("heading", name="卷子收到了")).to_be_visible()
    assert answers() == {1: "A", 2: "B"}
    context.close()
