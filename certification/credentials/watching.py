"""Looking after certificates: rules that change in their scope, ends that come near, top-ups that were handed in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cases import api
from certification.competency.areas.services import fingerprint
from certification.credentials.bookkeeping import WatchCursor
from certification.credentials.domain import (
    OVER,
    REMIND_TOP_UP_DAYS,
    TELL_OVER_DAYS,
    Happening,
    Standing,
    Status,
    due_after,
    reminder_due,
)
from certification.credentials.events import append, locked
from certification.credentials.following import follow, has_news
from certification.credentials.models import Certificate, Programme
from certification.credentials.scopes import changes
from certification.credentials.telling import tell_changed, tell_ending, tell_over, tell_top_up_due
from certification.credentials.topping_up import settle_top_ups, unsettled

#: Ends come near by the day; new editions and top-ups are seen whenever somebody looks.
EVERY: Final = timedelta(hours=6)
AT_ONCE: Final = 500


def is_due(now: datetime) -> bool:
    """Say whether there is something to look after: marks, a new edition, an old look, a top-up. Nine small queries."""
    if not Certificate.objects.exists() and not Programme.objects.filter(is_open=True, is_automatic=True).exists():
        return False
    cursor = WatchCursor.objects.filter(pk=1).first() or WatchCursor()
    return _is_walk_due(cursor, now) or unsettled().exists() or has_news(cursor, now)


def _is_walk_due(cursor: WatchCursor, now: datetime) -> bool:
    """Say whether every certificate is to be looked at: ends come near, or there is another edition."""
    if cursor.looked_at is None or now - cursor.looked_at >= EVERY:
        return True
    try:
        return api.current_edition_id() != cursor.edition
    except api.NoEditionError:
        return False


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
    """Settle top-ups, follow the marks; every few hours and on a new edition look at every certificate too.

    Doing it twice is harmless.

    Returns:
        How many certificates had something happen.
    """
    cursor = WatchCursor.objects.get_or_create(pk=1)[0]
    happened = settle_top_ups(now=now) + follow(cursor, now=now)
    if _is_walk_due(cursor, now):
        happened += _walk(now)
        cursor.edition, cursor.looked_at = _edition(), now
    cursor.save()
    return happened


def _edition() -> str:
    try:
        return api.current_edition_id()
    except api.NoEditionError:
        return ""


def _walk(now: datetime) -> int:
    """Note changed rules, remind of ends, tell what is over."""
    edition, areas = _edition(), fingerprint()
    happened = 0
    for certificate in _looked_after(now):
        if _todo(certificate, certificate.standing_at(now), edition, areas, now):
            happened += _note(certificate, edition, areas, now)
    return happened


def _looked_after(now: datetime) -> Iterator[Certificate]:
    """Those that run, and those that ended lately."""
    fresh = Certificate.objects.running(now - timedelta(days=TELL_OVER_DAYS))
    return fresh.told().iterator(chunk_size=AT_ONCE)


@dataclass(frozen=True, slots=True)
class _Todo:
    """What is to be noted: rules that changed (None: nothing), days before the end, days before the last top-up day."""

    rules: tuple[str, ...] | None
    end: int | None
    due: int | None

    def __bool__(self) -> bool:
        return (self.rules, self.end, self.due) != (None, None, None)


def _todo(certificate: Certificate, at: Standing, edition: str, areas: str, now: datetime) -> _Todo:
    if at.status is Status.EXPIRED:
        return _Todo(None, None if OVER in at.reminded or certificate.is_replaced else OVER, None)
    if at.status in {Status.REVOKED, Status.REPLACED}:
        return _Todo(None, None, None)
    due = reminder_due(at.due_at, at.due_reminded, now, before=_before_due(certificate)) if at.due_at else None
    return _Todo(
        _news(certificate, at, edition, areas), reminder_due(certificate.valid_until, at.reminded, now), due
    )  # fmt: skip


def _before_due(certificate: Certificate) -> list[int]:
    """Return how many days before the last day for a top-up to remind: not on the very day when it was asked for."""
    return [days for days in REMIND_TOP_UP_DAYS if days < certificate.grace_days]


def _news(certificate: Certificate, at: Standing, edition: str, areas: str) -> tuple[str, ...] | None:
    """Return the rules in scope that decide otherwise by now; None where the certificate's record says so already."""
    if not certificate.ends_on_change or not edition:
        return None
    rules = changes(certificate.scope, at.edition, edition, areas)
    return None if rules == at.changed else rules


@transaction.atomic
def _note(stale: Certificate, edition: str, areas: str, now: datetime) -> int:
    """Append what is to be appended, from the record as it is once nobody else writes."""
    certificate = locked(stale.pk)
    at = certificate.standing_at(now)
    todo = _todo(certificate, at, edition, areas, now)
    if todo.rules is not None:
        due_at = due_after(now, certificate.grace_days)
        details = {"edition": edition, "rules": list(todo.rules), "due_at": due_at.isoformat()}
        append(certificate, Happening.RULES_CHANGED, now=now, details=details)
        tell_changed(certificate, todo.rules, at.due_at or due_at, now=now)
    if todo.end is not None:
        append(certificate, Happening.REMINDED, now=now, details={"days": todo.end})
        (tell_over if todo.end == OVER else tell_ending)(certificate, now=now)
    if todo.due is not None and at.due_at is not None and todo.rules != ():
        append(certificate, Happening.DUE_REMINDED, now=now, details={"days": todo.due})
        tell_top_up_due(certificate, at.due_at, now=now)
    return int(bool(todo))
