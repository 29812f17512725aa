"""The outbox of statements."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST_PROBLEM = 300


class Statement(models.Model):
    """A statement on its way to the record store; its id is derived from what it tells, so that it is told once."""

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.UUIDField(db_index=True)
    body = models.JSONField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=LONGEST_PROBLEM, blank=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("学习记录")
        verbose_name_plural = _("学习记录")
        constraints = [
            models.CheckConstraint(name="statement_sent_or_refused", condition=Q(sent_at=None) | Q(refused_at=None)),
        ]
        indexes = [
            # Serves what waits, oldest first.
            models.Index(name="statement_waiting", fields=["made_at"], condition=Q(sent_at=None, refused_at=None)),
        ]

    def __str__(self) -> str:
        return str(self.id)


class RecordStore(models.Model):
    """When and up to which mark what happened was gathered, and how the store answered last. One row."""

    gathered_at = models.DateTimeField()
    ledger = models.PositiveBigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=LONGEST_PROBLEM, blank=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("学习记录库")
        verbose_name_plural = _("学习记录库")
        constraints = [models.CheckConstraint(name="recordstore_one_row", condition=Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.gathered_at:%Y-%m-%d %H:%M}"
