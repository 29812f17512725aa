"""The job that checks a draft: examples, solver and bank, each part written down as it comes.

The solver works in a process of its own, the bank is measured in a thread; the job's own thread only writes, and gives
a sign of life every second. What the draft does not hold any more is not checked to its end.
"""

import json
import logging
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django_tasks import task

from cases import api
from certification.publishing.background import TICK_SECONDS, AbandonedError, Step, Steps, told_of, told_to_stop
from certification.publishing.checkup.result import CheckupResult
from certification.publishing.drafts.content import edited_of, fingerprint_of
from certification.publishing.drafts.domain import RunState
from certification.publishing.drafts.impact import KeptImpact
from certification.publishing.drafts.models import DraftCheck
from certification.publishing.drafts.runs import Run, take
from certification.publishing.impact.report import measure
from certification.publishing.questions import Asked, asked_in_bank

_DIGITS: Final = 2

logger = logging.getLogger(__name__)


@task()
def check_draft(check: str) -> str:
    """Run the check that was asked for; return how it ended."""
    return run_check(uuid.UUID(check), clock=timezone.now)


@task()
def warm_up(base: str) -> str:
    """Let this worker's solver know an edition, so that the first check of a draft of it need not wait for that."""
    api.prepare_recheck(api.load_edition(base))
    return base


def run_check(check_id: uuid.UUID, *, clock: Callable[[], datetime]) -> str:
    """Take a waiting check, write down what comes of it, and close it.

    Returns:
        `taken` if it did not wait any more, `superseded` if the draft has changed meanwhile, else its state.
    """
    rows = DraftCheck.objects.filter(pk=check_id)
    run = take(rows, clock())
    if run is None:
        return "taken"
    try:
        _follow(run, rows.select_related("draft").get(), clock)
    except Exception as error:
        return _broken_off(run, error, clock())
    except BaseException:  # told to stop
        run.close(RunState.INTERRUPTED, clock())
        raise
    return "done" if run.close(RunState.DONE, clock(), step="") else "superseded"


def _broken_off(run: Run, error: Exception, now: datetime) -> str:
    """Close a check that did not come to its end; return how."""
    if isinstance(error, AbandonedError):
        return "superseded"
    if isinstance(error, api.ProverError) and told_to_stop():  # the solver hears the signal first
        run.close(RunState.INTERRUPTED, now)
        return "interrupted"
    logger.error("the check of a draft failed", exc_info=error)
    run.close(RunState.FAILED, now, error=told_of(error))
    return "failed"


def _follow(run: Run, check: DraftCheck, clock: Callable[[], datetime]) -> None:
    if fingerprint_of(check.draft) != check.fingerprint:
        raise AbandonedError  # it was changed while this waited; that content has a check of its own
    base, edited = api.load_edition(check.draft.base), edited_of(check.draft)
    if edited.edition is None:
        told = [[one.code, one.version, one.message] for one in edited.problems]
        run.note(clock(), problems=_json(told), live="", whole="", before="", impact="", spent={})
        return
    work = _Work(base, edited.edition, asked_in_bank(), _report_on_record(base.id))
    run.note(clock(), step="examples", problems="", live="", whole="", before="", impact="", spent={})
    for name, result in Steps(work.of_bank(), work.of_solver()).results(TICK_SECONDS):
        run.note(clock(), **({name: result, "spent": dict(work.spent)} if name else {}))


def _report_on_record(edition: str) -> str:
    """Return the report of an edition's check-up as JSON text, "" if it had none."""
    found = api.latest_report(edition)
    return _json(CheckupResult.from_json(found.report).report.to_json()) if found else ""


class _Work:
    """The steps of a check: pure, none touches the database. Each returns the text that is kept."""

    def __init__(self, base: api.Edition, edited: api.Edition, asked: Sequence[Asked], before: str) -> None:
        self.base, self.edited, self.asked, self._before = base, edited, asked, before
        self.spent: dict[str, float] = {}

    def of_bank(self) -> list[Step]:
        return [self._timed("problems", self.problems), self._timed("impact", self.impact)]

    def of_solver(self) -> list[Step]:
        return [self._timed(name, getattr(self, name)) for name in ("live", "whole", "before")]

    def problems(self) -> str:
        """Examples that do not come out as they say."""
        return _json([[one.code, one.version, one.message] for one in api.broken_examples(self.edited)])

    def impact(self) -> str:
        report = measure(self.asked, old=self.base, new=self.edited)
        return KeptImpact.of_report(report, self.asked).to_json()

    def live(self) -> str:
        return _json(api.recheck_edition(self.base, self.edited).to_json())

    def whole(self) -> str:
        return _json(api.recheck_edition(self.base, self.edited, whole=True).to_json())

    def before(self) -> str:
        """What the check-up found in the base, which the solver knows already."""
        return self._before or _json(api.verify_edition(self.base).to_json())

    def _timed(self, name: str, do: Callable[[], str]) -> Step:
        def timed() -> str:
            started = time.perf_counter()
            try:
                return do()
            finally:
                self.spent[name] = round(time.perf_counter() - started, _DIGITS)

        return name, timed


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
