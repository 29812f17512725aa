"""The job that runs a check-up, and how it is kept alive and told of.

The solver works in a process of its own, which a thread of ours waits for. The job's own thread only writes: how far
it is, and every few seconds a sign of life, so that pages see when the worker has died.
"""

import logging
import signal
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread
from typing import Final, Protocol

from django.utils import timezone
from django_tasks import task

from cases import api
from certification.publishing.checkup.result import CheckupResult, untested_rules
from certification.publishing.questions import api_questions, asked_in_bank

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
        `taken` if the run did not wait any more, `abandoned` if it was given up for dead, else the state it ended in.
    """
    begun = api.begin_verification(run, now=clock())
    if begun is None:
        return "taken"
    try:
        result = _followed(begun, verify, clock)
    except Exception as error:
        return _broken_off(begun, error, clock())
    except BaseException:  # told to stop
        api.interrupt_verification(run, now=clock())
        raise
    api.finish_verification(run, result.to_json(), now=clock())
    return "done"


def _broken_off(run: api.Verification, error: Exception, now: datetime) -> str:
    """Close a run that did not come to a report; return how."""
    if isinstance(error, AbandonedError):
        return "abandoned"
    if isinstance(error, api.ProverError) and told_to_stop():  # the solver hears the signal first
        api.interrupt_verification(run.id, now=now)
        return "interrupted"
    logger.error("check-up %s of %s failed", run.id, run.edition, exc_info=error)
    api.fail_verification(run.id, (str(error) or type(error).__name__)[:_LONGEST_ERROR], now=now)
    return "failed"


def told_to_stop() -> bool:
    """Say whether the worker around us was asked to end: it then finishes its job, and so notes it only for itself."""
    worker = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    return getattr(worker, "running", True) is False


@dataclass(slots=True)
class Work:
    """The solver at work in a thread that never touches the database; what it says is read from here."""

    edition: api.Edition
    questions: Mapping[str, api.Question]
    verify: Verify
    step: tuple[int, int, str] = (0, 0, "")
    found: CheckupResult | None = None
    error: Exception | None = None
    thread: Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = Thread(target=self._run, daemon=True)
        self.thread.start()

    def is_over_within(self, seconds: float) -> bool:
        self.thread.join(seconds)
        return not self.thread.is_alive()

    def result(self) -> CheckupResult:
        """Return what came of it, or raise what went wrong."""
        if self.error is not None:
            raise self.error
        assert self.found is not None
        return self.found

    def _run(self) -> None:
        try:
            report = self.verify(self.edition, progress=self._note)
            untested = untested_rules(self.questions, self.edition)
            self.found = CheckupResult(report, untested, len(self.questions))
        except Exception as error:  # raised again where the job waits
            self.error = error

    def _note(self, done: int, total: int, step: str) -> None:
        self.step = (done, total, step)


def _followed(begun: api.Verification, verify: Verify, clock: Callable[[], datetime]) -> CheckupResult:
    work = Work(api.load_edition(begun.edition), api_questions(asked_in_bank()), verify)
    is_over = False
    while not is_over:
        is_over = work.is_over_within(TICK_SECONDS)
        done, total, step = work.step
        if not api.note_progress(begun.id, done=done, total=total, step=step, now=clock()):
            raise AbandonedError
    return work.result()
