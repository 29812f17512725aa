"""What solver and bank say of a draft, and what was accepted of it."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.publishing.drafts.domain import OPEN_RUNS, RunState, Waived
from certification.publishing.drafts.models.editing import DraftEdition


class RunQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Those that wait or run."""
        return self.filter(state__in=OPEN_RUNS)


class DraftCheck(models.Model):
    """What solver and bank say of one content of a draft, written part by part as it comes.

    The parts are JSON texts, empty until known: `problems` (what keeps the content from being built, and examples that
    fail), `live`, `whole` and `before` (reports of the solver: quick, complete, and complete of the base), `impact`.
    `spent` says how many seconds each part took.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(DraftEdition, models.CASCADE, related_name="checks")
    fingerprint = models.CharField(max_length=64)
    state = models.CharField(max_length=11, choices=[(one, one) for one in RunState], default=RunState.WAITING)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=200, blank=True)
    problems = models.TextField(blank=True)
    live = models.TextField(blank=True)
    whole = models.TextField(blank=True)
    before = models.TextField(blank=True)
    impact = models.TextField(blank=True)
    spent = models.JSONField(default=dict)
    error = models.TextField(blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = _("草稿的核对")
        verbose_name_plural = _("草稿的核对")
        constraints = [
            models.UniqueConstraint(name="draftcheck_once", fields=["draft", "fingerprint"]),
            models.UniqueConstraint(name="draftcheck_one_open", fields=["draft"], condition=Q(state__in=OPEN_RUNS)),
            models.CheckConstraint(name="draftcheck_state_known", condition=Q(state__in=list(RunState))),
            models.CheckConstraint(
                name="draftcheck_finished_iff_not_open",
                condition=Q(state__in=OPEN_RUNS, finished_at=None)
                | (~Q(state__in=OPEN_RUNS) & Q(finished_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="draftcheck_running_gives_signs",
                condition=~Q(state=RunState.RUNNING.value) | Q(started_at__isnull=False, beat_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.fingerprint[:8]}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_RUNS


class FindingWaiver(models.Model):
    """Somebody accepts a finding of the draft's check, and says why. A gap's goes into the edition's list of gaps.

    `finding` is the key of the finding, equal in every check that finds the same; `text` what it said.
    """

    draft = models.ForeignKey(DraftEdition, models.CASCADE, related_name="waivers")
    kind = models.CharField(max_length=9, choices=[(one, one) for one in Waived])
    finding = models.CharField(max_length=64)
    issue = models.CharField(max_length=64, blank=True)
    platform = models.CharField(max_length=64, blank=True)
    when = models.TextField(blank=True)
    text = models.TextField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("写明理由的发现")
        verbose_name_plural = _("写明理由的发现")
        constraints = [
            models.UniqueConstraint(name="findingwaiver_once", fields=["draft", "finding"]),
            models.CheckConstraint(name="findingwaiver_kind_known", condition=Q(kind__in=list(Waived))),
            models.CheckConstraint(name="findingwaiver_reason_given", condition=~Q(reason="")),
            models.CheckConstraint(
                name="findingwaiver_gap_has_issue", condition=~Q(kind=Waived.GAP.value) | ~Q(issue="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.finding[:8]}"
