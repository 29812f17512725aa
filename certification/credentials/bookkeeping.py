"""Rows beside the certificates: where a status list keeps each, and how far they were looked after."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.core.append_only import AppendOnlyModel
from certification.credentials.domain import STATUS_LIST_BITS
from certification.credentials.models import Certificate


class StatusSlot(AppendOnlyModel):
    """Which bit of which status list tells verifiers elsewhere of a certificate; the place says nothing of it."""

    certificate = models.OneToOneField(Certificate, models.PROTECT, primary_key=True, related_name="slot")
    list = models.PositiveSmallIntegerField()
    index = models.PositiveIntegerField()

    class Meta:
        app_label = "certification"
        verbose_name = _("徽章状态位")
        verbose_name_plural = _("徽章状态位")
        constraints = [
            models.UniqueConstraint(name="statusslot_once", fields=["list", "index"]),
            models.CheckConstraint(name="statusslot_in_list", condition=Q(list__gte=1, index__lt=STATUS_LIST_BITS)),
        ]

    def __str__(self) -> str:
        return f"{self.list}#{self.index}"


class WatchCursor(models.Model):
    """Which edition the certificates were last compared with, and when reminders were last looked for. One row.

    `number` is the mark up to which, `followed_at` the instant up to which exams and drills were followed.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    edition = models.CharField(max_length=80, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    number = models.PositiveBigIntegerField(default=0)
    followed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("证书巡查进度")
        verbose_name_plural = _("证书巡查进度")
        constraints = [models.CheckConstraint(name="watchcursor_is_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.edition
