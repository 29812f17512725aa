"""A draft under review: a comment at an option, sent back, mended, published; two reviewers at once publish once."""

import pytest
from playwright.sync_api import Browser, Page, expect

from certification.bank.models import Question, QuestionVersion
from certification.bank.workflow.services import edit_question, save_draft, submit_draft
from tests.e2e.walking import look, sign_in
from tests.factories import NOON
from tests.factories.bank import make_bank
from tests.factories.people import UserFactory
from tests.factories.workflow import content, make_published, write


def send_to_review(question: Question, author, stem: str) -> None:
    draft = edit_question(question.pk, actor=author, now=NOON)
    said = write(content(stem))
    save_draft(draft.pk, said, expected_revision=draft.revision, actor=author, now=NOON)
    submit_draft(draft.pk, actor=author, now=NOON)


@pytest.fixture
def question(live_server, trainer) -> Question:
    edition, _report = make_bank()
    return make_published(trainer, edition).question


def test_a_draft_is_sent_back_mended_and_published(page: Page, live_server, browser: Browser, question, trainer):
    send_to_review(question, trainer, "商家说“不算晚”。哪种说法正确？")
    reviewer = UserFactory(display_name="何青", trainer=True)
    sign_in(page, live_server.url, reviewer)
    page.goto(f"{live_server.url}/authoring/question-reviews/")
    look(page)
    page.get_by_role("link", name="MD-9001").click()
    expect(page.locator("#review-place-stem ins")).to_have_text("晚")
    place = page.locator("#review-place-option-1")
    place.get_by_text("写批注").click()
    place.get_by_role("textbox").fill("这个选项太像甲")
    place.get_by_role("button", name="写上").click()
    expect(place.locator(".comments")).to_contain_text("这个选项太像甲")
    look(page)
    page.get_by_label("退回的理由").fill("题干没写运费")
    page.get_by_role("button", name="退回").click()
    expect(page.locator("#review-place-whole")).to_contain_text("题干没写运费")

    send_to_review(question, trainer, "商家说“不算晚”，运费已付。哪种说法正确？")
    page.reload()
    place.get_by_role("button", name="标为已解决").click()
    expect(place).to_contain_text("何青 标为已解决")
    expect(page.locator("#review-verdict")).to_contain_text("不影响判分")

    other = sign_in(browser.new_context().new_page(), live_server, UserFactory(manager=True))
    other.goto(page.url)
    page.get_by_role("button", name="通过并发布").click()
    expect(page.get_by_role("heading", name="试题 MD-9001")).to_be_visible()
    other.get_by_role("button", name="通过并发布").click()  # a moment too late: led to what was published
    expect(other.get_by_role("heading", name="试题 MD-9001")).to_be_visible()
    expect(page.locator("#question-history")).to_contain_text("周敏 写，何青 复核")
    page.locator("#question-version-2 summary").click()
    expect(page.locator("#question-version-2 ins")).to_contain_text("运费已付")
    look(page)

    assert list(QuestionVersion.objects.filter(question=question).values_list("number", flat=True)) == [1, 2]
