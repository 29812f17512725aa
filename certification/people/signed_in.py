"""Sessions that say whose they are: Django's own, in a table with the person, the device and the times beside."""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: `seen_at` is written no more often than this.
SEEN_EVERY: Final = timedelta(minutes=5)
#: Where a session keeps when and with what somebody signed in.
SINCE, DEVICE = "signed_in_at", "device"
#: Where a session keeps at which provider somebody signed in; nothing where it was by password.
PROVIDER: Final = "signed_in_with"
_LONGEST_DEVICE: Final = 40


class Session(AbstractBaseSession):
    """One browser that holds a session; `person` once somebody signed in there. No address, no full user agent."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="sessions"
    )  # fmt: skip
    device = models.CharField(max_length=_LONGEST_DEVICE, blank=True)
    since = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta(AbstractBaseSession.Meta):
        app_label = "certification"
        verbose_name = _("登录")  # type: ignore[assignment]  # Django takes lazy names
        verbose_name_plural = _("登录")  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.person_id} {self.device}"

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        return SessionStore

    @property
    def handle(self) -> str:
        """Return what a page calls it: the key itself would let whoever reads it in."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:16]


class SessionStore(DatabaseStore):
    """Django's store in the database, writing `Session`; the settings name this module as the engine."""

    key_salt: ClassVar[str] = "certification.people.sessions"
    cached_row: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        row: Session | None = super()._get_session_from_db()  # type: ignore[misc]  # the stubs leave it out
        self.cached_row = row
        return row

    def create_model_instance(self, data: Mapping[str, Any]) -> Session:
        """Return the row of `data`, whose person and device they tell."""
        row: Session = super().create_model_instance(dict(data))  # type: ignore[assignment]  # the stubs know Django's model alone
        person, since = data.get(SESSION_KEY), data.get(SINCE)
        row.person_id = uuid.UUID(person) if person else None
        row.device = str(data.get(DEVICE, ""))[:_LONGEST_DEVICE]
        row.since = datetime.fromisoformat(since) if since else timezone.now()
        row.seen_at = timezone.now()
        self.cached_row = row
        return row

    def note_seen(self, now: datetime) -> None:
        """Write that the session was used, where that is not known of the last `SEEN_EVERY`."""
        row = self.cached_row
        if row is not None and now - row.seen_at >= SEEN_EVERY:
            Session.objects.filter(pk=row.pk).update(seen_at=now)
            row.seen_at = now
