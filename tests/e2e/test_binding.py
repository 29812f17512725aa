"""A typed question from last year's sheet is given its explanation, and bound to a case, in a browser."""

import pytest
from playwright.sync_api import Page, expect

from cases import api
from certification.bank.models import Question
from certification.exchange.services import Upload, apply_import, plan_import
from tests.e2e.editing import claim, say_no_reason_case
from tests.e2e.walking import look
from tests.factories import NOON
from tests.factories.people import UserFactory
from tests.factories.rulebook import store_rulebook

SHEET = "编号,题型,题干,选项A,选项B,答案,解析\nEX-1,单选,平台应怎样处理？,支持退货,不支持,A,见旧资料\n"


@pytest.fixture
def typed(live_server) -> Question:
    store_rulebook()
    edition, somebody = api.current_edition(), UserFactory(trainer=True)
    plan = plan_import(Upload(SHEET.encode(), "去年.csv"), edition=edition, actor=somebody, now=NOON)
    apply_import(plan.pk, edition=edition.id, actor=somebody, now=NOON)
    return Question.objects.get(code="EX-1")


def test_its_explanation_is_written_and_then_the_rules_decide_it(trainer_page: Page, typed: Question, live_server):
    page = trainer_page
    page.goto(f"{live_server.url}/authoring/questions/{typed.pk}/")
    expect(page.locator("#question-face")).to_contain_text("未证明")
    page.get_by_role("link", name="绑定案情，由规则推出").click()
    look(page)

    page.get_by_label("解析").fill("签收次日起七日内可以退。")
    expect(page.locator("#draft-state")).to_contain_text("已存")
    page.click("#publish")
    expect(page.locator("#question-face")).to_contain_text("签收次日起七日内可以退。")

    page.get_by_role("link", name="绑定案情，由规则推出").click()
    page.get_by_role("button", name="绑定案情").click()
    expect(page.locator("#typed-kept")).to_be_visible()
    look(page)
    say_no_reason_case(page)
    claim(page, 0, "verdict", "return_refund")
    claim(page, 1, "verdict", "reject")
    expect(page.locator("#check-0")).to_contain_text("推导为对")
    expect(page.locator("#verdict-preview .verdict")).to_have_text("支持买家退货退款。")
    look(page)
