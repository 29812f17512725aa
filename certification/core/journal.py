"""The journal: who did what to what, when, and in which request. Rows are only ever added.

It is the audit trail: `certification.core.seals` chains the rows, `manage.py verify_audit` follows the chain. A row
names people by their id alone and holds no free text, so that a person can be erased and the journal stands.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.core.append_only import AppendOnlyModel
from certification.core.request_ids import request_id

if TYPE_CHECKING:
    from certification.people.models import User


class JournalEntry(AppendOnlyModel):
    """One act that someone may have to answer for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True, blank=True)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=100)
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        indexes = [
            # Serves the audit page, newest first, and the sealing of what is new.
            models.Index(name="journal_at", fields=["at"]),
            # Serves "what happened to this attempt / question / person", newest last.
            models.Index(name="journal_subject_at", fields=["subject", "at"]),
        ]
        verbose_name = _("日志")
        verbose_name_plural = _("日志")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"


def record(
    verb: str,
    *,
    subject: str,
    actor_id: uuid.UUID | None,
    now: datetime,
    details: Mapping[str, Any] | None = None,
    entry_id: uuid.UUID | None = None,
) -> JournalEntry:
    """Append one entry, inside the caller's transaction.

    Args:
        verb: `slice.did`, for example `attempt.handed-in`.
        subject: what it was done to, `kind:id`.
        actor_id: the person's id, None for the program itself.
        now: when.
        details: plain JSON values; ids and figures, no free text.
        entry_id: what a form called the act beforehand: a second click raises IntegrityError and undoes itself.
    """
    return JournalEntry.objects.create(
        id=entry_id or uuid.uuid4(),
        verb=verb,
        subject=subject,
        actor_id=actor_id,
        at=now,
        details=dict(details or {}),
        request_id=request_id(),
    )


def note(actor: "User | None", act: str, subject: models.Model | str, *, now: datetime, **details: Any) -> JournalEntry:
    """Append what a person did to a row: `note(manager, "people.role-given", person, now=now, role="trainer")`.

    Args:
        actor: who did it, None for the program itself.
        act: `slice.did`.
        subject: the row, written as `kind:id` after its model; or those words themselves.
        now: when.
        details: plain JSON values; ids and figures, no free text and no names.
    """
    named = subject if isinstance(subject, str) else f"{subject._meta.model_name}:{subject.pk}"  # noqa: SLF001 - documented
    return record(act, subject=named, actor_id=actor.pk if actor else None, now=now, details=details)
