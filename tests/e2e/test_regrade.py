"""From a question that is wrong to everybody knowing: hand in, appeal, upheld, regrade, inbox, 当时 and 现在."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from certification.grading.ledger import broken_mark
from tests.e2e.site import fits
from tests.e2e.walking import serious_violations
from tests.factories.bank import make_bank
from tests.factories.grading import handed_in, marked, other_pickup
from tests.factories.people import PASSWORD

SHOTS = Path(__file__).parents[2] / ".build" / "shots"


def look(page: Page, name: str, width: int) -> None:
    assert fits(page), name
    assert serious_violations(page) == [], name
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_disputed_question_is_marked_anew_and_everybody_is_told(
    trainee_page: Page, browser: Browser, live_server, trainee, trainer, width
):
    edition, _report = make_bank()
    attempt, position = handed_in(trainee, edition)
    one = marked(attempt, position)
    page = trainee_page
    page.set_viewport_size({"width": width, "height": 800})
    ruling = f"{live_server.url}/attempts/{attempt.pk}/questions/{position}/ruling/"

    page.goto(ruling)
    page.get_by_role("link", name="申诉").click()
    page.locator("[name='event.pickup_scan']").fill(other_pickup(one))
    expect(page.locator("#appeal-outcome")).to_contain_text("答案会变成")
    page.fill("#text", "快递另有揽收记录")
    look(page, "appeal", width)
    page.get_by_role("button", name="提交申诉").click()
    expect(page.locator("#ruling-appeals")).to_contain_text("等待答复")

    desk = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    desk.add_init_script(path=Path(__file__).parent / "vendor" / "axe.min.js")
    desk.goto(f"{live_server.url}/sign-in/")
    desk.fill("#username", trainer.staff_number)
    desk.fill("#password", PASSWORD)
    desk.click("main button")
    desk.goto(f"{live_server.url}/authoring/appeals/")
    look(desk, "appeal-queue", width)
    desk.locator(".q-list a").click()
    expect(desk.locator("main")).to_contain_text("按学员读的")
    look(desk, "appeal-answer", width)
    desk.locator("input[value=upheld]").check()
    desk.fill("#answer", "你说得对，以快递记录为准。")
    desk.get_by_role("button", name="答复").click()
    desk.get_by_role("link", name="重新评分…").click()
    look(desk, "regrade-new", width)
    desk.locator("input[value=void-item]").check()
    desk.get_by_role("button", name="看谁的分会变").click()
    expect(desk.locator("#regrade-people")).to_contain_text("林晓雯")
    look(desk, "regrade-preview", width)
    desk.fill("#reason", "题干与快递记录不符，整题作废。")
    desk.get_by_role("button", name=re.compile("照此重新评分")).click()
    expect(desk.locator("main")).to_contain_text("已经生效")
    look(desk, "regrade-done", width)

    page.reload()
    page.get_by_role("link", name="消息，2 条未读").click()
    look(page, "inbox", width)
    page.get_by_role("link", name=re.compile("重新评过分：0 → 3 分")).click()
    expect(page.locator("#regraded")).to_contain_text("题干与快递记录不符")
    look(page, "result-regraded", width)
    page.goto(ruling)
    history = page.locator("#ruling-history")
    expect(history).to_contain_text("0 / 3")
    expect(history).to_contain_text("3 / 3")
    look(page, "ruling-regraded", width)
    history.get_by_role("link", name="当时").click()
    expect(page.locator("#ruling-verdict")).to_contain_text("正确答案")
    expect(page.locator("#ruling-appeals")).to_contain_text("以快递记录为准")
    assert broken_mark() is None
    desk.context.close()
