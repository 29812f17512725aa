"""The reviewer's page."""

import pytest

from certification.authoring.reviews import review
from certification.bank.models import Question
from certification.bank.workflow.models import DraftComment, QuestionDraft
from certification.bank.workflow.services import (
    comment,
    discard_draft,
    edit_question,
    save_draft,
    set_policy,
    submit_draft,
)
from certification.core.refusals import Refusal, RefusedError
from tests.factories import NOON
from tests.factories.workflow import LATER, content, make_draft, make_submitted, with_option, write


def url(question: Question) -> str:
    return f"/authoring/questions/{question.pk}/review/"


@pytest.fixture
def draft(question, trainer) -> QuestionDraft:
    """A change of words of the published question, sent to review by the trainer."""
    opened = edit_question(question.pk, actor=trainer, now=NOON)
    save_draft(
        opened.pk, write(content("商家说“不算晚”。哪种说法正确？"), note="改一个字"),
        expected_revision=1, actor=trainer, now=NOON,
    )  # fmt: skip
    return submit_draft(opened.pk, actor=trainer, now=NOON)


@pytest.fixture
def reviewer(browser_of, colleague):
    return browser_of(colleague)


def seen(draft: QuestionDraft) -> dict:
    base = draft.question.current_id
    return {"do": "publish", "revision": draft.revision, "base": str(base) if base else ""}


def test_the_draft_stands_beside_the_version_in_use(reviewer, draft):
    text = reviewer.get(url(draft.question)).content.decode()

    assert "现在（第 1 版）" in text
    assert "<del>迟</del>" in text
    assert "<ins>晚</ins>" in text
    assert "只改文字，不影响判分" in text
    assert "改一个字" in text
    assert "作者标的是 A，规则推出 A。" in text
    assert 'aria-disabled="true"' not in text


def test_publishing_leads_to_the_question(reviewer, draft, colleague):
    answer = reviewer.post(url(draft.question), seen(draft))

    assert answer.headers["Location"] == url(draft.question)
    assert reviewer.get(url(draft.question)).headers["Location"] == f"/authoring/questions/{draft.question_id}/"
    draft.refresh_from_db()
    assert (draft.state, draft.reviewer, draft.version.number) == ("published", colleague, 2)


def test_publishing_in_two_tabs_publishes_once(reviewer, draft):
    for _tab in range(2):
        reviewer.post(url(draft.question), seen(draft))

    assert draft.question.versions.count() == 2


def test_what_changed_since_the_page_was_shown_is_not_published(reviewer, draft):
    answer = reviewer.post(url(draft.question), {**seen(draft), "revision": 1})

    assert answer.status_code == 409
    assert "草稿或题目变了" in answer.content.decode()


@pytest.mark.parametrize("fields", [{"revision": "x"}, {"base": "y"}, {"base": ""}])
def test_a_form_that_nobody_was_shown_publishes_nothing(reviewer, draft, fields):
    assert reviewer.post(url(draft.question), {**seen(draft), **fields}).status_code == 409
    assert draft.question.versions.count() == 1


def test_the_gate_says_what_is_in_the_way_at_its_place(reviewer, trainer, edition):
    draft = make_submitted(trainer, with_option(1, claim="", text="甲说得对"))

    page = reviewer.get(url(draft.question)).content.decode()
    refused = reviewer.post(url(draft.question), seen(draft))

    assert "选项 B 还没有说明它主张什么" in page
    assert "选项 B 和选项 A 文字相同" in page
    assert 'aria-disabled="true"' in page
    assert (refused.status_code, draft.question.versions.count()) == (409, 0)
    assert "还不能发布：" in refused.content.decode()


def test_returning_needs_a_reason_and_tells_the_author(reviewer, draft, trainer):
    refused = reviewer.post(url(draft.question), {"do": "return", "text": " "})
    assert refused.status_code == 422
    assert "请写明为什么退回" in refused.content.decode()

    reviewer.post(url(draft.question), {"do": "return", "text": "题干没写运费"})

    draft.refresh_from_db()
    assert draft.is_returned
    text = reviewer.get(url(draft.question)).content.decode()
    assert "题干没写运费" in text
    assert "退回修改" in text
    assert trainer.notices.filter(text__contains="题干没写运费").exists()


def test_what_was_typed_stays_when_it_is_refused(reviewer, draft):
    answer = reviewer.post(url(draft.question), {"do": "return", "text": "长" * 501})

    assert "长" * 501 in answer.content.decode()


def test_the_author_takes_it_back_and_sends_it_again(author, draft):
    author.post(url(draft.question), {"do": "recall"})
    draft.refresh_from_db()
    assert draft.state == "draft"

    author.post(url(draft.question), {"do": "submit"})
    draft.refresh_from_db()
    assert draft.state == "in_review"


def test_the_policy_keeps_an_author_from_publishing(author, reviewer, draft, manager):
    set_policy(reviewer_differs=True, actor=manager, now=NOON)

    assert "主管要求复核人不能是作者，请同事复核。" in author.get(url(draft.question)).content.decode()
    refused = author.post(url(draft.question), seen(draft))

    assert refused.status_code == 409
    assert "请同事复核" in refused.content.decode()
    reviewer.post(url(draft.question), seen(draft))
    assert draft.question.versions.count() == 2


def test_a_comment_stands_at_its_place_with_and_without_htmx(reviewer, draft):
    plain = reviewer.post(url(draft.question), {"do": "comment", "place": "stem", "text": "太长"})
    swapped = reviewer.post(
        url(draft.question), {"do": "comment", "place": "option:1", "text": "太像甲"}, headers={"HX-Request": "true"}
    )

    assert plain.headers["Location"] == url(draft.question)
    text = swapped.content.decode()
    assert text.startswith('<section id="review-place-option-1"')
    assert "太像甲" in text
    assert "太长" not in text
    assert set(DraftComment.objects.values_list("place", "text")) == {("stem", "太长"), ("option:1", "太像甲")}


def test_an_empty_comment_is_refused_at_its_place(reviewer, draft):
    for headers in ({}, {"HX-Request": "true"}):
        answer = reviewer.post(url(draft.question), {"do": "comment", "place": "stem", "text": " "}, headers=headers)
        assert answer.status_code == 422
        assert 'id="text-stem-error"' in answer.content.decode()


def test_a_comment_is_settled(reviewer, draft, colleague, trainer):
    said = comment(draft.pk, place="stem", text="太长", actor=trainer, now=NOON)

    reviewer.post(url(draft.question), {"do": "resolve", "place": "stem", "comment": said.pk})

    said.refresh_from_db()
    assert said.resolved_by == colleague
    assert "何青 标为已解决" in reviewer.get(url(draft.question)).content.decode()


@pytest.mark.parametrize("fields", [{"do": "dance"}, {}, {"do": "resolve", "comment": "x"}, {"do": "resolve"}])
def test_what_no_button_says_is_not_found(reviewer, draft, fields):
    assert reviewer.post(url(draft.question), fields).status_code == 404


def test_a_draft_that_is_gone_leads_to_the_question(reviewer, draft, trainer):
    discard_draft(draft.pk, actor=trainer, now=LATER)

    answer = reviewer.post(url(draft.question), seen(draft))

    assert answer.headers["Location"] == f"/authoring/questions/{draft.question_id}/"


def test_a_new_question_has_nothing_beside_it(reviewer, trainer, edition):
    draft = make_submitted(trainer)

    text = reviewer.get(url(draft.question)).content.decode()

    assert "新题，还没有人做过" in text
    assert "现在（第" not in text


def test_options_that_come_and_go_are_shown_on_their_side(reviewer, question, trainer):
    opened = edit_question(question.pk, actor=trainer, now=NOON)
    options = [*content()["options"][:2], {**content()["options"][2], "overlay": {"facts": {"worn": "yes"}}}]
    more = {"text": "丁说得对", "claim": "not late_ship_1 and not worn", "overlay": {}, "right": None}
    save_draft(opened.pk, write(content(options=[*options, more])), expected_revision=1, actor=trainer, now=NOON)

    text = reviewer.get(url(question)).content.decode()

    assert "<ins>丁说得对</ins>" in text
    assert "影响判分" in text
    assert "送复核" in text


# -- the queue ---------------------------------------------------------------------------------------


def test_the_queue_counts_what_waits_what_came_back_and_what_is_written(reviewer, draft, trainer):
    make_draft(trainer, content("在写的题。哪种说法正确？"))
    returned = make_submitted(trainer, content("退回的题。哪种说法正确？"))
    reviewer.post(url(returned.question), {"do": "return", "text": "改"})

    text = reviewer.get("/authoring/question-reviews/").content.decode()

    assert "待复核 1" in text
    assert "退回修改 1" in text
    assert "在写 1" in text
    assert "商家说“不算晚”" in text


def test_an_empty_queue_says_so(reviewer, edition):
    assert "没有待复核的草稿" in reviewer.get("/authoring/question-reviews/").content.decode()


def test_a_trainee_has_no_queue(signed_in):
    assert signed_in.get("/authoring/question-reviews/").status_code == 403


# -- the policy --------------------------------------------------------------------------------------


def test_the_policy_page_is_the_managers(browser_of, manager, reviewer, edition):
    boss = browser_of(manager)

    assert reviewer.get("/authoring/question-policy/").status_code == 403
    assert "checked" not in boss.get("/authoring/question-policy/").content.decode()
    assert boss.post("/authoring/question-policy/", {"reviewer_differs": "yes"}).status_code == 302
    text = boss.get("/authoring/question-policy/").content.decode()
    assert " checked" in text
    assert "许建国" in text
    boss.post("/authoring/question-policy/", {})
    assert " checked" not in boss.get("/authoring/question-policy/").content.decode()


# -- at the edges ------------------------------------------------------------------------------------


def test_publishing_by_htmx_leaves_the_page(reviewer, draft):
    answer = reviewer.post(url(draft.question), seen(draft), headers={"HX-Request": "true"})

    assert answer.status_code == 302
    assert draft.question.versions.count() == 2


def test_who_comes_second_is_led_to_the_question(reviewer, draft, trainer, monkeypatch):
    def somebody_was_faster(_request, one):
        discard_draft(one.pk, actor=trainer, now=LATER)
        raise RefusedError(Refusal("workflow.wrong-state"))

    monkeypatch.setitem(review.ACTS, "publish", somebody_was_faster)

    answer = reviewer.post(url(draft.question), seen(draft))

    assert answer.headers["Location"] == f"/authoring/questions/{draft.question_id}/"


def test_a_question_that_no_case_proves_is_reviewed_by_what_its_author_wrote(reviewer, question, trainer):
    rows = [("甲", True, "对的"), ("乙", False, "错的")]
    options = [
        {"text": text, "claim": "", "overlay": {}, "right": right, "feedback": said} for text, right, said in rows
    ]
    said = content(case={}, options=options, typed={"topic": "", "difficulty": 0, "explanation": "因为条文这样写"})
    opened = edit_question(question.pk, actor=trainer, now=NOON)
    save_draft(opened.pk, write(said), expected_revision=1, actor=trainer, now=NOON)

    text = reviewer.get(url(question)).content.decode()

    assert "<ins>因为条文这样写</ins>" in text
    assert "影响判分" in text
    assert "答案的来历" in text
