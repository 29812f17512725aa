"""What a person proves themselves with after the password: the secret of an app, and recovery codes."""

import time
import uuid
from typing import Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, ThrottlingMixin
from django_otp.oath import TOTP

from certification.people.second_factor.codes import (
    DIGITS,
    STEP_SECONDS,
    is_app_code,
    recovery_hash,
    tidied,
)

#: How many steps the clock of a phone may be ahead or behind.
TOLERANCE: Final = 1
#: The wait doubles with each wrong code, 1 s, 2 s, 4 s …, up to this one: 2^10 s, 17 minutes.
MOST_COUNTED: Final = 11


class SecondFactor(ThrottlingMixin, Device):  # type: ignore[misc]  # django-otp has no types
    """A device of django-otp, one a person: the codes of an app and the recovery codes share one count of mistakes.

    The row is made when the first code was right, so `confirmed` always is. `last_t` is the step of the last code that
    was taken: no code up to it is taken again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factor")
    name = None
    key = models.CharField(max_length=40)
    last_t = models.BigIntegerField(default=-1)
    made_at = models.DateTimeField()
    throttling_failure_count: int  # a field of django-otp

    class Meta:
        app_label = "certification"
        verbose_name = _("两步验证")
        verbose_name_plural = _("两步验证")

    def __str__(self) -> str:
        return str(self.user_id)

    def get_throttle_factor(self) -> int:
        """Return how many seconds the first mistake costs."""
        return 1

    def throttle_increment(self, commit: bool = True) -> None:  # noqa: FBT001, FBT002 - as in django-otp
        """Count a mistake; no further than `MOST_COUNTED`, or somebody with the password could shut the owner out."""
        super().throttle_increment(commit=False)
        self.throttling_failure_count = min(self.throttling_failure_count, MOST_COUNTED)
        if commit:
            self.save()

    def verify_token(self, token: str) -> bool:
        """Say whether a code is right, and use it up; a wrong one is counted. The caller holds the row's lock."""
        tidy = tidied(token)
        if not self.verify_is_allowed()[0]:
            return False
        if not (self.take_app_code(tidy) if is_app_code(tidy) else self._take_recovery_code(tidy)):
            self.throttle_increment()
            return False
        self.throttle_reset(commit=False)
        self.save()
        return True

    def take_app_code(self, tidy: str) -> bool:
        """Say whether a tidied code is the app's and was not taken before; the caller saves that it is now."""
        oath = TOTP(bytes.fromhex(self.key), STEP_SECONDS, digits=DIGITS)
        oath.time = time.time()
        if not oath.verify(int(tidy), TOLERANCE, self.last_t + 1):
            return False
        self.last_t = oath.t()
        return True

    def _take_recovery_code(self, tidy: str) -> bool:
        return bool(self.recovery_codes.filter(digest=recovery_hash(tidy)).delete()[0])


class RecoveryCode(models.Model):
    """A code that lets in once, in place of the app's; only a hash is kept, and the row goes when it is used."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    factor = models.ForeignKey(SecondFactor, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)

    class Meta:
        app_label = "certification"
        verbose_name = _("恢复码")
        verbose_name_plural = _("恢复码")
        constraints = [models.UniqueConstraint(name="recoverycode_once", fields=["factor", "digest"])]

    def __str__(self) -> str:
        return f"{self.factor_id} {self.digest[:8]}"
