"""What people prepare to say."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.drills.models.reading import LONGEST_TEXT


class QuickReply(models.Model):
    """快捷短语: what a person prepared to say."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="quick_replies")
    title = models.CharField(max_length=30)
    text = models.CharField(max_length=LONGEST_TEXT)

    class Meta:
        app_label = "certification"
        verbose_name = _("快捷短语")
        verbose_name_plural = _("快捷短语")
        ordering = ("title",)
        constraints = [
            models.UniqueConstraint(name="quickreply_title_once", fields=["person", "title"]),
            models.CheckConstraint(name="quickreply_given", condition=~Q(title="") & ~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.title
