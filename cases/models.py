"""Stored editions of the corpus and what the solver said of them: never changed once they stand."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q


class AppendOnlyError(RuntimeError):
    """Somebody tried to change or delete what is written once."""


class EditionQuerySet(models.QuerySet["Edition"]):
    def latest_first(self) -> EditionQuerySet:
        """Newest first; equal instants by id, so that the order is total."""
        return self.order_by("-loaded_at", "id")

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("editions are immutable: load a new one instead")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("editions are immutable: attempts and keys pin them")


class Edition(models.Model):
    """The content of one edition: vocabulary, acts and rulebooks as raw texts, identified by their hash.

    ``content`` is JSON text, not a JSON column: the order of keys is the order of display.
    """

    id = models.CharField(primary_key=True, max_length=71, editable=False)
    label = models.CharField(max_length=32)
    content = models.TextField(editable=False)
    loaded_at = models.DateTimeField(editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="edition_id_is_a_hash", condition=Q(id__startswith="sha256:")),
        ]
        indexes = [
            # Serves EditionQuerySet.latest_first: which edition is current.
            models.Index(name="edition_loaded_at", fields=["-loaded_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.id[7:15]})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert once.

        Raises:
            AppendOnlyError: the row is already there.
        """
        if not self._state.adding:
            raise AppendOnlyError("editions are immutable: load a new one instead")
        super().save(*args, force_insert=True)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("editions are immutable: attempts and keys pin them")


class ReportState(StrEnum):
    """How far a verification is. It is open while it waits or runs, and final after that."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


OPEN_STATES = (ReportState.WAITING.value, ReportState.RUNNING.value)


class VerificationReportQuerySet(models.QuerySet["VerificationReport"]):
    def open(self) -> VerificationReportQuerySet:
        """Those that wait or run."""
        return self.filter(state__in=OPEN_STATES)

    def silent_since(self, instant: datetime) -> VerificationReportQuerySet:
        """Those that run but gave no sign of life since ``instant``: their process is gone."""
        return self.filter(state=ReportState.RUNNING, beat_at__lt=instant)

    def latest_first(self) -> VerificationReportQuerySet:
        """Newest request first; equal instants by id, so that the order is total."""
        return self.order_by("-asked_at", "id")

    def change_open(self, **changes: Any) -> int:
        """Change those that are still open; return how many were."""
        return super(VerificationReportQuerySet, self.open()).update(**changes)

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("a report is final once it is finished: use change_open")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("reports are kept: start a new run instead")


class VerificationReport(models.Model):
    """One run of the solver over one edition: asked for, running, ended. ``report`` is JSON text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="reports")
    state = models.CharField(max_length=11, choices=[(one.value, one.name.title()) for one in ReportState])
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=200, blank=True)
    report = models.TextField(blank=True)
    error = models.TextField(blank=True)

    objects = VerificationReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="report_state_is_known", condition=Q(state__in=[one.value for one in ReportState])
            ),
            models.UniqueConstraint(
                name="report_one_open_per_edition", fields=["edition"], condition=Q(state__in=OPEN_STATES)
            ),
            models.CheckConstraint(
                name="report_finished_iff_not_open",
                condition=Q(state__in=OPEN_STATES, finished_at=None)
                | (~Q(state__in=OPEN_STATES) & Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="report_started_iff_not_waiting",
                condition=Q(state=ReportState.WAITING.value, started_at=None, beat_at=None)
                | (~Q(state=ReportState.WAITING.value) & Q(started_at__isnull=False, beat_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="report_given_iff_done",
                condition=(Q(state=ReportState.DONE.value) & ~Q(report=""))
                | (~Q(state=ReportState.DONE.value) & Q(report="")),
            ),
        ]
        indexes = [
            # Serves "the newest report of this edition" and "the newest of all".
            models.Index(name="report_edition_asked", fields=["edition", "-asked_at"]),
            models.Index(name="report_asked", fields=["-asked_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.edition_id[7:15]} ({self.asked_at:%Y-%m-%d %H:%M})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert once; changes go through ``change_open``.

        Raises:
            AppendOnlyError: the row is already there.
        """
        if not self._state.adding:
            raise AppendOnlyError("a report changes by change_open alone")
        super().save(*args, force_insert=True)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("reports are kept: start a new run instead")
