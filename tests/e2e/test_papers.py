"""From a blueprint to paper: edit it, be refused, mend it, draw on trial, write, print."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from certification.papers.services import save_blueprint
from tests.certification.papers.test_keeping import ACTOR, CONTENT
from tests.e2e.site import fits
from tests.e2e.walking import serious_violations
from tests.factories.bank import make_bank
from tests.factories.people import PASSWORD, UserFactory

SHOTS = Path(__file__).parents[2] / ".build" / "shots"


def look(page: Page, name: str, width: int) -> None:
    assert fits(page), name
    assert serious_violations(page) == [], name
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_manager_makes_a_paper(page: Page, live_server, width, tmp_path):
    make_bank()
    save_blueprint(CONTENT, actor=ACTOR, now=timezone.now())
    manager = UserFactory(staff_number="C10003", display_name="许建国", manager=True)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/sign-in/")
    page.fill("#username", manager.staff_number)
    page.fill("#password", PASSWORD)
    page.click("main button")

    page.goto(f"{live_server.url}/oversight/papers/")
    look(page, "blueprints", width)
    page.get_by_role("link", name="小卷").click()
    look(page, "blueprint", width)
    page.get_by_role("link", name="修改").click()
    page.fill("[name='least-area-ship']", "8")
    look(page, "blueprint-edit", width)
    page.get_by_role("button", name="存成新版本").click()
    expect(page.locator("main")).to_contain_text("第 2 版")

    page.get_by_role("link", name="试抽").click()
    page.fill("#forms", "2")
    page.get_by_role("button", name="试抽").click()
    expect(page.get_by_role("alert")).to_contain_text("领域“发货时限”要 8 题")
    look(page, "trial-refused", width)
    page.get_by_role("link", name="小卷").click()
    page.get_by_role("link", name="修改").click()
    page.fill("[name='least-area-ship']", "3")
    page.get_by_role("button", name="存成新版本").click()

    page.get_by_role("link", name="试抽").click()
    page.fill("#forms", "2")
    page.fill("#seed", "7")
    page.get_by_role("button", name="试抽").click()
    expect(page.locator("#trial-report")).to_contain_text("至少 3 题")
    look(page, "trial", width)
    page.get_by_role("button", name="写成试卷").click()
    expect(page.locator("#blueprint-papers li")).to_have_count(2)

    page.get_by_role("link", name="A 卷").click()
    expect(page.locator(".paper .q")).to_have_count(9)
    expect(page.get_by_role("button", name="打印")).to_be_visible()
    look(page, "paper", width)
    page.get_by_role("link", name="答题卡").click()
    expect(page.locator(".bubbles li")).to_have_count(9)
    look(page, "paper-answers", width)
    page.get_by_role("link", name="答案和解析").click()
    expect(page.locator(".paper .q")).to_have_count(9)
    look(page, "paper-key", width)
    page.emulate_media(media="print")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator("#paper-tools")).to_be_hidden()
    page.pdf(path=tmp_path / "key.pdf", prefer_css_page_size=True)
    assert (tmp_path / "key.pdf").read_bytes().startswith(b"%PDF")
