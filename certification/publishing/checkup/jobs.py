"""The job that runs a check-up, and how it is kept alive and told of.

The solver works in a process of its own, which a thread of ours waits for. The job's own thread only writes: how far
it is, and every few seconds a sign of life, so that pages see when the worker has died.
"""

import json
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread
from typing import Final, Protocol

from django.utils import timezone
from django_tasks import task

from cases import api

TICK_SECONDS: Final = 1.0
_LONGEST_ERROR: Final = 2_000

logger = logging.getLogger(__name__)
Progress = Callable[[int, int, str], None]


class Verify(Protocol):
    """What runs the solver: `cases.api.verify_edition`."""

    def __call__(self, edition: api.Edition, *, progress: Progress) -> api.Report: ...


class AbandonedError(RuntimeError):
    """Our run was given up for dead: it was silent for too long, and somebody may have started another."""


@task()
def check_up(run: str) -> str:
    """Run the check-up that was asked for; return how it ended."""
    return run_checkup(uuid.UUID(run), verify=api.verify_edition, clock=timezone.now)


def run_checkup(run: uuid.UUID, *, verify: Verify, clock: Callable[[], datetime]) -> str:
    """Take a waiting run, follow the solver to its end, and close the run with what came of it.

    Returns:
        `taken` if the run did not wait any more, else the state it ended in.
    """
    begun = api.begin_verification(run, now=clock())
    if begun is None:
        return "taken"
    try:
        report = _followed(begun, verify, clock)
    except AbandonedError:
        return "abandoned"
    except Exception as error:
        logger.exception("check-up %s of %s failed", run, begun.edition)
        api.fail_verification(run, f"{type(error).__name__}: {error}"[:_LONGEST_ERROR], now=clock())
        return "failed"
    except BaseException:  # told to stop
        api.interrupt_verification(run, now=clock())
        raise
    api.finish_verification(run, json.dumps(report.to_json(), ensure_ascii=False), now=clock())
    return "done"


@dataclass(slots=True)
class Work:
    """The solver at work in a thread that never touches the database; what it says is read from here."""

    edition: api.Edition
    verify: Verify
    step: tuple[int, int, str] = (0, 0, "")
    report: api.Report | None = None
    error: Exception | None = None
    thread: Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = Thread(target=self._run, daemon=True)
        self.thread.start()

    def is_over_within(self, seconds: float) -> bool:
        self.thread.join(seconds)
        return not self.thread.is_alive()

    def result(self) -> api.Report:
        """Return the report, or raise what went wrong."""
        if self.error is not None:
            raise self.error
        assert self.report is not None
        return self.report

    def _run(self) -> None:
        try:
            self.report = self.verify(self.edition, progress=self._note)
        except Exception as error:  # raised again where the job waits
            self.error = error

    def _note(self, done: int, total: int, step: str) -> None:
        self.step = (done, total, step)


def _followed(begun: api.Verification, verify: Verify, clock: Callable[[], datetime]) -> api.Report:
    work = Work(api.load_edition(begun.edition), verify)
    is_over = False
    while not is_over:
        is_over = work.is_over_within(TICK_SECONDS)
        done, total, step = work.step
        if not api.note_progress(begun.id, done=done, total=total, step=step, now=clock()):
            raise AbandonedError
    return work.result()
