"""The life of a run in the background: taken once, giving signs of life, closed once, and given up when silent.

A run is named by its row and the moment it was taken: one that was started anew is not the old one's any more.
"""

from datetime import datetime
from typing import Any

from certification.publishing.background import AbandonedError
from certification.publishing.drafts.domain import LEASE, RunState
from certification.publishing.drafts.models import RunQuerySet


class Run:
    """A run that this process has taken."""

    def __init__(self, rows: RunQuerySet, taken_at: datetime) -> None:
        self._rows = rows.filter(state=RunState.RUNNING, started_at=taken_at)

    def note(self, now: datetime, **parts: Any) -> None:
        """Write down what is known so far, which is its sign of life.

        Raises:
            AbandonedError: it is not ours any more.
        """
        if not self._rows.update(beat_at=now, **parts):
            raise AbandonedError

    def close(self, state: RunState, now: datetime, **parts: Any) -> bool:
        """End it; return whether it still was ours."""
        return bool(self._rows.update(state=state, finished_at=now, **parts))


def take(rows: RunQuerySet, now: datetime) -> Run | None:
    """Take a waiting run; None if it does not wait any more."""
    taken = rows.filter(state=RunState.WAITING).update(state=RunState.RUNNING, started_at=now, beat_at=now)
    return Run(rows, now) if taken else None


def give_up_silent(rows: RunQuerySet, now: datetime) -> int:
    """Close the runs whose process is gone; return how many there were."""
    silent = rows.filter(state=RunState.RUNNING, beat_at__lt=now - LEASE)
    return silent.update(state=RunState.INTERRUPTED, finished_at=now)
