"""Replies in exams that came too late, and what was decided about them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.core.append_only import AppendOnlyModel
from certification.drills.models.talking import LONGEST_REPLY, DrillRun


class LateTurn(AppendOnlyModel):
    """A reply in an exam that came after deadline and grace: it counts only where an invigilator says so.

    `answered_at` is when it was sent, as the browser says; `seen` how many turns its page showed.
    """

    erasable_words: ClassVar[tuple[str, ...]] = ("text",)

    run = models.ForeignKey(DrillRun, models.PROTECT, related_name="late_turns")
    client = models.CharField(max_length=36)
    sequence = models.BigIntegerField()
    text = models.CharField(max_length=LONGEST_REPLY)
    seen = models.PositiveSmallIntegerField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("迟到的演练回复")
        verbose_name_plural = _("迟到的演练回复")
        constraints = [models.UniqueConstraint(name="lateturn_once", fields=["run", "client", "sequence"])]

    def __str__(self) -> str:
        return f"{self.run_id} {self.client}:{self.sequence}"


class LateTurnDecision(AppendOnlyModel):
    """What an invigilator decided about a late reply, once; `is_counted`: it was still the next thing to say."""

    late = models.OneToOneField(LateTurn, models.PROTECT, related_name="decision")
    is_accepted = models.BooleanField()
    is_counted = models.BooleanField()
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("迟到的演练回复的决定")
        verbose_name_plural = _("迟到的演练回复的决定")
        constraints = [
            models.CheckConstraint(
                name="lateturndecision_counted_if_accepted", condition=Q(is_counted=False) | Q(is_accepted=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.late_id} {self.is_accepted}"
