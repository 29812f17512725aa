"""A trainer writes a script and answers what was heard wrongly, with the keyboard alone, wide and on a phone."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from certification.bank.workflow.models import QuestionDraft
from certification.drills.models import DrillReview
from certification.drills.services import Said, appeal, end_run, say, start_run
from tests.e2e.walking import WIDTHS, look
from tests.factories.drills import offer_drill, shipped_rules
from tests.factories.people import UserFactory

BRIBE = "抱歉亲，您给个五星好评，我们返您 10 元红包，可以吗？"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_script_is_checked_tried_and_sent_to_review(trainer_page: Page, live_server, width):
    version = offer_drill(edition=shipped_rules())
    page = trainer_page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/authoring/drill-scripts/")
    page.get_by_role("link", name="DR-0001").press("Enter")
    expect(page.locator("#script-check")).to_contain_text("可以发布")

    text = page.locator("#script-text")
    sound = text.input_value()
    text.fill(sound.replace("difficulty: 2", "difficulty: 9"))
    expect(page.locator("#script-check")).to_contain_text("还有 1 处要改")
    page.locator("#script-check [data-line]").first.press("Enter")
    expect(text).to_be_focused()
    assert (
        page.evaluate(
            "(() => { const box = document.activeElement; return box.value.slice(box.selectionStart, box.selectionEnd); })()"
        )
        == "difficulty: 9"
    )

    text.fill(sound.replace("收到两天，袖口有个破洞", "收到两天，领口有个破洞"))
    expect(page.locator("#script-check")).to_contain_text("可以发布")
    page.locator("#trial-reply").fill("抱歉亲，麻烦您拍张照片。")
    page.get_by_role("button", name="说", exact=True).press("Enter")
    expect(page.locator("#script-trial")).to_contain_text("识别：")
    look(page)
    page.get_by_role("button", name="保存并送复核").press("Enter")
    page.wait_for_url(re.compile("/review/"))
    assert QuestionDraft.objects.get(question=version.question).state == "in_review"
    look(page)


def test_what_was_typed_before_the_scripts_of_the_page_ran_is_checked_too(trainer_page: Page, live_server):
    version, page, held = offer_drill(edition=shipped_rules()), trainer_page, []

    def hold(route) -> None:
        held.append(route)

    page.route("**/htmx-2*.js", hold)
    page.goto(f"{live_server.url}/authoring/drill-scripts/{version.question_id}/", wait_until="commit")
    text = page.locator("#script-text")
    text.fill(text.input_value().replace("difficulty: 2", "difficulty: 9"))
    held[0].continue_()
    expect(page.locator("#script-check")).to_contain_text("还有 1 处要改")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_appeal_is_answered_by_keyboard(trainer_page: Page, live_server, width):
    version = offer_drill(edition=shipped_rules())
    run = start_run(UserFactory().pk, version.pk, now=timezone.now(), seed="of a test")
    say(run, Said("c1", 1, BRIBE, 0), now=timezone.now())
    appeal(end_run(run, now=timezone.now()), [(1, "review_bribe")], "没有这个意思", now=timezone.now())
    page = trainer_page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/authoring/drill-reviews/")
    look(page)
    page.set_viewport_size({"width": width, "height": 800})
    page.locator("#review-list-waiting a").press("Enter")
    expect(page.locator("mark")).to_be_visible()
    look(page)
    page.locator("[name='act.1:review_bribe'][value=no]").press("Space")
    page.get_by_role("button", name="确认", exact=True).press("Enter")
    expect(page.locator("#review-answer")).to_contain_text("已确认")
    assert DrillReview.objects.get().corrections == {"1": {"review_bribe": False}}
