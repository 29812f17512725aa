"""Signs of life and of absence: recorded, shown, never judged."""

import uuid
from datetime import datetime
from typing import Final

from certification.attempts.models import Attempt, FocusEvent, Presence

#: What a browser may claim at most for one absence; a clock gone wrong claims more.
MOST_SECONDS: Final = 24 * 60 * 60


def note_presence(attempt_id: uuid.UUID, *, position: int, now: datetime) -> None:
    """Overwrite the last sign of life of an attempt: one statement."""
    Presence.objects.bulk_create(
        [Presence(attempt_id=attempt_id, seen_at=now, position=position)],
        update_conflicts=True,
        unique_fields=["attempt"],
        update_fields=["seen_at", "position"],
    )


def record_focus(attempt: Attempt, *, client: str, sequence: int, position: int, seconds: int, now: datetime) -> None:
    """Record that the page was left and come back to; the same client and sequence a second time change nothing."""
    event = FocusEvent(
        attempt=attempt,
        client=client,
        sequence=sequence,
        position=position,
        seconds=min(max(seconds, 0), MOST_SECONDS),
        received_at=now,
    )
    FocusEvent.objects.bulk_create([event], ignore_conflicts=True)
