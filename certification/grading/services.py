"""Verbs of grading: hand in, sweep what ran out of time."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from certification.attempts.domain import ClosedBy, Sheet
from certification.attempts.models import Attempt
from certification.attempts.services import close_attempt
from certification.core import journal
from certification.core.refusals import RefusedError
from certification.grading.domain import chosen_options
from certification.grading.ledger import NewMark, append_marks
from certification.papers.models import PaperQuestion
from certification.papers.modes import Mode, mark_answer


@transaction.atomic
def hand_in(attempt_id: uuid.UUID, *, by: ClosedBy, now: datetime, actor: uuid.UUID | None = None) -> Attempt:
    """Close an open attempt and mark it, in one transaction.

    Args:
        attempt_id: the attempt.
        by: the trainee, the clock, or an invigilator.
        now: when; after the deadline it counts as handed in at the deadline.
        actor: the invigilator.

    Raises:
        RefusedError: it was handed in or voided before, or the clock has to wait.
    """
    attempt = close_attempt(attempt_id, by=by, now=now)
    questions = list(
        PaperQuestion.objects.filter(paper=attempt.paper_id).select_related("derivation").order_by("position")
    )
    marks = append_marks(_marks(attempt, questions, attempt.sheet(len(questions))), now=now)
    if not attempt.is_practice:
        journal.record(
            "attempt.handed-in",
            subject=f"attempt:{attempt.pk}",
            actor_id=attempt.trainee_id if by is ClosedBy.TRAINEE else actor,
            now=now,
            details={"by": str(by), "points": sum(mark.points for mark in marks)},
        )
    return attempt


def _marks(attempt: Attempt, questions: Iterable[PaperQuestion], sheet: Sheet) -> Iterator[NewMark]:
    for question in questions:
        chosen = chosen_options(sheet.cell(question.position).answer, question.option_order)
        points = mark_answer(
            chosen,
            question.derivation.key,
            options=len(question.option_order),
            mode=Mode(question.mode),
            points=question.points,
        )
        named = {
            "attempt": attempt,
            "position": question.position,
            "person": attempt.trainee_id,
            "version_id": question.version_id,
            "derivation": question.derivation,
            "edition": attempt.edition,
        }
        yield NewMark(points, question.points, question.mode, named)


def sweep(*, now: datetime, most: int | None = None) -> list[uuid.UUID]:
    """Hand in every attempt whose deadline and grace have passed; return their ids.

    What someone else closes meanwhile, or gives more time, is skipped.

    Args:
        now: when.
        most: stop after so many, so that a caller who has other things to do gets to them.
    """
    swept: list[uuid.UUID] = []
    for attempt in Attempt.objects.timed_out(now).only("state", "deadline", "grace_seconds"):
        if len(swept) == most:
            break
        if attempt.is_overdue(now):
            with suppress(RefusedError):
                swept.append(hand_in(attempt.pk, by=ClosedBy.CLOCK, now=now).pk)
    return swept
