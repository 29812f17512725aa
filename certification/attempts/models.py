"""Attempts and their responses."""

import uuid
from datetime import datetime, timedelta
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

    def overdue(self, now: datetime) -> Self:
        """Still open though deadline and grace have passed. Those without a deadline (NULL) are never overdue."""
        return self.filter(state=AttemptState.OPEN, deadline__lt=now - timedelta(seconds=GRACE_SECONDS))


class Attempt(models.Model):
    """One trainee sitting one paper, under the edition in force at its start."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trainee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts")
    kind = models.CharField(max_length=8, choices=[(one, one) for one in AttemptKind])
    number = models.PositiveIntegerField()
    paper = models.OneToOneField("certification.Paper", models.PROTECT, related_name="attempt")
    edition = models.CharField(max_length=80)
    state = models.CharField(max_length=9, choices=[(one, one) for one in AttemptState], default=AttemptState.OPEN)
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=7, blank=True, choices=[(one, one) for one in ClosedBy])

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
                name="attempt_mock_has_deadline",
                condition=Q(kind=AttemptKind.MOCK, deadline__isnull=False)
                | Q(kind=AttemptKind.PRACTICE, deadline=None),
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
            models.UniqueConstraint(name="attempt_number_once", fields=["trainee", "kind", "number"]),
        ]
        indexes = [
            # Serves AttemptQuerySet.overdue, asked every few seconds by the sweeper.
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

    def is_overdue(self, now: datetime) -> bool:
        return self.is_open and is_overdue(self.deadline, now)

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
