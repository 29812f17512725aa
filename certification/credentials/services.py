"""Verbs of certificates: issue, revoke, say who may see what."""

import secrets
import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.core import journal
from certification.core.refusals import Refusal, RefusedError, insist
from certification.credentials.domain import Happening, RevokeReason, Shown, end_of, why_not_revoke
from certification.credentials.eligibility import Entitlement, entitlement_by
from certification.credentials.events import append, locked
from certification.credentials.models import Certificate, CertificateEvent, CertificateExam, Disclosure, Programme
from certification.credentials.spelling import ALPHABET, SECRET_LETTERS, number_of
from certification.credentials.status_lists import slot_of
from certification.credentials.telling import tell_issued, tell_revoked


@transaction.atomic
def issue_certificate(
    programme: Programme, attempt_id: uuid.UUID, *, actor: uuid.UUID | None, now: datetime
) -> Certificate:
    """Issue the certificate for a passed exam; asked again, return the one there is.

    Args:
        programme: what it certifies; its terms of today are written down.
        attempt_id: the exam.
        actor: who issues; None for the program itself.
        now: when; the validity runs from here.

    Raises:
        RefusedError: as `entitlement_by`.
    """
    existing = Certificate.objects.filter(programme=programme, attempt=attempt_id).first()
    if existing is not None:
        return existing
    entitled = entitlement_by(programme, attempt_id, now)
    try:
        with transaction.atomic():
            certificate = _write(programme, entitled, actor=actor, now=now)
    except IntegrityError:  # two managers at once: the constraint decides
        return Certificate.objects.get(programme=programme, attempt=attempt_id)
    Disclosure.objects.create(certificate=certificate, changed_at=now)
    slot_of(certificate)
    details = {"number": certificate.number, "attempt": str(attempt_id), "programme": str(programme.pk)}
    subject = f"certificate:{certificate.pk}"
    journal.record("certificate.issued", subject=subject, actor_id=actor, now=now, details=details)
    tell_issued(certificate, now=now)
    return certificate


def _write(programme: Programme, entitled: Entitlement, *, actor: uuid.UUID | None, now: datetime) -> Certificate:
    attempt = entitled.attempt
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    letters = "".join(secrets.choice(ALPHABET) for _ in range(SECRET_LETTERS))
    certificate = Certificate.objects.create(
        number=number_of(today, letters),
        person=attempt.trainee_id,
        programme=programme,
        attempt=attempt,
        title=programme.name,
        issuer=programme.issuer,
        edition=attempt.edition,
        points=entitled.points,
        out_of=entitled.out_of,
        areas=programme.areas,
        books=programme.books,
        ends_on_change=programme.ends_on_change,
        grace_days=programme.grace_days,
        issued_at=now,
        valid_until=end_of(today, programme.months),
        issued_by=actor,
    )
    CertificateExam.objects.bulk_create(
        CertificateExam(certificate=certificate, attempt=one.total.attempt) for one in entitled.further
    )
    return certificate


def issue_all(
    programme: Programme, attempts: Iterable[uuid.UUID], *, actor: uuid.UUID | None, now: datetime
) -> tuple[list[Certificate], list[tuple[uuid.UUID, Refusal]]]:
    """Issue many; return the certificates, and why of each of the others."""
    issued: list[Certificate] = []
    refused: list[tuple[uuid.UUID, Refusal]] = []
    for attempt_id in attempts:
        try:
            issued.append(issue_certificate(programme, attempt_id, actor=actor, now=now))
        except RefusedError as error:
            refused.append((attempt_id, error.refusal))
    return issued, refused


@transaction.atomic
def revoke_certificate(
    certificate_id: uuid.UUID, *, reason: str, words: str = "", actor: uuid.UUID, now: datetime
) -> CertificateEvent:
    """Take a certificate back for good; the holder is told.

    Args:
        certificate_id: which.
        reason: one of `RevokeReason`; whoever verifies the certificate reads it.
        words: what the holder alone is told beside it; kept nowhere else.
        actor: who.
        now: when.

    Raises:
        RefusedError: no such reason, or it was taken back before.
    """
    if reason not in set(RevokeReason):
        raise RefusedError(Refusal("credentials.reason-missing"))
    certificate = locked(certificate_id)
    insist(why_not_revoke(certificate.standing_at(now).status))
    event = append(certificate, Happening.REVOKED, now=now, actor=actor, reason=reason)
    tell_revoked(certificate, RevokeReason(reason), words.strip(), now=now)
    return event


def disclose(certificate: Certificate, *, name: Shown, marks: bool, now: datetime) -> Disclosure:
    """Let the holder say what a verifier may see."""
    said = {"name": name, "marks": marks, "changed_at": now}
    return Disclosure.objects.update_or_create(certificate=certificate, defaults=said)[0]
