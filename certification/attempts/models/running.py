"""What else happens while an attempt runs: going on, signs of life and absence, the server's own downtime."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certification.attempts.models.attempt import Attempt
from certification.core.append_only import AppendOnlyModel


class Step(AppendOnlyModel):
    """When a question was left for good, in a round that only goes forward."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField()
    left_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("离开的题")
        verbose_name_plural = _("离开的题")
        constraints = [models.UniqueConstraint(name="step_once", fields=["attempt", "position"])]

    def __str__(self) -> str:
        return f"{self.attempt_id} #{self.position} {self.left_at}"


class Presence(models.Model):
    """The last sign of life of an attempt: when, and at which question. The one row of it is overwritten."""

    attempt = models.OneToOneField(Attempt, models.CASCADE, primary_key=True, related_name="presence")
    seen_at = models.DateTimeField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = "certification"
        verbose_name = _("在线情况")
        verbose_name_plural = _("在线情况")

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.seen_at}"


class FocusEvent(AppendOnlyModel):
    """The page of an exam was left and come back to, by the browser's own account. Recorded, never judged."""

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="focus_events")
    client = models.CharField(max_length=36)
    sequence = models.BigIntegerField()
    position = models.PositiveSmallIntegerField()
    seconds = models.PositiveIntegerField()
    received_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("离开记录")
        verbose_name_plural = _("离开记录")
        constraints = [
            models.UniqueConstraint(name="focusevent_once", fields=["attempt", "client", "sequence"]),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.seconds}s"


class Heartbeat(models.Model):
    """The server's own sign of life, one row overwritten every few seconds: a gap in it is downtime."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("心跳")
        verbose_name_plural = _("心跳")
        constraints = [models.CheckConstraint(name="heartbeat_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.at}"


class Outage(AppendOnlyModel):
    """A time in which the server did not run; running attempts were given it back."""

    began_at = models.DateTimeField(unique=True)  # the last beat: two processes that find the same gap credit it once
    ended_at = models.DateTimeField(unique=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("中断")
        verbose_name_plural = _("中断")
        constraints = [models.CheckConstraint(name="outage_ends_after_begin", condition=Q(ended_at__gt=F("began_at")))]

    def __str__(self) -> str:
        return f"{self.began_at} – {self.ended_at}"
