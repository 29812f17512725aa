"""Stored editions of the corpus and what the solver said of them: never changed once they stand."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import Q

from cases.append_only import AppendOnlyError, AppendOnlyModel, AppendOnlyQuerySet
from cases.engine.rules import Kind, Level


class EditionQuerySet(AppendOnlyQuerySet["Edition"]):
    def latest_first(self) -> EditionQuerySet:
        """Newest first; equal instants by id, so that the order is total."""
        return self.order_by("-loaded_at", "id")

    def oldest_first(self) -> EditionQuerySet:
        """The other way round."""
        return self.order_by("loaded_at", "-id")


class Rulebook(AppendOnlyModel):
    """One wording of a body of rules (its name, level, force), identified by its hash and shared between editions."""

    id = models.CharField(primary_key=True, max_length=71, editable=False)
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=64)
    level = models.CharField(max_length=8, choices=[(level.value, level.name.title()) for level in Level])
    content = models.TextField(editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="rulebook_id_is_a_hash", condition=Q(id__startswith="sha256:")),
            models.CheckConstraint(
                name="rulebook_level_is_known", condition=Q(level__in=[level.value for level in Level])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class RuleRevision(AppendOnlyModel):
    """One wording of one version of a rule, identified by its hash and shared by the editions that hold it.

    ``content`` is JSON text, not a JSON column: the order of keys is the order of display.
    """

    id = models.CharField(primary_key=True, max_length=71, editable=False)
    book = models.CharField(max_length=64)
    topic = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    version = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.name.title()) for kind in Kind])
    title = models.TextField()
    content = models.TextField(editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="revision_id_is_a_hash", condition=Q(id__startswith="sha256:")),
            models.CheckConstraint(name="revision_kind_is_known", condition=Q(kind__in=[kind.value for kind in Kind])),
        ]
        indexes = [
            # Serves the history of a rule: all wordings of a code.
            models.Index(name="revision_code", fields=["code", "version"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}".strip()


class Edition(AppendOnlyModel):
    """One edition, identified by the hash of its whole content.

    ``frame`` is the content as JSON text without the rulebooks' heads and rules, which are rows of their own: a file's
    rules are a number there, how many of ``revisions`` in their order belong to it.
    """

    id = models.CharField(primary_key=True, max_length=71, editable=False)
    label = models.CharField(max_length=32)
    frame = models.TextField(editable=False)
    loaded_at = models.DateTimeField(editable=False)
    rulebooks = models.ManyToManyField(Rulebook, through="EditionRulebook", related_name="editions")
    revisions = models.ManyToManyField(RuleRevision, through="EditionRevision", related_name="editions")

    objects: ClassVar[models.Manager[Edition]] = EditionQuerySet.as_manager()

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


class EditionRulebook(AppendOnlyModel):
    """A rulebook in an edition, with its place there."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    rulebook = models.ForeignKey(Rulebook, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="edition_rulebook_one_a_place", fields=["edition", "position"]),
            models.UniqueConstraint(name="edition_rulebook_once", fields=["edition", "rulebook"]),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id[7:15]} {self.position}"


class EditionRevision(AppendOnlyModel):
    """A rule revision in an edition, with its place there."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    revision = models.ForeignKey(RuleRevision, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="edition_revision_one_a_place", fields=["edition", "position"]),
            models.UniqueConstraint(name="edition_revision_once", fields=["edition", "revision"]),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id[7:15]} {self.position}"


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

    is_written_once: ClassVar[bool] = True
    final_once_filled: ClassVar[str] = "finished_at"

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
