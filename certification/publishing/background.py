"""How a job in the background works: steps in threads that never touch the database, its own thread alone writes.

So a page sees every second that the job lives, and what it knows so far, however long a step takes.
"""

import queue
import signal
from collections.abc import Callable, Iterator, Sequence
from threading import Event, Thread
from typing import Any, Final

TICK_SECONDS: Final = 1.0
LONGEST_ERROR: Final = 2_000


class AbandonedError(RuntimeError):
    """The run is not ours any more: what it is about has changed, or it was given up for dead."""


def told_to_stop() -> bool:
    """Say whether the worker around us was asked to end: it then finishes its job, and so notes it only for itself."""
    worker = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    return getattr(worker, "running", True) is False


def told_of(error: Exception) -> str:
    """Return what is kept of an error: its message, or what it is, and not all of a long one."""
    return (str(error) or type(error).__name__)[:LONGEST_ERROR]


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
