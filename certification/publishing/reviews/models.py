"""A question that an edition touched, to be looked at by a trainer."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.publishing.reviews.domain import Effect, ReviewState


class ReviewTaskQuerySet(models.QuerySet["ReviewTask"]):
    def open(self) -> Self:
        """Those that wait for a trainer."""
        return self.filter(state=ReviewState.OPEN)


class ReviewTask(models.Model):
    """复核: look at a question whose key or reason another edition changed, or that has no key any more.

    `version` is the version that was measured; `witness` is the row of the impact: both keys, what decided before and
    now, the options that changed, the rules at fault.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.CharField(max_length=80)
    question = models.ForeignKey("certification.Question", models.PROTECT, related_name="reviews")
    version = models.ForeignKey("certification.QuestionVersion", models.PROTECT, related_name="+")
    effect = models.CharField(max_length=7, choices=[(one, one) for one in Effect])
    witness = models.JSONField()
    state = models.CharField(max_length=10, choices=[(one, one) for one in ReviewState], default=ReviewState.OPEN)
    made_at = models.DateTimeField()
    handled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    handled_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewTaskQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = _("复核")
        verbose_name_plural = _("复核")
        constraints = [
            models.UniqueConstraint(name="reviewtask_once", fields=["edition", "question"]),
            models.UniqueConstraint(
                name="reviewtask_one_open", fields=["question"], condition=Q(state=ReviewState.OPEN.value)
            ),
            models.CheckConstraint(name="reviewtask_effect_known", condition=Q(effect__in=list(Effect))),
            models.CheckConstraint(name="reviewtask_state_known", condition=Q(state__in=list(ReviewState))),
            models.CheckConstraint(
                name="reviewtask_handled_iff_not_open",
                condition=Q(state=ReviewState.OPEN.value, handled_at=None, handled_by=None)
                | (~Q(state=ReviewState.OPEN.value) & Q(handled_at__isnull=False)),
            ),
        ]
        indexes = [
            # Serves the queue and its count in the navigation.
            models.Index(name="reviewtask_state", fields=["state", "effect"]),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.question_id} {self.effect}"
