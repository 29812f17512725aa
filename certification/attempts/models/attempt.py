"""One trainee sitting one paper."""

import uuid
from datetime import datetime
from functools import cache
from typing import Self

from django.conf import settings
from django.db import connection, models
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
from certification.core.raw import instant, key_of, yes_or_no


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
        """Return what the server holds of this attempt: one query, in SQL, because every page of an exam asks it."""
        with connection.cursor() as cursor:
            cursor.execute(_sheet_sql(), [key_of(self.pk)])
            rows = cursor.fetchall()
        return fold(((n, answer, yes_or_no(flag), instant(at)) for n, answer, flag, at in rows), size)


@cache
def _sheet_sql() -> str:
    responses = Attempt._meta.get_field("responses").related_model._meta.db_table  # noqa: SLF001 - Django's documented API
    return f"SELECT position, answer, flag, received_at FROM {responses} WHERE attempt_id = %s ORDER BY id"  # noqa: S608
