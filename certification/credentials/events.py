"""Appending to what happened to a certificate, one after the other."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from certification.core import journal
from certification.credentials.domain import Happening
from certification.credentials.models import Certificate, CertificateEvent


def locked(certificate_id: uuid.UUID) -> Certificate:
    """Return a certificate that nobody else appends to until the caller's transaction ends."""
    return Certificate.objects.select_for_update().get(pk=certificate_id)


def append(
    certificate: Certificate,
    kind: Happening,
    *,
    now: datetime,
    actor: uuid.UUID | None = None,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> CertificateEvent:
    """Append an event to a locked certificate, and an entry to the journal."""
    last = CertificateEvent.objects.filter(certificate=certificate).aggregate(n=Max("number"))["n"] or 0
    event = CertificateEvent.objects.create(
        certificate=certificate, number=last + 1, kind=kind, at=now, actor=actor, reason=reason,
        details=dict(details or {}),
    )  # fmt: skip
    journal.record(
        f"certificate.{kind}", subject=f"certificate:{certificate.pk}", actor_id=actor, now=now,
        details={"number": certificate.number, "reason": reason, **event.details},
    )  # fmt: skip
    return event
