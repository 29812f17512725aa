"""A running attempt's time and place: more time, and going forward."""

import uuid
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from certification.attempts.domain import AttemptState, longer
from certification.attempts.models import Attempt, Step
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError


@transaction.atomic
def refresh_deadline(attempt_id: uuid.UUID, *, allowed: timedelta, now: datetime) -> Attempt:
    """Compute the deadline of a running exam anew, after more time was granted; it never comes nearer.

    Args:
        attempt_id: the attempt.
        allowed: how long the person has now in all.
        now: recorded.

    Raises:
        RefusedError: it is handed in; what is handed in stays so.
    """
    attempt = Attempt.objects.select_for_update(of=("self",)).select_related("round").get(pk=attempt_id)
    if attempt.state != AttemptState.OPEN:
        raise RefusedError(Refusal("attempts.handed-in"))
    if attempt.round is None or attempt.deadline is None:
        raise RefusedError(Refusal("attempts.no-round"))
    credit = timedelta(seconds=attempt.credit_seconds)
    told = attempt.deadline
    attempt.deadline = longer(told, attempt.round.deadline_from(attempt.started_at, allowed, credit=credit))
    if attempt.deadline != told:
        attempt.save(update_fields=["deadline"])
        details = {"from": told.isoformat(), "to": attempt.deadline.isoformat()}
        subject = f"attempt:{attempt.pk}"
        journal.record("attempt.deadline-moved", subject=subject, actor_id=None, now=now, details=details)
    return attempt


def move_on(attempt: Attempt, position: int, *, now: datetime) -> None:
    """Leave a question of a round that only goes forward, for good; a second click changes nothing.

    The constraint decides which of two clicks left it.
    """
    if attempt.furthest != position or not attempt.is_open:
        return
    try:
        with transaction.atomic():
            Step.objects.create(attempt=attempt, position=position, left_at=now)
            Attempt.objects.filter(pk=attempt.pk, furthest=position).update(furthest=F("furthest") + 1)
    except IntegrityError:
        pass  # the other click left it
    attempt.furthest = position + 1
