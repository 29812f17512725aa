"""Verbs of grading: hand in, sweep what ran out of time."""

import logging
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db import DatabaseError, transaction

from certification.attempts.domain import ClosedBy, Sheet
from certification.attempts.models import Attempt
from certification.attempts.services import close_attempt
from certification.bank.domain import QuestionType
from certification.core import journal
from certification.core.refusals import RefusedError
from certification.drills.domain.judge import Verdict
from certification.grading.domain import chosen_options
from certification.grading.ledger import NewMark, append_marks
from certification.grading.talks import points_of, talks_of
from certification.papers.models import PaperQuestion
from certification.papers.modes import Mode, mark_answer

logger = logging.getLogger(__name__)


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
    talks = talks_of(attempt, now=now)
    questions = list(
        PaperQuestion.objects.filter(paper=attempt.paper_id).select_related("derivation").order_by("position")
    )
    marks = append_marks(_marks(attempt, questions, attempt.sheet(len(questions)), talks), now=now)
    if not attempt.is_practice:
        journal.record(
            "attempt.handed-in",
            subject=f"attempt:{attempt.pk}",
            actor_id=attempt.trainee_id if by is ClosedBy.TRAINEE else actor,
            now=now,
            details={"by": str(by), "points": sum(mark.points for mark in marks)},
        )
    return attempt


def _marks(
    attempt: Attempt, questions: Iterable[PaperQuestion], sheet: Sheet, talks: Mapping[int, Verdict]
) -> Iterator[NewMark]:
    for question in questions:
        if question.type == QuestionType.DRILL:
            points = points_of(talks.get(question.position), question.points)
        else:
            points = _answer_points(question, sheet.cell(question.position).answer)
        named = {
            "attempt": attempt,
            "position": question.position,
            "person": attempt.trainee_id,
            "version_id": question.version_id,
            "derivation": question.derivation,
            "edition": attempt.edition,
        }
        yield NewMark(points, question.points, question.mode, named)


def _answer_points(question: PaperQuestion, answer: str) -> int:
    return mark_answer(
        chosen_options(answer, question.option_order),
        question.derivation.key,
        options=len(question.option_order),
        mode=Mode(question.mode),
        points=question.points,
    )


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
        if attempt.is_overdue(now) and _is_swept(attempt.pk, now):
            swept.append(attempt.pk)
    return swept


def _is_swept(attempt_id: uuid.UUID, now: datetime) -> bool:
    """Hand in one attempt; one that cannot be marked must not keep the others, and the site, waiting."""
    try:
        hand_in(attempt_id, by=ClosedBy.CLOCK, now=now)
    except RefusedError:
        return False
    except DatabaseError:
        raise
    except Exception:
        logger.exception("attempt %s could not be handed in", attempt_id)
        return False
    return True
