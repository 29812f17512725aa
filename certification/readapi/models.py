"""Tokens, and how often each was used."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certification.core.punctuation import in_brackets
from certification.readapi.domain import LONGEST_NAME


class ApiToken(models.Model):
    """A key to the read API. Of the token itself only a hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=LONGEST_NAME)
    scopes = models.JSONField(default=list)
    start = models.CharField(max_length=16)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "certification"
        verbose_name = _("接口令牌")
        verbose_name_plural = _("接口令牌")
        constraints = [
            models.CheckConstraint(name="apitoken_expires_later", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(name="apitoken_named", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return f"{self.name}{in_brackets(f'{self.start}…')}"

    def holds_at(self, now: datetime) -> bool:
        """Say whether it opens anything."""
        return self.revoked_at is None and now < self.expires_at


class ApiUse(models.Model):
    """How many reads a token made in one minute of the clock."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="uses")
    minute = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        app_label = "certification"
        verbose_name = _("接口调用")
        verbose_name_plural = _("接口调用")
        constraints = [models.UniqueConstraint(name="apiuse_once_a_minute", fields=["token", "minute"])]

    def __str__(self) -> str:
        return f"{self.token_id} {self.minute:%H:%M} {self.count}"
