"""Sheets of people that somebody looks at before anything is written."""

import uuid
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RosterState(StrEnum):
    """Where a sheet of people stands."""

    CHECKED = "checked"
    APPLIED = "applied"
    DISCARDED = "discarded"


class RosterPlan(models.Model):
    """A sheet of people that came. `data` is kept until it is done with; `made` are the ids of who was new."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    file_hash = models.CharField(max_length=64)
    data = models.BinaryField(null=True)
    state = models.CharField(max_length=9, choices=[(one, one) for one in RosterState], default=RosterState.CHECKED)
    made = models.JSONField(default=list)
    updated = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("人员导入")
        verbose_name_plural = _("人员导入")
        constraints = [
            models.CheckConstraint(name="rosterplan_state_known", condition=Q(state__in=list(RosterState))),
            models.CheckConstraint(
                name="rosterplan_data_iff_checked",
                condition=Q(state=RosterState.CHECKED, data__isnull=False, applied_at=None)
                | Q(state=RosterState.APPLIED, data=None, applied_at__isnull=False)
                | Q(state=RosterState.DISCARDED, data=None, applied_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == RosterState.CHECKED
