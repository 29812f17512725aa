"""Verbs of certificates: issue, revoke, say who may see what."""

import secrets
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from certification.attempts.domain import AttemptKind, AttemptState
from certification.attempts.models import Attempt
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError, insist
from certification.credentials.domain import Happening, RevokeReason, Shown, end_of, why_not_revoke
from certification.credentials.events import append, locked
from certification.credentials.models import Certificate, CertificateEvent, Disclosure, Programme
from certification.credentials.spelling import ALPHABET, SECRET_LETTERS, number_of
from certification.credentials.status_lists import slot_of
from certification.credentials.telling import tell_issued, tell_revoked
from certification.drills.models import DrillRun
from certification.drills.services.results import READINGS, result_of
from certification.grading.passing import Outcome, best_of, outcomes

#: Of somebody's talks over a script so many, the newest, are looked at.
TALKS = 10


def counting(programme: Programme) -> QuerySet[Attempt]:
    """Return the handed-in exams of the rounds that count for a programme, the newest first."""
    counted = Q(round__blueprint__name__in=programme.blueprints) | Q(round__in=programme.rounds.all())
    return Attempt.objects.handed_in(AttemptKind.EXAM).filter(counted).distinct()


def since_when(programme: Programme, now: datetime) -> datetime | None:
    """Return from when on exams and drills are in time, None where there is no limit."""
    return now - timedelta(days=programme.within_days) if programme.within_days else None


def drills_missing(
    people: Collection[uuid.UUID], codes: Collection[str], *, since: datetime | None = None
) -> dict[uuid.UUID, list[str]]:
    """Return for each of some people the codes of the scripts that they have not passed in practice, in their order.

    One query, and those of `result_of` for each talk that nobody asked about yet.

    Args:
        people: who.
        codes: of scripts.
        since: talks that ended before do not count.
    """
    runs = DrillRun.objects.practice().finished().filter(person__in=people, version__question__code__in=codes)
    if since is not None:
        runs = runs.filter(ended_at__gte=since)
    talks: dict[tuple[uuid.UUID, str], list[tuple[uuid.UUID, int]]] = defaultdict(list)
    rows = runs.annotate(readings=READINGS).values_list("person", "version__question__code", "pk", "readings")
    for person, code, run, readings in rows:
        talks[person, code].append((run, readings))
    return {person: [code for code in codes if not _has_passed(talks[person, code][:TALKS])] for person in people}


def _has_passed(talks: Iterable[tuple[uuid.UUID, int]]) -> bool:
    return any(result_of(*one).has_passed for one in talks)


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
        RefusedError: the programme is closed or does not count this exam, it is not handed in, not passed or too long
            ago, the person has gone, or drills are missing.
    """
    existing = Certificate.objects.filter(programme=programme, attempt=attempt_id).first()
    if existing is not None:
        return existing
    outcome = _passed(programme, attempt_id, now)
    attempt = outcome.total.attempt
    try:
        with transaction.atomic():
            certificate = _write(programme, outcome, actor=actor, now=now)
    except IntegrityError:  # two managers at once: the constraint decides
        return Certificate.objects.get(programme=programme, attempt=attempt_id)
    Disclosure.objects.create(certificate=certificate, changed_at=now)
    slot_of(certificate)
    details = {"number": certificate.number, "attempt": str(attempt.pk), "programme": str(programme.pk)}
    subject = f"certificate:{certificate.pk}"
    journal.record("certificate.issued", subject=subject, actor_id=actor, now=now, details=details)
    tell_issued(certificate, now=now)
    return certificate


def _passed(programme: Programme, attempt_id: uuid.UUID, now: datetime) -> Outcome:
    if not programme.is_open:
        raise RefusedError(Refusal("credentials.closed"))
    attempt = Attempt.objects.select_related("trainee").filter(pk=attempt_id).first()
    if attempt is None or attempt.state != AttemptState.HANDED_IN:
        raise RefusedError(Refusal("credentials.not-handed-in"))
    found = outcomes(counting(programme).filter(pk=attempt_id))
    if not found:
        raise RefusedError(Refusal("credentials.not-counted"))
    if not found[0].has_passed:
        raise RefusedError(Refusal("credentials.not-passed"))
    since = since_when(programme, now)
    if since is not None and attempt.handed_in_at is not None and attempt.handed_in_at < since:
        raise RefusedError(Refusal("credentials.too-long-ago", {"days": (now - attempt.handed_in_at).days}))
    if not attempt.trainee.is_active:
        raise RefusedError(Refusal("credentials.gone"))
    missing = drills_missing([attempt.trainee_id], programme.drills, since=since)[attempt.trainee_id]
    if missing:
        raise RefusedError(Refusal("credentials.drills-missing", {"codes": "、".join(missing)}))
    return found[0]


def _write(programme: Programme, outcome: Outcome, *, actor: uuid.UUID | None, now: datetime) -> Certificate:
    attempt = outcome.total.attempt
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    letters = "".join(secrets.choice(ALPHABET) for _ in range(SECRET_LETTERS))
    return Certificate.objects.create(
        number=number_of(today, letters),
        person=attempt.trainee_id,
        programme=programme,
        attempt=attempt,
        title=programme.name,
        issuer=programme.issuer,
        edition=attempt.edition,
        points=outcome.total.points,
        out_of=outcome.total.out_of,
        areas=programme.areas,
        books=programme.books,
        ends_on_change=programme.ends_on_change,
        grace_days=programme.grace_days,
        issued_at=now,
        valid_until=end_of(today, programme.months),
        issued_by=actor,
    )


def waiting_for(
    programme: Programme,
    *,
    now: datetime,
    among: QuerySet[Attempt] | None = None,
    is_offered: Callable[[Attempt], bool] = lambda _attempt: True,
) -> list[Outcome]:
    """Return the exams that wait for a certificate: passed, in time, the best of each person, newer than their last.

    Args:
        programme: which.
        now: when it would be issued.
        among: only these of the exams that count.
        is_offered: leaves out others, before the best is taken.
    """
    certified = Certificate.objects.filter(
        programme=programme, attempt__trainee=OuterRef("trainee"), attempt__handed_in_at__gte=OuterRef("handed_in_at")
    )
    exams = counting(programme).filter(~Exists(certified), trainee__is_active=True).select_related("trainee", "round")
    since = since_when(programme, now)
    exams = exams if since is None else exams.filter(handed_in_at__gte=since)
    exams = exams if among is None else exams.filter(pk__in=among.values("pk"))
    by_person: dict[uuid.UUID, list[Outcome]] = {}
    for one in outcomes(exams):
        if is_offered(one.total.attempt):
            by_person.setdefault(one.total.attempt.trainee_id, []).append(one)
    best = (best_of(found) for found in by_person.values())
    return [one for one in best if one is not None and one.has_passed]


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
