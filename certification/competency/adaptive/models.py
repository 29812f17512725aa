"""A run of adaptive practice and what was asked in it. The answers are in the attempts of its steps."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.competency.adaptive.domain import Ending


class AdaptiveRunQuerySet(models.QuerySet["AdaptiveRun"]):
    def open(self) -> Self:
        return self.filter(ended_at=None)


class AdaptiveRun(models.Model):
    """One go: questions of an area, of all where `area` is "", until enough is known of how able somebody is.

    `ability` and its standard `error`, in standard deviations of those whose answers the items were calibrated by, and
    the number of answers are written at the end; while it is open they follow from the answers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    area = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=9, blank=True, choices=[(one, one) for one in Ending])
    ability = models.FloatField(null=True, blank=True)
    error = models.FloatField(null=True, blank=True)
    count = models.PositiveSmallIntegerField(default=0)

    objects = AdaptiveRunQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = _("自适应练习")
        verbose_name_plural = _("自适应练习")
        ordering = ("-started_at", "id")
        constraints = [
            models.UniqueConstraint(name="adaptiverun_one_open", fields=["person"], condition=Q(ended_at=None)),
            models.CheckConstraint(
                name="adaptiverun_ended_with_a_result",
                condition=Q(ended_at=None, ending="", ability=None, error=None)
                | Q(ended_at__isnull=False, ending__in=list(Ending), ability__isnull=False, error__isnull=False),
            ),
        ]
        indexes = [
            # Serves the exposure control: the runs of the last months.
            models.Index(name="adaptiverun_started", fields=["started_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.started_at:%Y-%m-%d %H:%M}"


class AdaptiveStep(models.Model):
    """A question asked in a run: its attempt, and what the item was taken for when it was chosen."""

    run = models.ForeignKey(AdaptiveRun, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    attempt = models.OneToOneField("certification.Attempt", models.PROTECT, related_name="adaptive_step")
    version = models.ForeignKey("certification.QuestionVersion", models.PROTECT, related_name="+")
    area = models.CharField(max_length=40, blank=True)
    a = models.FloatField()
    b = models.FloatField()
    is_calibrated = models.BooleanField()

    class Meta:
        app_label = "certification"
        verbose_name = _("自适应练习的一题")
        verbose_name_plural = _("自适应练习的题")
        ordering = ("run", "number")
        constraints = [
            models.UniqueConstraint(name="adaptivestep_once", fields=["run", "number"]),
            models.CheckConstraint(name="adaptivestep_discriminates", condition=Q(a__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} #{self.number}"
