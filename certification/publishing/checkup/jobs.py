"""The job that runs a check-up, and how it is kept alive and told of.

The solver works in a process of its own, which a thread of ours waits for. The job's own thread only writes: how far
it is, and every few seconds a sign of life, so that pages see when the worker has died.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from django.utils import timezone
from django_tasks import task

from cases import api
from certification.publishing.background import TICK_SECONDS, AbandonedError, Steps, told_of, told_to_stop
from certification.publishing.checkup.result import CheckupResult, untested_rules
from certification.publishing.questions import api_questions, asked_in_bank

logger = logging.getLogger(__name__)
Progress = Callable[[int, int, str], None]


class Verify(Protocol):
    """What runs the solver: `cases.api.verify_edition`."""

    def __call__(self, edition: api.Edition, *, progress: Progress) -> api.Report: ...


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
    api.fail_verification(run.id, told_of(error), now=now)
    return "failed"


def _followed(begun: api.Verification, verify: Verify, clock: Callable[[], datetime]) -> CheckupResult:
    edition, questions = api.load_edition(begun.edition), api_questions(asked_in_bank())
    said = [(0, 0, "")]

    def check() -> CheckupResult:
        report = verify(edition, progress=lambda *step: said.append(step))
        return CheckupResult(report, untested_rules(questions, edition), len(questions))

    found: CheckupResult | None = None
    for _name, result in Steps([("", check)]).results(TICK_SECONDS):
        done, total, step = said[-1]
        if not api.note_progress(begun.id, done=done, total=total, step=step, now=clock()):
            raise AbandonedError
        found = result
    assert found is not None
    return found
