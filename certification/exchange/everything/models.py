"""Exports of everything that were asked for on the page, and their bytes in pieces."""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

#: A run that gave no sign of life for so long is dead: its process is gone.
SILENCE: Final = timedelta(minutes=2)


class TakeoutState(StrEnum):
    """Where an export stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


OPEN_STATES = (TakeoutState.WAITING, TakeoutState.RUNNING)


class TakeoutQuerySet(models.QuerySet["Takeout"]):
    def under_way(self) -> Self:
        """Those that wait or run."""
        return self.filter(state__in=OPEN_STATES)

    def silent_at(self, now: datetime) -> Self:
        """Those that run but gave no sign of life lately."""
        return self.filter(state=TakeoutState.RUNNING, beat_at__lt=now - SILENCE)


class Takeout(models.Model):
    """One export of everything: who asked for it, how far it is, and what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    with_names = models.BooleanField(default=False)
    state = models.CharField(max_length=7, choices=[(one, one) for one in TakeoutState], default=TakeoutState.WAITING)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=40, blank=True)
    files = models.JSONField(default=list)
    bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)

    objects = TakeoutQuerySet.as_manager()

    class Meta:
        app_label = "certification"
        verbose_name = _("全部数据的导出")
        verbose_name_plural = _("全部数据的导出")
        constraints = [
            models.CheckConstraint(name="takeout_state_known", condition=Q(state__in=list(TakeoutState))),
            models.CheckConstraint(
                name="takeout_finished_iff_closed",
                condition=Q(state__in=OPEN_STATES, finished_at=None)
                | (~Q(state__in=OPEN_STATES) & Q(finished_at__isnull=False)),
            ),
            # One at a time for the whole site: it reads everything there is.
            models.UniqueConstraint(
                models.Value(1), name="takeout_one_under_way", condition=Q(state__in=list(OPEN_STATES))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M} {self.state}"

    @property
    def is_under_way(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def percent(self) -> int:
        """Return how far it is."""
        return 100 * self.done // self.total if self.total else 0


class TakeoutPiece(models.Model):
    """A piece of the file, in its order: written and sent one at a time, whichever machine asks."""

    takeout = models.ForeignKey(Takeout, models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        app_label = "certification"
        verbose_name = _("导出的片段")
        verbose_name_plural = _("导出的片段")
        constraints = [models.UniqueConstraint(name="takeoutpiece_number_once", fields=["takeout", "number"])]

    def __str__(self) -> str:
        return f"{self.takeout_id} {self.number}"
