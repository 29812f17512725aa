"""An edition on its way."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from certification.publishing.drafts.domain import OPEN_RUNS, PublicationKind, RunState
from certification.publishing.drafts.models.checks import RunQuerySet
from certification.publishing.drafts.models.editing import DraftEdition


class Publication(models.Model):
    """One edition on its way: asked for once, the bank derived under it, then made the one in force.

    Of one `base` at most one edition is on its way: a second click finds the first. `counts` says how many questions
    met which fate.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=9, choices=[(one, one) for one in PublicationKind])
    base = models.CharField(max_length=80)
    draft = models.ForeignKey(DraftEdition, models.PROTECT, null=True, blank=True, related_name="publications")
    content_of = models.CharField(max_length=80, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    label = models.CharField(max_length=32)
    why = models.CharField(max_length=500)
    state = models.CharField(max_length=11, choices=[(one, one) for one in RunState], default=RunState.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    edition = models.CharField(max_length=80, blank=True)
    counts = models.JSONField(default=dict)
    error = models.TextField(blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = pgettext_lazy("singular", "发布")
        verbose_name_plural = pgettext_lazy("plural", "发布")
        constraints = [
            models.UniqueConstraint(
                name="publication_one_open_a_base", fields=["base"], condition=Q(state__in=OPEN_RUNS)
            ),
            models.CheckConstraint(name="publication_state_known", condition=Q(state__in=list(RunState))),
            models.CheckConstraint(
                name="publication_of_draft_or_edition",
                condition=Q(kind=PublicationKind.DRAFT.value, draft__isnull=False, content_of="")
                | (Q(kind=PublicationKind.ROLL_BACK.value, draft=None) & ~Q(content_of="")),
            ),
            models.CheckConstraint(name="publication_named_and_explained", condition=~Q(label="") & ~Q(why="")),
            models.CheckConstraint(
                name="publication_finished_iff_not_open",
                condition=Q(state__in=OPEN_RUNS, finished_at=None)
                | (~Q(state__in=OPEN_RUNS) & Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="publication_running_gives_signs",
                condition=~Q(state=RunState.RUNNING.value) | Q(started_at__isnull=False, beat_at__isnull=False),
            ),
            models.CheckConstraint(
                name="publication_edition_iff_done",
                condition=(Q(state=RunState.DONE.value) & ~Q(edition=""))
                | (~Q(state=RunState.DONE.value) & Q(edition="")),
            ),
        ]
        indexes = [
            # Serves the list of editions: how each came to be.
            models.Index(name="publication_edition", fields=["edition"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.label} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_RUNS
