"""Attempts and their responses."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certification.attempts.domain import (
    GRACE_SECONDS,
    AttemptKind,
    AttemptState,
    ClosedBy,
    Sheet,
    fold,
    is_overdue,
)
from certification.core.append_only import AppendOnlyModel


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def sat_by(self, trainee_id: uuid.UUID) -> Self:
        """Attempts of one person: what anybody else asks for is not found."""
        return self.filter(trainee=trainee_id)

    def open(self, kind: AttemptKind) -> Self:
        return self.filter(kind=kind, state=AttemptState.OPEN)

    def handed_in(self, kind: AttemptKind) -> Self:
        """Finished ones, the newest first."""
        return self.filter(kind=kind, state=AttemptState.HANDED_IN).order_by("-handed_in_at")

    def timed_out(self, now: datetime) -> Self:
        """Still open though the deadline has passed, in the grace or beyond; those without one (NULL) never are."""
        return self.filter(state=AttemptState.OPEN, deadline__lt=now)


class Attempt(models.Model):
    """One trainee sitting one paper, under the edition in force at its start."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trainee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts")
    kind = models.CharField(max_length=8, choices=[(one, one) for one in AttemptKind])
    number = models.PositiveIntegerField()
    round = models.ForeignKey("certification.Round", models.PROTECT, null=True, blank=True, related_name="attempts")
    paper = models.ForeignKey("certification.Paper", models.PROTECT, related_name="attempts")
    edition = models.CharField(max_length=80)
    state = models.CharField(max_length=9, choices=[(one, one) for one in AttemptState], default=AttemptState.OPEN)
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, blank=True)
    grace_seconds = models.PositiveIntegerField(default=GRACE_SECONDS)
    credit_seconds = models.PositiveIntegerField(default=0)
    furthest = models.PositiveSmallIntegerField(default=1)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=11, blank=True, choices=[(one, one) for one in ClosedBy])

    objects = AttemptQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = _("答卷")
        verbose_name_plural = _("答卷")
        constraints = [
            models.CheckConstraint(name="attempt_kind_known", condition=Q(kind__in=list(AttemptKind))),
            models.CheckConstraint(name="attempt_state_known", condition=Q(state__in=list(AttemptState))),
            models.CheckConstraint(
                name="attempt_deadline_after_start",
                condition=Q(deadline=None) | Q(deadline__gt=F("started_at")),
            ),
            models.CheckConstraint(
                name="attempt_clock_iff_not_practice",
                condition=Q(kind__in=[AttemptKind.MOCK, AttemptKind.EXAM], deadline__isnull=False)
                | Q(kind=AttemptKind.PRACTICE, deadline=None),
            ),
            models.CheckConstraint(
                name="attempt_exam_iff_round",
                condition=Q(kind=AttemptKind.EXAM, round__isnull=False)
                | Q(kind__in=[AttemptKind.MOCK, AttemptKind.PRACTICE], round=None),
            ),
            models.CheckConstraint(
                name="attempt_handed_in_at_iff_handed_in",
                condition=Q(state=AttemptState.OPEN, handed_in_at=None, closed_by="")
                | Q(
                    state=AttemptState.HANDED_IN,
                    handed_in_at__isnull=False,
                    closed_by__in=list(ClosedBy),
                )
                | Q(state=AttemptState.VOID),
            ),
            models.UniqueConstraint(
                name="attempt_one_open_per_kind",
                fields=["trainee", "kind"],
                condition=Q(state=AttemptState.OPEN),
                violation_error_message=_("你有一份还没交的卷子，先把它做完。"),
            ),
            models.UniqueConstraint(
                name="attempt_number_once", fields=["trainee", "kind", "number"], condition=Q(round=None)
            ),
            models.UniqueConstraint(
                name="attempt_number_once_a_round",
                fields=["round", "trainee", "number"],
                condition=Q(round__isnull=False),
            ),
        ]
        indexes = [
            # Serves AttemptQuerySet.timed_out, asked every few seconds by the sweeper.
            models.Index(name="attempt_open_deadline", fields=["deadline"], condition=Q(state="open")),
            # Serves AttemptQuerySet.handed_in of one person: the list of past results.
            models.Index(name="attempt_trainee_handed_in", fields=["trainee", "kind", "-handed_in_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == AttemptState.OPEN

    @property
    def is_mock(self) -> bool:
        return self.kind == AttemptKind.MOCK

    @property
    def is_practice(self) -> bool:
        return self.kind == AttemptKind.PRACTICE

    @property
    def is_exam(self) -> bool:
        return self.kind == AttemptKind.EXAM

    def is_overdue(self, now: datetime) -> bool:
        return self.is_open and is_overdue(self.deadline, now, grace_seconds=self.grace_seconds)

    def is_timed_out(self, now: datetime) -> bool:
        """Say whether nothing more may be answered; what was answered before may still be on its way."""
        return self.is_open and self.deadline is not None and now > self.deadline

    def seconds_left(self, now: datetime) -> int:
        """Return whole seconds to the deadline, never below 0; 0 without a deadline."""
        if self.deadline is None:
            return 0
        return max(0, int((self.deadline - now).total_seconds()))

    def sheet(self, size: int) -> Sheet:
        """Return what the server holds of this attempt: one query."""
        rows = self.responses.order_by("id").values_list("position", "answer", "flag", "received_at")
        return fold(rows, size)


class Response(AppendOnlyModel):
    """One answer or one flag, as received; ids give the order of receipt, the last one counts.

    `answer` holds the letters as shown ("" takes an answer back), `flag` the mark for later; a row has one of them.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="responses")
    position = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=6, null=True)  # noqa: DJ001 - NULL says "this row is about the flag"
    flag = models.BooleanField(null=True)
    client = models.CharField(max_length=36)
    sequence = models.BigIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("作答")
        verbose_name_plural = _("作答")
        constraints = [
            models.UniqueConstraint(name="response_once", fields=["attempt", "position", "client", "sequence"]),
            models.CheckConstraint(
                name="response_answer_or_flag",
                condition=Q(answer=None, flag__isnull=False) | Q(answer__isnull=False, flag=None),
            ),
            models.CheckConstraint(name="response_position_from_one", condition=Q(position__gte=1)),
        ]
        indexes = [
            # Serves Attempt.sheet and the look at one question before saving: in order of receipt.
            models.Index(name="response_in_order", fields=["attempt", "position", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.position} {self.answer if self.flag is None else self.flag}"


class Step(AppendOnlyModel):
    """When a question was left for good, in a round that only goes forward."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    left_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("离开的题")
        verbose_name_plural = _("离开的题")
        constraints = [models.UniqueConstraint(name="step_once", fields=["attempt", "position"])]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.position} {self.left_at}"


class Presence(models.Model):
    """The last sign of life of an attempt: when, and at which question. The one row of it is overwritten."""

    attempt = models.OneToOneField(Attempt, models.CASCADE, primary_key=True, related_name="presence")
    seen_at = models.DateTimeField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "certification"
        verbose_name = _("在线情况")
        verbose_name_plural = _("在线情况")

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.seen_at}"


class FocusEvent(AppendOnlyModel):
    """The page of an exam was left and come back to, by the browser's own account. Recorded, never judged."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="focus_events")
    client = models.CharField(max_length=36)
    sequence = models.BigIntegerField()
    position = models.PositiveSmallIntegerField()
    seconds = models.PositiveIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("离开记录")
        verbose_name_plural = _("离开记录")
        constraints = [
            models.UniqueConstraint(name="focusevent_once", fields=["attempt", "client", "sequence"]),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.seconds}s"


class LateResponse(AppendOnlyModel):
    """An answer that came after deadline and grace, or after hand-in: it counts only where an invigilator says so.

    `answered_at` is what the browser says; the server's own clock is `received_at`.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="late_responses")
    position = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=6, blank=True)
    client = models.CharField(max_length=36)
    sequence = models.BigIntegerField()
    answered_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("迟到的作答")
        verbose_name_plural = _("迟到的作答")
        constraints = [
            models.UniqueConstraint(name="lateresponse_once", fields=["attempt", "position", "client", "sequence"]),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.position} {self.answer}"


class LateDecision(AppendOnlyModel):
    """What the invigilator decided about a late answer, once."""

    late = models.OneToOneField(LateResponse, models.PROTECT, related_name="decision")
    is_accepted = models.BooleanField()
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("迟到作答的决定")
        verbose_name_plural = _("迟到作答的决定")

    def __str__(self) -> str:
        return f"{self.late_id} {self.is_accepted}"


class Heartbeat(models.Model):
    """The server's own sign of life, one row overwritten every few seconds: a gap in it is downtime."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("心跳")
        verbose_name_plural = _("心跳")
        constraints = [models.CheckConstraint(name="heartbeat_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.at}"


class Outage(AppendOnlyModel):
    """A time in which the server did not run; running attempts were given it back."""

    began_at = models.DateTimeField(unique=True)  # the last beat: two processes that find the same gap credit it once
    ended_at = models.DateTimeField(unique=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("中断")
        verbose_name_plural = _("中断")
        constraints = [models.CheckConstraint(name="outage_ends_after_begin", condition=Q(ended_at__gt=F("began_at")))]

    def __str__(self) -> str:
        return f"{self.began_at} – {self.ended_at}"
