"""A round whose papers are dealt, so that it can be sat from the first page to the last."""

from datetime import timedelta

from certification.attempts.models import Attempt
from certification.attempts.services import start_exam
from certification.rounds.models import Round, SeatPaper
from tests.factories import NOON
from tests.factories.exams import exam_paper, make_exam_round


def make_dealt_round(edition, people, *, now=NOON, opens_in=timedelta(), window=timedelta(hours=2), **fields) -> Round:
    """One paper for all; the window opens `opens_in` after `now`."""
    opens_at = now + opens_in
    held = make_exam_round(edition, people, opens_at=opens_at, closes_at=opens_at + window, **fields)
    paper = exam_paper(edition)
    numbers = range(1, held.attempts_allowed + 1)
    SeatPaper.objects.bulk_create(
        SeatPaper(seat=seat, number=number, paper=paper) for seat in held.seats.all() for number in numbers
    )
    return held


def start(held: Round, trainee, *, now=None) -> Attempt:
    """Sit down at the seat and start, at the opening where no other time is given."""
    return start_exam(held.seats.get(trainee=trainee).pk, trainee_id=trainee.pk, now=now or held.opens_at)
