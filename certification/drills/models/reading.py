"""Talks that a person reads again."""

import uuid
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.drills.models.talking import DrillRun

LONGEST_TEXT = 500


class Reason(StrEnum):
    """Why somebody reads a reply again: the recogniser abstained, the trainee appeals, a trainer or oneself mends."""

    ABSTENTION = "abstention"
    APPEAL = "appeal"
    TRAINER = "trainer"
    SELF = "self"


class DrillReviewQuerySet(models.QuerySet["DrillReview"]):
    def waiting(self) -> Self:
        """Those that nobody answered, the oldest first."""
        return self.filter(answered_at=None).order_by("opened_at", "id")

    def answered(self) -> Self:
        """Those with an answer, in the order in which they were given."""
        return self.filter(answered_at__isnull=False).order_by("answered_at", "id")


class DrillReview(models.Model):
    """A talk that a person reads again. `corrections`: turn → act → whether it was said. Final once answered.

    `asked` are the (turn, act) in question; `text` is the trainee's, `answer` the trainer's.
    """

    is_written_once: ClassVar[bool] = True
    final_once_filled: ClassVar[str] = "answered_at"
    erasable_words: ClassVar[tuple[str, ...]] = ("text", "answer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(DrillRun, models.PROTECT, related_name="reviews")
    reason = models.CharField(max_length=10, choices=[(one, one) for one in Reason])
    asked = models.JSONField(default=list)
    text = models.CharField(max_length=LONGEST_TEXT, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    corrections = models.JSONField(default=dict)
    answer = models.CharField(max_length=LONGEST_TEXT, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)

    objects = DrillReviewQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = _("演练复核")
        verbose_name_plural = _("演练复核")
        constraints = [
            models.CheckConstraint(name="drillreview_reason_known", condition=Q(reason__in=list(Reason))),
            models.CheckConstraint(
                name="drillreview_answered_iff_by",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.UniqueConstraint(
                name="drillreview_one_open_per_reason", fields=["run", "reason"], condition=Q(answered_at=None)
            ),
        ]
        indexes = [
            # Serves DrillReviewQuerySet.waiting: the trainer's queue.
            models.Index(name="drillreview_waiting", fields=["opened_at"], condition=Q(answered_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.reason}"

    @property
    def marks(self) -> Mapping[int, Mapping[str, Any]]:
        """Return the corrections by turn."""
        return {int(turn): acts for turn, acts in self.corrections.items()}
