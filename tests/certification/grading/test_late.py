"""Late answers: counted or not, once, by somebody else, and the ledger follows."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from certification.attempts.domain import AttemptState, ClosedBy
from certification.attempts.models import Attempt, LateDecision
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.grading.domain import Cause, Policy
from certification.grading.late import decide_late, late_answers
from certification.grading.ledger import broken_mark
from certification.grading.models import Mark, Regrade
from certification.grading.reading import marked_question, totals
from certification.grading.regrades import Request, apply_regrade, fingerprint, preview
from certification.grading.regrading import Correction
from certification.grading.services import hand_in
from certification.people.models import Notice
from tests.factories import NOON
from tests.factories.attempts import keyed_letters, save, wrong_letter
from tests.factories.exams import come_late, exam_paper, make_exam_round, sit_exam
from tests.factories.people import UserFactory

END = NOON + timedelta(minutes=45)
AFTER = END + timedelta(minutes=20)
ACTOR = uuid.UUID(int=7)


@pytest.fixture
def attempt(trainee, edition) -> Attempt:
    """Question 1 is answered wrongly in time; nothing else is."""
    held = make_exam_round(edition, [trainee])
    attempt = sit_exam(held, trainee, paper=exam_paper(edition))
    save(attempt, 1, answer=wrong_letter(attempt, 1), now=NOON + timedelta(minutes=5), client="tab-1", sequence=1)
    return attempt


def close(attempt, *, at=END) -> Attempt:
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=at)
    return Attempt.objects.select_related("paper", "round").get(pk=attempt.pk)


def late_right(attempt, position=1, **fields):
    times = {"answered_at": END - timedelta(minutes=1), "received_at": AFTER}
    return come_late(attempt, position, keyed_letters(attempt, position), **{**times, **fields})


def decide(late, *, accepted=True, actor=ACTOR, now=AFTER):
    return decide_late(late.pk, accepted=accepted, actor=actor, now=now)


def test_an_accepted_answer_is_marked_and_the_old_mark_stays_in_the_ledger(attempt):
    attempt = close(attempt)
    late = late_right(attempt)

    decide(late)

    marks = list(Mark.objects.filter(attempt=attempt, position=1).order_by("number"))
    assert [mark.points for mark in marks] == [0, marks[0].out_of]
    assert marks[1].regrade.cause == Cause.LATE_ANSWER
    assert marks[1].actor == ACTOR
    assert broken_mark() is None
    one = marked_question(attempt, 1)
    assert (one.cell.answer, one.points, one.points_then) == (late.answer, one.out_of, 0)
    assert one.mended is None
    assert totals(Attempt.objects.filter(pk=attempt.pk))[0].points == one.out_of


def test_a_rejected_answer_changes_nothing_but_is_told(attempt, trainee):
    attempt = close(attempt)

    decide(late_right(attempt), accepted=False)

    assert not Regrade.objects.exists()
    assert Mark.objects.filter(attempt=attempt, position=1).count() == 1
    assert attempt.sheet(30).cell(1).answer == wrong_letter(attempt, 1)
    assert "不计入" in Notice.objects.get(person=trainee, kind="late-answer").text


def test_the_decision_is_journalled_under_the_round_and_told_without_points(attempt, trainee):
    attempt = close(attempt)
    late = late_right(attempt, 3)

    decide(late)

    entry = JournalEntry.objects.get(verb="late.accepted")
    assert entry.subject == f"round:{attempt.round_id}"
    assert entry.actor_id == ACTOR
    assert entry.details == {
        "late": late.pk, "attempt": str(attempt.pk), "person": str(trainee.pk), "position": 3, "counted": True,
    }  # fmt: skip
    assert Notice.objects.get(kind="late-answer").text == "第 3 题迟到的作答，监考人决定计入。"


@pytest.mark.parametrize("again", [True, False])
def test_nothing_is_decided_twice(attempt, again):
    late = late_right(close(attempt))
    decide(late, accepted=not again)
    written = Mark.objects.count(), Notice.objects.count()

    with pytest.raises(RefusedError, match="late-decided"):
        decide(late, accepted=again)

    assert (Mark.objects.count(), Notice.objects.count()) == written
    assert LateDecision.objects.get().is_accepted is not again


def test_the_database_knows_one_decision_alone(attempt):
    late = late_right(close(attempt))
    decide(late)

    with pytest.raises(IntegrityError), transaction.atomic():
        LateDecision.objects.create(late=late, is_accepted=False, decided_by=ACTOR, decided_at=AFTER)


def test_nobody_decides_about_their_own(attempt, trainee):
    with pytest.raises(RefusedError, match="late-own"):
        decide(late_right(close(attempt)), actor=trainee.pk)

    assert not LateDecision.objects.exists()


def test_nothing_is_decided_on_a_void_paper(attempt):
    late = late_right(attempt)
    Attempt.objects.filter(pk=attempt.pk).update(state=AttemptState.VOID)

    with pytest.raises(RefusedError, match="late-void"):
        decide(late)


def test_a_running_attempt_is_marked_with_it_at_hand_in(attempt):
    late = late_right(attempt, received_at=END + timedelta(seconds=30))

    decide(late, now=END + timedelta(minutes=1))

    assert not Mark.objects.exists()
    close(attempt, at=END + timedelta(minutes=10))
    mark = Mark.objects.get(attempt=attempt, position=1)
    assert (mark.points, mark.regrade) == (mark.out_of, None)


def test_an_answer_that_was_followed_by_another_changes_nothing(attempt, trainee):
    late = late_right(attempt, client="tab-2", answered_at=NOON + timedelta(minutes=4))
    attempt = close(attempt)

    decide(late)

    assert Mark.objects.filter(attempt=attempt, position=1).count() == 1
    assert "后来另有作答" in Notice.objects.get(person=trainee, kind="late-answer").text
    assert JournalEntry.objects.get(verb="late.accepted").details["counted"] is False


def test_of_two_late_answers_the_later_counts_whichever_is_decided_first(attempt):
    attempt = close(attempt)
    first = late_right(attempt, client="tab-1", sequence=7, answered_at=END - timedelta(minutes=3))
    second = come_late(
        attempt, 1, wrong_letter(attempt, 1), client="tab-9", answered_at=END - timedelta(minutes=2), received_at=AFTER
    )

    decide(second)
    decide(first)

    assert attempt.sheet(30).cell(1).answer == second.answer
    assert Mark.objects.filter(attempt=attempt, position=1).order_by("number").last().points == 0


def test_an_answer_taken_back_late_is_no_answer(attempt):
    save(attempt, 2, answer=keyed_letters(attempt, 2), now=NOON + timedelta(minutes=5))
    attempt = close(attempt)

    decide(come_late(attempt, 2, "", answered_at=END - timedelta(seconds=1), received_at=AFTER))

    assert [mark.points > 0 for mark in Mark.objects.filter(attempt=attempt, position=2).order_by("number")] == [
        True,
        False,
    ]


def test_a_question_that_was_mended_meanwhile_is_marked_as_mended(attempt):
    attempt = close(attempt)
    late = come_late(attempt, 2, wrong_letter(attempt, 2), answered_at=END, received_at=AFTER)
    version = str(attempt.paper.questions.get(position=2).version_id)
    request = Request(Cause.VOID_ITEM, (Correction(version, is_void=True),), Policy.EXACT)
    apply_regrade(request, expected=fingerprint(preview(request)), reason="题干有误", actor=ACTOR, now=AFTER)

    decide(late)

    last = Mark.objects.filter(attempt=attempt, position=2).order_by("number").last()
    assert last.regrade.cause == Cause.LATE_ANSWER
    assert last.points == last.out_of


def test_a_regrade_after_it_starts_from_the_late_answer(attempt):
    attempt = close(attempt)
    late = late_right(attempt)
    decide(late)
    question = attempt.paper.questions.select_related("derivation").get(position=1)
    other = next(n for n in range(len(question.option_order)) if n not in question.derivation.key)
    request = Request(Cause.CORRECTED_KEY, (Correction(str(question.version_id), key=(other,)),), Policy.EXACT)

    seen = preview(request)

    assert [(one.before.points, one.after.points) for one in seen.attempts] == [(question.points, 0)]


def test_the_list_says_what_came_and_what_became_of_it(attempt, django_assert_num_queries):
    attempt = close(attempt)
    accepted, rejected, waiting = (late_right(attempt, n, sequence=n) for n in (1, 2, 3))
    decide(accepted)
    decide(rejected, accepted=False)

    with django_assert_num_queries(1):
        found = late_answers(Attempt.objects.filter(round=attempt.round_id))
        assert {one.late.attempt.trainee.display_name for one in found} == {"林晓雯"}

    assert [one.late.pk for one in found] == [accepted.pk, rejected.pk, waiting.pk]
    assert [(one.is_decided, one.is_accepted, one.is_counted) for one in found] == [
        (True, True, True), (True, False, False), (False, False, False),
    ]  # fmt: skip
    assert [one.held for one in found] == [accepted.answer, None, None]
    assert found[0].decided_by == ACTOR


def test_other_rounds_are_not_listed(attempt, edition):
    someone = UserFactory()
    elsewhere = sit_exam(make_exam_round(edition, [someone]), someone, paper=attempt.paper)
    late_right(elsewhere)

    assert late_answers(Attempt.objects.filter(round=attempt.round_id)) == []
