"""Closing an attempt."""

import uuid
from datetime import datetime

from certification.attempts.domain import AttemptKind, AttemptState, ClosedBy, why_not_become, why_not_close
from certification.attempts.models import Attempt
from certification.core.refusals import insist


def close_attempt(attempt_id: uuid.UUID, *, by: ClosedBy, now: datetime) -> Attempt:
    """Close an open attempt, inside the caller's transaction.

    It counts as handed in at its deadline where that came first, however late the sweeper or the last click came.

    Raises:
        RefusedError: it was closed before, or it is not the clock's turn: it was given more time meanwhile.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    insist(why_not_become(AttemptState(attempt.state), AttemptState.HANDED_IN))
    insist(why_not_close(attempt.deadline, by, now, grace_seconds=attempt.grace_seconds))
    attempt.state = AttemptState.HANDED_IN
    attempt.closed_by = by
    attempt.handed_in_at = min(now, attempt.deadline) if attempt.deadline else now
    attempt.save(update_fields=["state", "closed_by", "handed_in_at"])
    return attempt


def drop_open_practice(trainee_id: uuid.UUID) -> None:
    """Void the practice question that was opened and never answered: another one was asked for."""
    Attempt.objects.sat_by(trainee_id).open(AttemptKind.PRACTICE).update(state=AttemptState.VOID)
