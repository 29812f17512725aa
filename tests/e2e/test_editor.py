"""A trainer writes a question in a browser: the verdict follows what is typed, and nothing is lost."""

import pytest
from playwright.sync_api import Page, expect

from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.services import start_question
from tests.e2e.editing import claim, say_no_reason_case
from tests.e2e.walking import look, sign_in
from tests.factories.rulebook import store_rulebook
from tests.factories.workflow import NOON


@pytest.fixture
def desk(page: Page, live_server, trainer) -> Page:
    """The editor of a new question."""
    store_rulebook()
    draft = start_question(type="single", actor=trainer, now=NOON)
    sign_in(page, live_server.url, trainer)
    page.goto(f"{live_server.url}/authoring/questions/{draft.question_id}/edit/")
    return page


def test_a_question_is_written_with_the_verdict_beside_it(desk: Page):
    page = desk
    look(page)
    say_no_reason_case(page)
    page.fill("#stem", "平台应怎样处理？")

    expect(page.locator("#verdict-preview .verdict")).to_have_text("支持买家退货退款。")

    claim(page, 0, "verdict", "return_refund")
    page.locator('[id="id-option.0.text"]').fill("支持退货")
    claim(page, 1, "verdict", "reject")
    page.locator('[id="id-option.1.text"]').fill("不支持")
    page.locator("#question-option-1").get_by_label("我标为对").check()

    expect(page.locator("#check-1")).to_contain_text("你标“对”，推导为“错”")
    expect(page.locator("#question-option-1")).to_have_attribute("data-check", "bad")
    expect(page.locator("#publish")).to_have_attribute("aria-disabled", "true")
    expect(page.locator("#preview-sensitive")).to_contain_text("定作")
    look(page)

    page.locator("#question-option-1").get_by_label("我标为对").uncheck()
    page.locator("#question-option-0").get_by_label("我标为对").check()
    page.locator("#preview-sensitive").get_by_role("button", name="写进题干").click()
    expect(page.locator("#stem")).to_have_value("商品不是定制。平台应怎样处理？")
    page.get_by_role("button", name="去掉选项 D").click()
    page.locator("#question-option-2").get_by_label("争点").select_option("in_time")
    page.locator("#question-option-2").get_by_label("怎样比").select_option("fails")
    page.locator('[id="id-option.2.text"]').fill("已经超过七天")

    expect(page.locator("#why-not")).to_contain_text("可以发布")
    expect(page.locator("#verdict-depth")).to_contain_text("这道题考到的规则")
    look(page)
    page.reload()
    expect(page.locator('[id="id-option.2.text"]')).to_have_value("已经超过七天")

    page.click("#publish")

    page.wait_for_url("**/authoring/questions/*/")
    assert QuestionDraft.objects.get().state == "published"


def test_two_trainers_on_one_question_lose_nothing(desk: Page, browser, trainer, live_server):
    page = desk
    page.fill("#stem", "第一个人写的。")
    expect(page.locator("#draft-state")).to_contain_text("草稿第 2 稿")
    other = page.context.new_page()
    other.goto(page.url)
    other.fill("#stem", "第二个人写的。")
    expect(other.locator("#draft-state")).to_contain_text("草稿第 3 稿")

    page.fill("#stem", "第一个人又改。")

    notice = page.locator("#desk-notice")
    expect(notice).to_contain_text("两份的不同")
    expect(page.locator("#stem")).to_have_value("第一个人又改。")
    look(page)
    notice.get_by_role("button", name="用我写的").click()
    expect(page.locator("#draft-state")).to_contain_text("草稿第 4 稿")
    assert QuestionDraft.objects.get().content["stem"] == "第一个人又改。"
