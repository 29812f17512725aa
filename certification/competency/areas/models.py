"""Who made the areas what they are, and when: a line for each change."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.core.append_only import AppendOnlyModel


class AreaRevision(AppendOnlyModel):
    """One change of the areas: all of them as they were from then on, each with code, name, topics and patterns."""

    id = models.BigAutoField(primary_key=True)
    areas = models.JSONField()
    note = models.CharField(max_length=200)
    actor = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("领域修订")
        verbose_name_plural = _("领域修订")
        ordering = ("-id",)
        constraints = [models.CheckConstraint(name="arearevision_says_what", condition=~Q(note=""))]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.note}"
