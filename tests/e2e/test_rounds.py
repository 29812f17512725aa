"""From a blueprint to people with seats: a manager makes a round, seats a cohort, publishes, gives time."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from certification.people.models import Notice
from certification.rounds.models import Round, SeatPaper
from tests.e2e.site import fits
from tests.e2e.walking import serious_violations
from tests.factories.bank import make_bank
from tests.factories.people import PASSWORD, CohortFactory, UserFactory
from tests.factories.rounds import blueprint_asking, kept

SHOTS = Path(__file__).parents[2] / ".build" / "shots"


def look(page: Page, name: str, width: int) -> None:
    assert fits(page), name
    assert serious_violations(page) == [], name
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)


@pytest.fixture
def people(live_server, trainee):
    make_bank()
    kept(blueprint_asking(8))
    cohort = CohortFactory(name="售后三组")
    UserFactory(display_name="赵一鸣", cohort=cohort)
    UserFactory(display_name="孙佳", cohort=cohort)
    return UserFactory(staff_number="C10003", display_name="许建国", manager=True)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_manager_makes_a_round_seats_a_cohort_and_publishes(page: Page, live_server, people, trainee, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/sign-in/")
    page.fill("#username", people.staff_number)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.get_by_role("link", name="场次").locator("visible=true").first.click()
    expect(page.locator("main")).to_contain_text("还没有考试场次")
    page.get_by_role("link", name="新建场次").first.click()

    day = timezone.localtime() + timedelta(days=1)
    page.get_by_label("名称").fill("九月认证")
    page.get_by_label("开始", exact=True).fill(f"{day:%Y-%m-%d}T09:30")
    page.get_by_label("截止", exact=True).fill(f"{day:%Y-%m-%d}T09:00")
    page.get_by_label("几套平行卷").check()
    page.get_by_label("售后三组").check()
    look(page, "round-new", width)
    page.get_by_role("button", name="存为草稿").click()
    expect(page.locator("main")).to_contain_text("截止时间要晚于开始时间")
    look(page, "round-refused", width)
    page.get_by_label("截止", exact=True).fill(f"{day:%Y-%m-%d}T11:30")
    page.get_by_role("button", name="存为草稿").click()

    seats = page.locator("#round-seats")
    expect(seats).to_contain_text("考生 2")
    page.get_by_label("工号或姓名").fill(trainee.staff_number)
    page.get_by_role("button", name="加一个人").click()
    expect(seats).to_contain_text("考生 3")
    page.get_by_role("button", name="移出 孙佳").click()
    expect(seats).to_contain_text("考生 2")
    page.get_by_role("link", name="加时").click()
    page.get_by_label("考生").select_option(str(trainee.pk))
    page.get_by_label("时长乘").select_option("125")
    look(page, "round-time", width)
    page.get_by_role("button", name="加时").click()
    expect(page.locator("main")).to_contain_text("1.25 倍")
    page.get_by_role("link", name="九月认证").click()

    page.get_by_role("link", name="发布…").click()
    expect(page.locator("main")).to_contain_text("抽 2 套平行卷，轮流发给 2 个人")
    look(page, "round-publish", width)
    page.get_by_role("button", name="发布").click()
    expect(page.locator("main")).to_contain_text("待开考")
    expect(seats).to_contain_text("赵一鸣")
    expect(seats).to_contain_text("未签到")
    expect(page.locator("#round-shares")).to_contain_text("发货时限")
    look(page, "round", width)

    held = Round.objects.get()
    assert held.is_published
    assert SeatPaper.objects.filter(seat__round=held).count() == 2
    assert Notice.objects.filter(person=trainee).count() == 1
