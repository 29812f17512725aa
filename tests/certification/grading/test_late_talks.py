"""Late replies in drills: let in or not, once, by somebody else, and the ledger follows."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cases.api import load_edition
from certification.attempts.domain import AttemptState, ClosedBy
from certification.attempts.models import Attempt
from certification.bank.models import Derivation
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.drills.models import DrillTurn, LateTurn, LateTurnDecision
from certification.drills.services import Said, exam_run, exam_target, say_in_exam
from certification.grading.domain import Cause
from certification.grading.late_talks import decide_late_reply, late_replies
from certification.grading.lateness import Lateness
from certification.grading.ledger import broken_mark
from certification.grading.models import Mark
from certification.grading.services import hand_in
from certification.papers.domain import Blueprint, Slot
from certification.papers.services import draw_paper, write_paper
from certification.people.models import Notice
from tests.factories import NOON
from tests.factories.drills import offer_drill, shipped_rules, the_script
from tests.factories.exams import make_exam_round, sit_exam

PAPER = Blueprint("drill-1", {"drill": Slot(1, 1000)}, {}, 100, {}, minutes=45, pass_points=600)
FIRST, SECOND = (line.say for line in the_script().perfect.turns)
END = NOON + timedelta(minutes=45)
AFTER = END + timedelta(minutes=20)
ACTOR = uuid.UUID(int=7)


@pytest.fixture
def attempt(trainee) -> Attempt:
    """The first reply of the model answer was in time, the second came when the time was over."""
    offer_drill(edition=shipped_rules())
    edition = load_edition(Derivation.objects.get().edition)
    paper = write_paper(draw_paper(PAPER, edition=edition.id, seed=1, now=NOON))
    attempt = sit_exam(make_exam_round(edition, [trainee]), trainee, paper=paper)
    target = exam_target(trainee.pk, attempt.pk, 1)
    exam_run(target, now=NOON)
    say_in_exam(target, Said("tab", 1, FIRST, 0), now=NOON + timedelta(seconds=25))
    sent = NOON + timedelta(seconds=60)
    assert say_in_exam(target, Said("tab", 2, SECOND, 1), now=AFTER, answered_at=sent) is None
    return attempt


@pytest.fixture
def late(attempt) -> LateTurn:
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=END)
    return LateTurn.objects.get()


def decide(late, *, accepted=True, actor=ACTOR, now=AFTER):
    return decide_late_reply(late.pk, accepted=accepted, actor=actor, now=now)


def test_an_accepted_reply_is_marked_and_the_old_mark_stays_in_the_ledger(late, trainee):
    [one] = late_replies(Attempt.objects.all())
    assert (one.position, one.decision) == (1, None)
    assert Lateness.GRACE_OVER in one.reasons

    assert decide(late).is_counted

    first, second = Mark.objects.order_by("number")
    assert (first.points < 600, second.points) == (True, 1000)
    assert (second.regrade.cause, second.actor) == (Cause.LATE_ANSWER, ACTOR)
    assert broken_mark() is None
    assert "计入" in Notice.objects.get(person=trainee).text
    entry = JournalEntry.objects.get(verb="late.accepted")
    assert (entry.details["late_turn"], entry.details["counted"]) == (late.pk, True)
    assert late_replies(Attempt.objects.all())[0].decision.is_accepted


def test_one_that_is_not_accepted_changes_nothing_and_the_trainee_hears(late, trainee):
    assert not decide(late, accepted=False).is_counted

    assert (Mark.objects.count(), DrillTurn.objects.count()) == (1, 1)
    assert "不计入" in Notice.objects.get(person=trainee).text


def test_an_accepted_one_whose_talk_went_on_counts_not_and_says_so(late, trainee):
    stale = LateTurn.objects.create(run=late.run, client="old", sequence=1, text="您好", seen=0, received_at=AFTER)

    decision = decide(stale)

    assert (decision.is_accepted, decision.is_counted) == (True, False)
    assert Mark.objects.count() == 1
    assert "仍按原来的算" in Notice.objects.get(person=trainee).text


def test_while_the_attempt_runs_it_is_said_and_marked_at_hand_in(attempt):
    assert decide(LateTurn.objects.get()).is_counted
    assert not Mark.objects.exists()

    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=AFTER)
    assert Mark.objects.get().points == 1000


@pytest.mark.parametrize("again", [True, False])
def test_it_is_decided_once(late, again):
    decide(late, accepted=not again)

    with pytest.raises(RefusedError, match=r"grading\.late-decided"):
        decide(late, accepted=again)
    assert LateTurnDecision.objects.get().is_accepted is not again


def test_nobody_decides_about_their_own_nor_about_a_voided_attempt(late, trainee):
    with pytest.raises(RefusedError, match=r"grading\.late-own"):
        decide(late, actor=trainee.pk)
    Attempt.objects.update(state=AttemptState.VOID)
    with pytest.raises(RefusedError, match=r"grading\.late-void"):
        decide(late)
    assert not LateTurnDecision.objects.exists()


def test_the_database_keeps_one_decision_and_counts_only_what_was_accepted(late):
    decision = {"late": late, "decided_by": ACTOR, "decided_at": AFTER}
    with pytest.raises(IntegrityError, match="counted_if_accepted"), transaction.atomic():
        LateTurnDecision.objects.create(**decision, is_accepted=False, is_counted=True)
    decide(late)
    with pytest.raises(IntegrityError), transaction.atomic():
        LateTurnDecision.objects.create(**decision, is_accepted=False, is_counted=False)
