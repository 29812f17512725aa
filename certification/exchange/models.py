"""Imports that somebody looked at before anything was written: the file, and what each of its rows would do."""

import uuid
from enum import StrEnum
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.bank.pictures.domain import LONGEST_ALT, MediaType
from certification.bank.pictures.encoding import Encoded
from certification.exchange.domain import READABLE, Verdict


class PlanState(StrEnum):
    """Where an import stands."""

    WAITING = "waiting"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLIED = "applied"
    FAILED = "failed"
    DISCARDED = "discarded"


UNDER_WAY = (PlanState.WAITING, PlanState.CHECKING)


class ImportPlan(models.Model):
    """A file that came, and what importing it would do. `data` is kept until the import is done with.

    `error` is the code of what keeps the whole file out, with its parameters.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    format = models.CharField(max_length=9, choices=[(one, one) for one in READABLE])
    mapping = models.JSONField(default=dict)
    tables = models.JSONField(default=dict)
    file_hash = models.CharField(max_length=64)
    data = models.BinaryField(null=True)
    state = models.CharField(max_length=9, choices=[(one, one) for one in PlanState], default=PlanState.WAITING)
    edition = models.CharField(max_length=80, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("导入")
        verbose_name_plural = _("导入")
        constraints = [
            models.CheckConstraint(name="importplan_state_known", condition=Q(state__in=list(PlanState))),
            models.CheckConstraint(name="importplan_format_known", condition=Q(format__in=list(READABLE))),
            models.CheckConstraint(
                name="importplan_applied_at_iff_applied",
                condition=Q(state=PlanState.APPLIED, applied_at__isnull=False)
                | (~Q(state=PlanState.APPLIED) & Q(applied_at=None)),
            ),
        ]
        indexes = [
            # Serves the list of somebody's imports, the newest first.
            models.Index(name="importplan_made", fields=["-made_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_checked(self) -> bool:
        return self.state == PlanState.CHECKED


class ImportRowQuerySet(models.QuerySet["ImportRow"]):
    def to_write(self) -> Self:
        """Rows that applying the plan would write."""
        return self.filter(verdict__in=[Verdict.NEW, Verdict.UPDATE])

    def counts(self) -> dict[str, int]:
        """How many rows there are of each verdict."""
        rows = self.order_by().values_list("verdict").annotate(number=models.Count("pk"))
        return {**{str(one): 0 for one in Verdict}, **dict(rows)}


class ImportRow(models.Model):
    """What importing one row would do: `staged` is what would be written, `based_on` the version it was compared with.

    Once the import is applied neither `staged` nor `cells` is kept.
    """

    plan = models.ForeignKey(ImportPlan, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    sheet = models.CharField(max_length=120, blank=True)
    row = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=9, choices=[(one, one) for one in Verdict])
    code = models.CharField(max_length=80, blank=True)
    stem = models.CharField(max_length=120, blank=True)
    other = models.CharField(max_length=80, blank=True)
    problems = models.JSONField(default=list)
    dropped = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    pictures = models.JSONField(default=list)
    cells = models.JSONField(default=list)
    staged = models.JSONField(null=True)
    based_on = models.UUIDField(null=True)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = _("导入的行")
        verbose_name_plural = _("导入的行")
        constraints = [
            models.UniqueConstraint(name="importrow_number_once", fields=["plan", "number"]),
            models.CheckConstraint(name="importrow_verdict_known", condition=Q(verdict__in=list(Verdict))),
        ]
        indexes = [
            # Serves the report filtered by verdict, and the final write.
            models.Index(name="importrow_verdict", fields=["plan", "verdict", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number} {self.verdict}"


class ImportPicture(models.Model):
    """A picture that an import would bring, drawn anew, under the id that the staged texts name; gone with the plan."""

    plan = models.ForeignKey(ImportPlan, models.CASCADE, related_name="pictures")
    name = models.UUIDField()
    alt = models.CharField(max_length=LONGEST_ALT)
    media_type = models.CharField(max_length=10, choices=[(one, one) for one in MediaType])
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    full = models.BinaryField()
    small = models.BinaryField(null=True)
    small_width = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "certification"
        verbose_name = _("导入的图片")
        verbose_name_plural = _("导入的图片")
        constraints = [
            models.UniqueConstraint(name="importpicture_name_once", fields=["plan", "name"]),
            models.CheckConstraint(name="importpicture_media_type_known", condition=Q(media_type__in=list(MediaType))),
        ]

    def __str__(self) -> str:
        return self.alt

    @property
    def encoded(self) -> Encoded:
        """Return the picture as the bank keeps it."""
        return Encoded(
            MediaType(self.media_type), self.width, self.height, bytes(self.full),
            bytes(self.small) if self.small is not None else None, self.small_width,
        )  # fmt: skip
