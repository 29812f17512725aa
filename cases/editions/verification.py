"""Runs of the solver over an edition, as kept in the database: asked for once, running, ended for good.

Nothing here runs the solver. A run that shows no sign of life for a while is one whose process died: it is closed as
interrupted by whoever asks next.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from cases.models import OPEN_STATES, ReportState, VerificationReport, VerificationReportQuerySet

#: How long a run may be silent before it counts as dead. Whoever runs it gives a sign every few seconds.
LEASE = timedelta(seconds=30)
#: How long a request may wait before it is queued anew: the process that took it from the queue may have died at once.
PATIENCE = timedelta(minutes=2)
_LONGEST_STEP = 200


@dataclass(frozen=True, slots=True)
class Verification:
    """One run, as it stands. ``report`` is JSON text, empty unless ``state`` is done."""

    id: uuid.UUID
    edition: str
    label: str
    state: ReportState
    asked_at: datetime
    asked_by: uuid.UUID | None
    started_at: datetime | None
    finished_at: datetime | None
    done: int
    total: int
    step: str
    report: str
    error: str

    @property
    def is_open(self) -> bool:
        """Tell whether it waits or runs."""
        return self.state in OPEN_STATES


def request_verification(edition: str, *, by: uuid.UUID | None, now: datetime) -> tuple[Verification, bool]:
    """Ask for a run over an edition; return it and whether somebody has to put it in the queue.

    A run that is already open is returned instead of a second one, whoever asked for it.
    """
    close_abandoned(now=now)
    row = _open_row(edition)
    if row is None:
        try:
            with transaction.atomic():
                row = VerificationReport(edition_id=edition, state=ReportState.WAITING.value, asked_at=now, asked_by=by)
                row.save()
                return _value(row), True
        except IntegrityError:  # two asked at once: the other's run serves both
            row = _open_row(edition)
            if row is None:
                raise
    return _value(row), row.state == ReportState.WAITING and row.asked_at < now - PATIENCE


def begin_verification(run: uuid.UUID, *, now: datetime) -> Verification | None:
    """Take a waiting run as ours; None if it does not wait any more."""
    changes = {"state": ReportState.RUNNING.value, "started_at": now, "beat_at": now}
    taken = VerificationReport.objects.filter(id=run, state=ReportState.WAITING.value).change_open(**changes)
    return _value(_rows().get(id=run)) if taken else None


def note_progress(run: uuid.UUID, *, done: int, total: int, step: str, now: datetime) -> bool:
    """Write down how far our run is, which is its sign of life; return whether it still is ours."""
    running = VerificationReport.objects.filter(id=run, state=ReportState.RUNNING.value)
    return bool(running.change_open(done=done, total=total, step=step[:_LONGEST_STEP], beat_at=now))


def finish_verification(run: uuid.UUID, report: str, *, now: datetime) -> bool:
    """Close our run with its report; return whether it still was ours."""
    return _close(run, ReportState.DONE, now, report=report)


def fail_verification(run: uuid.UUID, error: str, *, now: datetime) -> bool:
    """Close our run with what went wrong; return whether it still was ours."""
    return _close(run, ReportState.FAILED, now, error=error)


def interrupt_verification(run: uuid.UUID, *, now: datetime) -> bool:
    """Close our run because we are told to stop; return whether it still was ours."""
    return _close(run, ReportState.INTERRUPTED, now)


def close_abandoned(*, now: datetime) -> int:
    """Close the runs whose process is gone; return how many there were."""
    silent = VerificationReport.objects.silent_since(now - LEASE)
    return silent.change_open(state=ReportState.INTERRUPTED.value, finished_at=now)


def latest_verification(edition: str, *, now: datetime) -> Verification | None:
    """The newest run over an edition, closed first if its process is gone."""
    row = _rows().filter(edition=edition).latest_first().first()
    if row is not None and row.state == ReportState.RUNNING and row.beat_at and row.beat_at < now - LEASE:
        close_abandoned(now=now)
        row = _rows().get(id=row.id)
    return _value(row) if row else None


def latest_report(edition: str | None = None) -> Verification | None:
    """The newest run that came to a report, over one edition or over any."""
    rows = _rows().filter(state=ReportState.DONE.value)
    row = (rows.filter(edition=edition) if edition else rows).latest_first().first()
    return _value(row) if row else None


def _close(run: uuid.UUID, state: ReportState, now: datetime, **more: str) -> bool:
    running = VerificationReport.objects.filter(id=run, state=ReportState.RUNNING.value)
    return bool(running.change_open(state=state.value, finished_at=now, **more))


def _rows() -> VerificationReportQuerySet:
    return VerificationReport.objects.select_related("edition").defer("edition__frame")


def _open_row(edition: str) -> VerificationReport | None:
    return _rows().filter(edition=edition).open().first()


def _value(row: VerificationReport) -> Verification:
    return Verification(
        id=row.id,
        edition=row.edition_id,
        label=row.edition.label,
        state=ReportState(row.state),
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        started_at=row.started_at,
        finished_at=row.finished_at,
        done=row.done,
        total=row.total,
        step=row.step,
        report=row.report,
        error=row.error,
    )
