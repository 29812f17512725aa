"""Two browsers: a trainee sits an exam, an invigilator sees it, gives time, says a word, ends it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.rounds.models import SeatPaper
from tests.e2e.exam_page import choose
from tests.e2e.site import fits
from tests.e2e.walking import AXE, serious_violations, sign_in
from tests.factories.bank import make_bank
from tests.factories.exams import exam_paper, make_exam_round
from tests.factories.people import UserFactory

SHOTS = Path(__file__).parents[2] / ".build" / "shots"


@pytest.fixture
def held(live_server, trainee):
    edition, _report = make_bank()
    now = timezone.now()
    people = [trainee, UserFactory(display_name="吴倩", staff_number="A20400")]
    held = make_exam_round(
        edition, people, opens_at=now - timedelta(minutes=5), closes_at=now + timedelta(hours=1), made_at=now
    )
    paper = exam_paper(edition)
    SeatPaper.objects.bulk_create(SeatPaper(seat=seat, number=1, paper=paper) for seat in held.seats.all())
    return held


def enter(browser: Browser, live_server, person, *, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    page.add_init_script(path=AXE)
    return sign_in(page, live_server.url, person)


def look(page: Page, name: str, width: int) -> None:
    assert fits(page), name
    assert serious_violations(page) == [], name
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)


def hear(page: Page) -> None:
    """Let the exam page ask for news now, as it does when the network comes back."""
    page.evaluate("window.dispatchEvent(new Event('online'))")


@pytest.mark.parametrize("width", [1280, 375])
def test_an_invigilator_watches_extends_speaks_and_ends(
    trainee_page: Page, browser: Browser, live_server, held, trainer, width
):
    page = trainee_page
    page.goto(f"{live_server.url}/rounds/{held.pk}/")
    page.get_by_role("button", name="开始考试").click()
    choose(page, 0)
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")

    desk = enter(browser, live_server, trainer, width=width)
    desk.clock.install()
    desk.goto(f"{live_server.url}/oversight/rounds/{held.pk}/live/")
    mine = desk.locator("#live-room tr", has_text="林晓雯")
    expect(mine).to_contain_text("作答中")
    expect(mine).to_contain_text("1 / 30")
    expect(desk.locator("#live-room tr", has_text="吴倩")).to_contain_text("未到")
    look(desk, "live", width)

    desk.fill("#text", "还没写完的话")
    page.get_by_role("button", name="下一题").click()
    expect(page.locator("#bar-number")).to_have_text("2")
    choose(page, 0)
    expect(page.locator("#bar-answered")).to_have_text("2")
    hear(page)
    desk.clock.fast_forward(10_000)
    expect(mine).to_contain_text("2 / 30")
    expect(desk.locator("#text")).to_have_value("还没写完的话")

    mine.get_by_role("link", name="林晓雯").click()
    desk.fill("#minutes", "5")
    desk.select_option("#cause", "technical")
    desk.get_by_role("button", name="加时").click()
    expect(desk.get_by_role("status").first).to_contain_text("给林晓雯加时：5 分钟")
    look(desk, "live-person", width)
    hear(page)
    expect(page.locator("#announcements")).to_contain_text("监考人给你加了 5 分钟。")
    expect(page.locator("#allowance")).to_contain_text("含加时 5 分钟")

    desk.fill("#text", "请把手机收起来。")
    desk.get_by_role("button", name="发出").click()
    expect(desk.get_by_role("status").first).to_contain_text("对林晓雯说：请把手机收起来。")
    hear(page)
    expect(page.locator("#announcements")).to_contain_text("请把手机收起来。")

    desk.get_by_role("link", name="收卷…").click()
    look(desk, "live-end", width)
    desk.get_by_role("button", name="收卷", exact=True).click()
    expect(desk.locator("#live-person")).to_contain_text("监考人收的")
    hear(page)
    expect(page.locator("#over-banner")).to_contain_text("这份卷子已经交了")

    attempt = Attempt.objects.get(round=held)
    assert (attempt.closed_by, attempt.sheet(30).answered) == (ClosedBy.INVIGILATOR, 2)
    desk.get_by_role("link", name="操作记录").click()
    expect(desk.locator("#live-log")).to_contain_text("收卷：林晓雯")
    look(desk, "live-log", width)
