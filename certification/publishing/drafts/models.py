"""A draft edition with its changes, its checks, what was accepted of their findings, and its publication."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.publishing.drafts.domain import (
    OPEN_RUNS,
    PRESENT_FOR,
    Change,
    DraftState,
    PublicationKind,
    RunState,
    Waived,
)


class DraftEdition(models.Model):
    """The edition that trainers work at together; there is at most one open draft.

    `base` is the edition that it changes, `edition` the one that it was published as.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    base = models.CharField(max_length=80)
    state = models.CharField(max_length=9, choices=[(one, one) for one in DraftState], default=DraftState.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    edition = models.CharField(max_length=80, blank=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("规则库草稿")
        verbose_name_plural = _("规则库草稿")
        constraints = [
            models.CheckConstraint(name="draftedition_state_known", condition=Q(state__in=list(DraftState))),
            models.UniqueConstraint(
                name="draftedition_one_open", fields=["state"], condition=Q(state=DraftState.OPEN.value)
            ),
            models.CheckConstraint(
                name="draftedition_closed_iff_not_open",
                condition=Q(state=DraftState.OPEN.value, closed_at=None)
                | (~Q(state=DraftState.OPEN.value) & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="draftedition_edition_iff_published",
                condition=(Q(state=DraftState.PUBLISHED.value) & ~Q(edition=""))
                | (~Q(state=DraftState.PUBLISHED.value) & Q(edition="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.base[7:15]}"

    @property
    def is_open(self) -> bool:
        return self.state == DraftState.OPEN


class DraftRuleQuerySet(models.QuerySet["DraftRule"]):
    def standing(self) -> Self:
        """The changes that count: not those that were taken back."""
        return self.exclude(change=Change.REVERTED).order_by("code", "version")


class DraftRule(models.Model):
    """What the draft does to one version of a rule. `revision` counts the saves: whoever saves says which one they saw.

    `raw` is the rule as JSON text, keys in the order of display; empty unless the rule is edited.
    """

    draft = models.ForeignKey(DraftEdition, models.CASCADE, related_name="rules")
    book = models.CharField(max_length=64)
    topic = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    version = models.CharField(max_length=64, blank=True)
    change = models.CharField(max_length=8, choices=[(one, one) for one in Change])
    raw = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    objects = DraftRuleQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = _("草稿里的规则")
        verbose_name_plural = _("草稿里的规则")
        constraints = [
            models.UniqueConstraint(name="draftrule_once", fields=["draft", "code", "version"]),
            models.CheckConstraint(name="draftrule_change_known", condition=Q(change__in=list(Change))),
            models.CheckConstraint(name="draftrule_code_given", condition=~Q(code="")),
            models.CheckConstraint(name="draftrule_revision_counts_from_1", condition=Q(revision__gte=1)),
            models.CheckConstraint(
                name="draftrule_raw_iff_edited",
                condition=(Q(change=Change.EDITED.value) & ~Q(raw="")) | (~Q(change=Change.EDITED.value) & Q(raw="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.change} {self.code} {self.version}".strip()

    @property
    def removed(self) -> bool:
        return self.change == Change.REMOVED

    @property
    def read(self) -> Mapping[str, Any] | None:
        """Return the rule as a file of the corpus holds it, None where the draft holds none of its own."""
        found: Mapping[str, Any] | None = json.loads(self.raw) if self.raw else None
        return found


class DraftPresenceQuerySet(models.QuerySet["DraftPresence"]):
    def here(self, now: datetime) -> Self:
        """Those who gave a sign lately, the last sign first."""
        return self.filter(seen_at__gte=now - PRESENT_FOR).order_by("-seen_at", "pk")


class DraftPresence(models.Model):
    """Somebody has a rule of the draft open."""

    draft = models.ForeignKey(DraftEdition, models.CASCADE, related_name="presences")
    code = models.CharField(max_length=64)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    objects = DraftPresenceQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = _("在改规则的人")
        verbose_name_plural = _("在改规则的人")
        constraints = [
            models.UniqueConstraint(name="draftpresence_once", fields=["draft", "code", "person"]),
            models.CheckConstraint(name="draftpresence_code_given", condition=~Q(code="")),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.code}"


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
        verbose_name = _("发布")
        verbose_name_plural = _("发布")
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
