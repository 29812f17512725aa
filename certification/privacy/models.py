"""That somebody was erased: by whom and when, and nothing of who they were."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.core.append_only import AppendOnlyModel


class Erasure(AppendOnlyModel):
    """One erasure. `person` is the pseudonym that marks and certificates keep; `counts` says how many rows met what."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.UUIDField(unique=True)
    erased_by = models.UUIDField()
    erased_at = models.DateTimeField()
    counts = models.JSONField(default=dict)

    class Meta:
        app_label = "certification"
        verbose_name = _("抹除记录")
        verbose_name_plural = _("抹除记录")

    def __str__(self) -> str:
        return f"{self.person} {self.erased_at:%Y-%m-%d}"
