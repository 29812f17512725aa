"""The draft edition, what it does to rules, and who is at which."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.publishing.drafts.domain import PRESENT_FOR, Change, DraftState


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
