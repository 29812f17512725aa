"""What operations count by themselves: signing in that failed, by the hour, without a name or an address."""

from datetime import datetime

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _


class FailedSignIns(models.Model):
    """How often signing in failed within one hour, and how often a name was locked for it."""

    hour = models.DateTimeField(primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    lockouts = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("登录失败")
        verbose_name_plural = _("登录失败")

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H} {self.failures}"


def count_failure(now: datetime, *, is_lockout: bool = False) -> None:
    """Add one to the hour of `now`; nothing of who tried, or from where, is stored."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    column = "lockouts" if is_lockout else "failures"
    if not FailedSignIns.objects.filter(hour=hour).update(**{column: F(column) + 1}):
        FailedSignIns.objects.get_or_create(hour=hour)
        FailedSignIns.objects.filter(hour=hour).update(**{column: F(column) + 1})
