"""Looking after certificates: rules that change in their scope, ends that come near, top-ups that were handed in."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cases import api
from certification.competency.areas.services import fingerprint
from certification.credentials.domain import Happening, Standing, Status, due_after, reminder_due
from certification.credentials.events import append, locked
from certification.credentials.models import Certificate, WatchCursor
from certification.credentials.scopes import changes
from certification.credentials.telling import tell_changed, tell_ending
from certification.credentials.topping_up import settle_top_ups, unsettled

#: Ends come near by the day; new editions and top-ups are seen whenever somebody looks.
EVERY: Final = timedelta(hours=6)
AT_ONCE: Final = 500


def is_due(now: datetime) -> bool:
    """Say whether there is something to look after: a new edition, an old look, a top-up to settle. Four queries."""
    if not Certificate.objects.exists():
        return False
    cursor = WatchCursor.objects.filter(pk=1).first()
    if cursor is None or cursor.looked_at is None or now - cursor.looked_at >= EVERY:
        return True
    try:
        edition = api.current_edition_id()
    except api.NoEditionError:
        return False
    return edition != cursor.edition or unsettled().exists()


def ask_to_look_over(now: datetime) -> None:
    """Ask the worker to look over the certificates where that is due and not asked for yet."""
    waiting = DBTaskResult.objects.filter(task_path=look_over_in_background.module_path, finished_at=None)
    if is_due(now) and not waiting.exists():
        look_over_in_background.enqueue()


@task()
def look_over_in_background() -> int:
    """Look over the certificates in the worker; return how many had something happen."""
    return look_over(now=timezone.now())


def look_over(*, now: datetime) -> int:
    """Note changed rules, remind of ends, settle top-ups. Doing it twice is harmless. Return how many had an event."""
    try:
        edition = api.current_edition_id()
    except api.NoEditionError:
        return 0
    happened, areas = settle_top_ups(now=now), fingerprint()
    for certificate in _running(now):
        at = certificate.standing_at(now)
        if _news(certificate, at, edition, areas) is not None or _reminder(certificate, at, now) is not None:
            happened += _note(certificate, edition, areas, now)
    WatchCursor.objects.update_or_create(pk=1, defaults={"edition": edition, "looked_at": now})
    return happened


def _running(now: datetime) -> Iterator[Certificate]:
    return Certificate.objects.running(now).prefetch_related("events").iterator(chunk_size=AT_ONCE)


def _news(certificate: Certificate, at: Standing, edition: str, areas: str) -> tuple[str, ...] | None:
    """Return the rules in scope that decide otherwise by now; None where the certificate's record says so already."""
    if not certificate.ends_on_change:
        return None
    rules = changes(certificate.scope, at.edition, edition, areas)
    return None if rules == at.changed else rules


def _reminder(certificate: Certificate, at: Standing, now: datetime) -> int | None:
    return reminder_due(certificate.valid_until, at.reminded, now)


@transaction.atomic
def _note(stale: Certificate, edition: str, areas: str, now: datetime) -> int:
    """Append what is to be appended, from the record as it is once nobody else writes."""
    certificate = locked(stale.pk)
    at = certificate.standing_at(now)
    if at.status in {Status.REVOKED, Status.EXPIRED}:
        return 0
    rules, days = _news(certificate, at, edition, areas), _reminder(certificate, at, now)
    if rules is not None:
        due_at = due_after(now, certificate.grace_days)
        details = {"edition": edition, "rules": list(rules), "due_at": due_at.isoformat()}
        append(certificate, Happening.RULES_CHANGED, now=now, details=details)
        tell_changed(certificate, rules, at.due_at or due_at, now=now)
    if days is not None:
        append(certificate, Happening.REMINDED, now=now, details={"days": days})
        tell_ending(certificate, now=now)
    return int(rules is not None or days is not None)
