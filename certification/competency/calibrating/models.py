"""What a calibration found of items. Worked out, and may be worked out again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.competency.measuring.ability import Item, Model


class ItemParameters(models.Model):
    """Where a question version stands on the ability scale: discrimination `a`, difficulty `b`, by which model.

    From `n` answers that were marked by `key`: under an edition that derives another key it says nothing.
    """

    version = models.OneToOneField(
        "certification.QuestionVersion", models.PROTECT, primary_key=True, related_name="parameters"
    )
    model = models.CharField(max_length=5, choices=[(one, one) for one in Model])
    a = models.FloatField()
    b = models.FloatField()
    a_error = models.FloatField(null=True)
    b_error = models.FloatField(null=True)
    n = models.PositiveIntegerField()
    key = models.JSONField()
    calibrated_at = models.DateTimeField()

    class Meta:
        app_label = "certification"
        verbose_name = _("试题标定")
        verbose_name_plural = _("试题标定")
        constraints = [
            models.CheckConstraint(name="itemparameters_model_known", condition=Q(model__in=list(Model))),
            models.CheckConstraint(name="itemparameters_of_somebody", condition=Q(n__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.a:.2f}, {self.b:.2f}"

    @property
    def item(self) -> Item:
        """Return it as a value."""
        return Item(self.a, self.b)
