"""Verbs of grading: hand in, sweep what ran out of time, verify the ledger."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from certification.attempts.domain import ClosedBy, Sheet
from certification.attempts.models import Attempt
from certification.attempts.services import close_attempt
from certification.core import journal
from certification.core.refusals import RefusedError
from certification.grading.domain import (
    GENESIS,
    Reason,
    chosen_options,
    first_break,
)
from certification.grading.models import Mark
from certification.papers.models import PaperQuestion
from certification.papers.modes import Mode, mark_answer

#: The end of the one ledger: on PostgreSQL hand-ins of different people queue here, SQLite has one writer anyway.
LEDGER_LOCK = 7_263_001


@transaction.atomic
def hand_in(attempt_id: uuid.UUID, *, by: ClosedBy, now: datetime) -> Attempt:
    """Close an open attempt and mark it, in one transaction.

    Args:
        attempt_id: the attempt.
        by: the trainee, or the clock.
        now: when; what the clock closes counts as handed in at its deadline.

    Raises:
        RefusedError: it was handed in or voided before.
    """
    attempt = close_attempt(attempt_id, by=by, now=now)
    questions = list(
        PaperQuestion.objects.filter(paper=attempt.paper_id).select_related("derivation").order_by("position")
    )
    marks = _marks(attempt, questions, attempt.sheet(len(questions)), now=now)
    Mark.objects.bulk_create(marks)
    if attempt.is_mock:
        journal.record(
            "attempt.handed-in",
            subject=f"attempt:{attempt.pk}",
            actor_id=attempt.trainee_id if by is ClosedBy.TRAINEE else None,
            now=now,
            details={"by": str(by), "points": sum(mark.points for mark in marks)},
        )
    return attempt


def _marks(attempt: Attempt, questions: Sequence[PaperQuestion], sheet: Sheet, *, now: datetime) -> list[Mark]:
    """Return the ledger's next lines, chained to its last."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])
    last = Mark.objects.order_by("-number").first()
    number, previous = (last.number, last.hash) if last else (0, GENESIS)
    marks = []
    for question in questions:
        chosen = chosen_options(sheet.cell(question.position).answer, question.option_order)
        mode = Mode(question.mode)
        number += 1
        mark = Mark(
            number=number,
            attempt=attempt,
            position=question.position,
            person=attempt.trainee_id,
            version_id=question.version_id,
            derivation=question.derivation,
            edition=attempt.edition,
            mode=mode,
            points=mark_answer(
                chosen, question.derivation.key, options=len(question.option_order), mode=mode, points=question.points
            ),
            out_of=question.points,
            reason=Reason.HAND_IN,
            at=now,
            previous=previous,
        )
        mark.hash = previous = mark.entry.hash
        marks.append(mark)
    return marks


def sweep(*, now: datetime) -> list[uuid.UUID]:
    """Hand in every attempt whose time has run out; return their ids. What someone else closes meanwhile is skipped."""
    swept = []
    for attempt_id in Attempt.objects.overdue(now).values_list("pk", flat=True):
        try:
            hand_in(attempt_id, by=ClosedBy.CLOCK, now=now)
        except RefusedError:
            continue
        swept.append(attempt_id)
    return swept


def broken_mark() -> int | None:
    """Return the number of the first line of the ledger that does not follow from the one before; None if sound."""
    return first_break((mark.entry, mark.hash) for mark in Mark.objects.order_by("number").iterator())
