"""The life of a run in the background: taken once, giving signs of life, closed once, and given up when silent.

A run is named by its row and the moment it was taken: one that was started anew is not the old one's any more.
"""

import queue
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from threading import Event, Thread
from typing import Any, Final

from certification.publishing.drafts.domain import LEASE, RunState
from certification.publishing.drafts.models import RunQuerySet

TICK_SECONDS: Final = 1.0
LONGEST_ERROR: Final = 2_000


class AbandonedError(RuntimeError):
    """The run is not ours any more: what it is about has changed, or it was given up for dead."""


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


#: A step's name and what does it; what it returns is the step's result.
Step = tuple[str, Callable[[], Any]]


class Steps:
    """Lines of steps at work in threads that never touch the database; results are taken over here as they come."""

    def __init__(self, *lines: Sequence[Step]) -> None:
        self._said: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._stop = Event()
        self._left = sum(len(line) for line in lines)
        for line in lines:
            Thread(target=self._work, args=(line,), daemon=True).start()

    def results(self, tick: float) -> Iterator[tuple[str, Any]]:
        """Yield each step's name and result as it comes, and `("", None)` at least every `tick` seconds.

        Raises:
            Exception: what a step raised.
        """
        try:
            while self._left:
                try:
                    name, result = self._said.get(timeout=tick)
                except queue.Empty:
                    yield "", None
                    continue
                if isinstance(result, Exception):
                    raise result
                self._left -= 1
                yield name, result
        finally:
            self._stop.set()

    def _work(self, line: Sequence[Step]) -> None:
        for name, do in line:
            if self._stop.is_set():
                return
            try:
                result = do()
            except Exception as error:  # raised again where the results are taken over
                self._said.put((name, error))
                return
            self._said.put((name, result))
