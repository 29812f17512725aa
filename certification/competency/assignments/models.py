"""What was given to whom. Whether it is done is nowhere stored: see `domain.progress`."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.competency.assignments.domain import MOST_QUESTIONS, QUIZ, Kind

LONGEST_NOTE = 200


class Assignment(models.Model):
    """任务: a practice set, a mock, a drill or a rule to read, with a last day.

    `target`: `area:CODE` or `rule:CODE` of a practice set, the code of a drill's question or of a rule; "" for a mock.
    `target_name` is what it was called on the day. `cohort` says whom it was meant for; who got it is in `Assignee`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=[(one, one) for one in Kind])
    target = models.CharField(max_length=80, blank=True)
    target_name = models.CharField(max_length=120, blank=True)
    size = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    cohort = models.ForeignKey("certification.Cohort", models.SET_NULL, null=True, blank=True, related_name="+")
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    due_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)

    class Meta:
        app_label = "certification"
        verbose_name = pgettext_lazy("singular", "任务")
        verbose_name_plural = _("任务")
        ordering = ("-given_at", "id")
        constraints = [
            models.CheckConstraint(name="assignment_kind_known", condition=Q(kind__in=list(Kind))),
            models.CheckConstraint(
                name="assignment_target_unless_mock",
                condition=Q(kind=Kind.MOCK, target="") | (~Q(kind=Kind.MOCK) & ~Q(target="")),
            ),
            models.CheckConstraint(
                name="assignment_size_of_kind",
                condition=Q(kind=Kind.PRACTICE, size__gte=1, size__lte=MOST_QUESTIONS)
                | Q(kind=Kind.RULE, size__in=[0, QUIZ])
                | Q(kind__in=[Kind.MOCK, Kind.DRILL], size=0),
            ),
            models.CheckConstraint(name="assignment_due_after_given", condition=Q(due_at__gt=F("given_at"))),
            models.CheckConstraint(
                name="assignment_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__gte=F("given_at"), withdrawn_by__isnull=False),
            ),
        ]
        indexes = [
            # Serves the list of managers: the newest first.
            models.Index(name="assignment_newest", fields=["-given_at"]),
            # Serves the daily reminder: what nobody took back and fell due lately.
            models.Index(name="assignment_due", fields=["due_at"], condition=Q(withdrawn_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"

    @property
    def sort(self) -> Kind:
        """Return its kind as a value."""
        return Kind(self.kind)

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class AssigneeQuerySet(models.QuerySet["Assignee"]):
    def not_reminded(self) -> Self:
        """Those of assignments that nobody took back who were not told that the last day had passed."""
        return self.filter(reminded_at=None, assignment__withdrawn_at=None)


class Assignee(models.Model):
    """One person who got an assignment; `read_at` is when they said that they read the rule.

    `reminded_at` is when they were told that the last day had passed: once.
    """

    id = models.BigAutoField(primary_key=True)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="assignees")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments")
    read_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = AssigneeQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = _("任务对象")
        verbose_name_plural = _("任务对象")
        constraints = [models.UniqueConstraint(name="assignee_once", fields=["assignment", "person"])]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.person_id}"
