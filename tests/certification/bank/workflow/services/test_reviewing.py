"""Send a draft to review, take it back, send it back, and talk about its places."""

import pytest

from certification.bank.workflow.models import DraftComment
from certification.bank.workflow.services import (
    comment,
    discard_draft,
    recall_draft,
    resolve_comment,
    return_draft,
    save_draft,
    submit_draft,
)
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.people.models import Notice
from tests.factories import NOON
from tests.factories.people import UserFactory
from tests.factories.workflow import LATER, content, make_draft, make_submitted, write


def refused(act, code):
    with pytest.raises(RefusedError) as caught:
        act()
    assert caught.value.refusal.code == code


def test_sending_to_review_tells_the_other_trainers(author, colleague, manager, trainee):
    UserFactory(trainer=True, is_active=False)

    draft = submit_draft(make_draft(author).pk, actor=author, now=LATER)

    assert (draft.state, draft.submitted_at) == ("in_review", LATER)
    notice = Notice.objects.get()
    assert (notice.person, notice.link) == (colleague, f"/authoring/questions/{draft.question_id}/review/")
    assert notice.text == "MD-9001 待复核：周敏 送来一份草稿。"
    assert JournalEntry.objects.filter(verb="question.submitted").count() == 1


def test_sending_twice_is_refused_and_tells_nobody_twice(author, colleague):
    draft = make_submitted(author)

    refused(lambda: submit_draft(draft.pk, actor=author, now=LATER), "workflow.wrong-state")

    assert Notice.objects.count() == 1


def test_a_draft_taken_back_is_written_on(author):
    draft = recall_draft(make_submitted(author).pk, actor=author, now=LATER)

    assert (draft.state, draft.is_returned) == ("draft", False)
    assert save_draft(draft.pk, write(content("改")), expected_revision=2, actor=author, now=LATER).revision == 3


def test_a_returned_draft_says_why_and_by_whom(author, colleague):
    draft = make_submitted(author)

    returned = return_draft(draft.pk, comment=" 题干没写运费 ", actor=colleague, now=LATER)

    assert (returned.state, returned.is_returned) == ("draft", True)
    assert (returned.reviewer, returned.reviewed_at) == (colleague, LATER)
    reason = DraftComment.objects.get()
    assert (reason.place, reason.text, reason.author) == ("whole", "题干没写运费", colleague)
    assert Notice.objects.get(person=author).text == "MD-9001 被退回修改：题干没写运费"


def test_everybody_who_wrote_is_told_but_the_reviewer(author, colleague):
    draft = make_draft(author)
    save_draft(draft.pk, write(content("改")), expected_revision=2, actor=colleague, now=NOON)
    submit_draft(draft.pk, actor=author, now=NOON)
    Notice.objects.all().delete()

    return_draft(draft.pk, comment="再看", actor=colleague, now=LATER)

    assert [one.person for one in Notice.objects.all()] == [author]


def test_returning_needs_a_reason_and_a_draft_in_review(author, colleague):
    draft = make_submitted(author)

    refused(lambda: return_draft(draft.pk, comment=" ", actor=colleague, now=LATER), "workflow.reason-missing")
    refused(lambda: return_draft(draft.pk, comment="长" * 501, actor=colleague, now=LATER), "workflow.comment-long")
    return_draft(draft.pk, comment="改", actor=colleague, now=LATER)
    refused(lambda: return_draft(draft.pk, comment="改", actor=colleague, now=LATER), "workflow.wrong-state")

    assert DraftComment.objects.count() == 1


def test_a_comment_stands_at_its_place(author, colleague):
    draft = make_submitted(author)

    said = comment(draft.pk, place="option:1", text=" 太像甲 ", actor=colleague, now=LATER)

    assert (said.place, said.text, said.at, said.resolved_at) == ("option:1", "太像甲", LATER, None)
    assert list(draft.comments.filter(resolved_at=None)) == [said]


def test_the_same_words_twice_are_one_comment(author):
    draft = make_draft(author)

    first, second = (comment(draft.pk, place="stem", text="长", actor=author, now=NOON) for _n in range(2))

    assert first == second


def test_a_settled_comment_stays_settled_by_the_first(author, colleague):
    said = comment(make_draft(author).pk, place="stem", text="长", actor=colleague, now=NOON)

    resolve_comment(said.pk, actor=author, now=NOON)
    again = resolve_comment(said.pk, actor=colleague, now=LATER)

    assert (again.resolved_by, again.resolved_at) == (author, NOON)
    assert list(again.draft.comments.filter(resolved_at=None)) == []


def test_history_is_not_talked_about(author):
    draft = make_draft(author)
    said = comment(draft.pk, place="stem", text="长", actor=author, now=NOON)
    discard_draft(draft.pk, actor=author, now=NOON)

    refused(lambda: comment(draft.pk, place="stem", text="短", actor=author, now=NOON), "workflow.closed")
    refused(lambda: resolve_comment(said.pk, actor=author, now=NOON), "workflow.closed")


def test_a_trainee_reviews_nothing(author, trainee):
    draft = make_submitted(author)

    for act in (
        lambda: recall_draft(draft.pk, actor=trainee, now=NOON),
        lambda: return_draft(draft.pk, comment="改", actor=trainee, now=NOON),
        lambda: comment(draft.pk, place="stem", text="长", actor=trainee, now=NOON),
    ):
        refused(act, "workflow.not-an-author")
