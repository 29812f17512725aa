"""A drill in a paper: under the attempt's clock, ended by hand-in, marked by its verdict, read again by a trainer."""

from datetime import timedelta

import pytest

from cases.api import load_edition
from certification.attempts.domain import ClosedBy
from certification.attempts.models import Response
from certification.bank.models import Derivation
from certification.core.refusals import RefusedError
from certification.drills.models import DrillReview, DrillRun, LateTurn
from certification.drills.services import (
    Said,
    answer_review,
    exam_run,
    exam_target,
    say_in_exam,
    self_judge,
    take_hint,
)
from certification.grading.ledger import broken_mark
from certification.grading.models import Mark, Regrade
from certification.grading.reading import marked_questions
from certification.grading.services import hand_in
from certification.papers.domain import Blueprint, Slot
from certification.papers.services import draw_paper, write_paper
from tests.factories import NOON
from tests.factories.exams import make_exam_round, sit_exam

pytestmark = pytest.mark.usefixtures("spelt")
PAPER = Blueprint("drill-1", {"drill": Slot(1, 1000)}, {}, 100, {}, minutes=45, pass_points=600)
POINTS = 1000


def at(seconds):
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def attempt(offered, trainee):
    edition = load_edition(Derivation.objects.get().edition)
    held = make_exam_round(edition, [trainee])
    paper = write_paper(draw_paper(PAPER, edition=edition.id, seed=1, now=NOON))
    return sit_exam(held, trainee, paper=paper)


def tell(attempt, text, sequence=1, *, seconds=30, answered_at=None):
    target = exam_target(attempt.trainee_id, attempt.pk, 1)
    return say_in_exam(target, Said("tab", sequence, text), now=at(seconds), answered_at=answered_at)


def refused(code, act, *args, **named):
    with pytest.raises(RefusedError) as error:
        act(*args, **named)
    assert error.value.refusal.code == code


def begin(attempt, seconds=0):
    return exam_run(exam_target(attempt.trainee_id, attempt.pk, 1), now=at(seconds))


def test_the_talk_of_a_position_is_one_and_earns_its_share(attempt, trainer):
    assert exam_target(trainer.pk, attempt.pk, 1) is None
    run = begin(attempt)
    assert begin(attempt, 9) == run
    first = tell(attempt, "@apology @ask_evidence=photo")
    assert tell(attempt, "anything", seconds=40) == first
    tell(attempt, "@offer_return @next_step_time", 2, seconds=60)
    assert attempt.sheet(1).cell(1).answer

    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=at(90))

    run.refresh_from_db()
    mark = Mark.objects.get()
    assert (run.ended_at, run.ended_by) == (at(90), "hand-in")
    assert (mark.points, mark.out_of, mark.mode) == (750, POINTS, "proportional")
    assert marked_questions(type(attempt).objects.get())[0].points == 750
    refused("drills.exam", take_hint, run, 1, now=at(95))
    refused("drills.exam", self_judge, run, 1, "apology", said=True, now=at(95))


def test_nothing_said_earns_nothing(attempt):
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=at(90))

    assert Mark.objects.get().points == 0


def test_what_comes_after_deadline_and_grace_is_kept_and_counts_not(attempt):
    begin(attempt)
    tell(attempt, "@apology")
    over = (attempt.deadline - NOON).total_seconds()

    assert tell(attempt, "@offer_return", 2, seconds=over + 60) is None
    assert tell(attempt, "@offer_return", 2, seconds=over + 70) is None
    assert tell(attempt, "@ask_evidence=photo", 3, seconds=over + 60, answered_at=attempt.deadline) is not None

    assert LateTurn.objects.count() == 1
    assert [one.text for one in DrillRun.objects.get().turns.order_by("number")] == ["@apology", "@ask_evidence=photo"]
    assert Response.objects.count() == 2


def test_a_closed_attempt_takes_nothing_more(attempt):
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=at(10))

    refused("attempts.closed", begin, attempt, 20)
    assert tell(attempt, "@apology", seconds=20) is None


def test_where_an_abstention_could_flip_it_a_trainer_reads_and_a_new_mark_follows(attempt, trainer):
    begin(attempt)
    tell(attempt, "@apology @ask_evidence=photo")
    tell(attempt, "@freight_seller @next_step_time ?offer_return", 2, seconds=60)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=at(90))
    review = DrillReview.objects.get()
    assert (review.reason, review.asked) == ("abstention", [[2, "offer_return"]])

    answer_review(review.pk, {2: {"offer_return": True}}, "说了退", actor=trainer.pk, now=at(999))

    first, second = Mark.objects.order_by("number")
    assert (first.points, second.points) == (650, POINTS)
    regrade = Regrade.objects.get()
    assert (regrade.cause, second.regrade, second.actor) == ("drill-review", regrade, trainer.pk)
    assert broken_mark() is None
    assert marked_questions(type(attempt).objects.get())[0].points == POINTS


def test_a_reading_that_changes_nothing_writes_no_mark(attempt, trainer):
    begin(attempt)
    tell(attempt, "@apology @ask_evidence=photo ?review_bribe")
    tell(attempt, "@offer_return @freight_seller @next_step_time", 2, seconds=60)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=at(90))

    answer_review(DrillReview.objects.get().pk, {1: {"review_bribe": False}}, "", actor=trainer.pk, now=at(999))

    assert Mark.objects.count() == 1
