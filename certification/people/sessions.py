"""Verbs of sessions: note who signed in with what, list them, end them."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from certification.core import journal
from certification.core.refusals import Refusal, RefusedError
from certification.people.devices import device_of
from certification.people.models import User
from certification.people.signed_in import DEVICE, SINCE, Session


def listen() -> None:
    """Have every sign-in, by whichever way, note itself in its session."""
    user_logged_in.connect(_note_sign_in, dispatch_uid="people.sessions")


def _note_sign_in(*, request: HttpRequest, **_signal: Any) -> None:
    request.session[SINCE] = timezone.now().isoformat()
    request.session[DEVICE] = device_of(request.headers.get("User-Agent", ""))


def sessions_of(person_id: uuid.UUID, *, now: datetime) -> QuerySet[Session]:
    """Return where somebody is signed in, the one seen last first."""
    return Session.objects.filter(person=person_id, expire_date__gt=now).order_by("-seen_at", "session_key")


def drop_sessions(person_id: uuid.UUID, *, but: str = "") -> int:
    """Sign somebody out everywhere but in the session `but`, inside the caller's transaction; return of how many."""
    return Session.objects.filter(person=person_id).exclude(session_key=but).delete()[0]


def end_sessions(person: User, *, but: str = "", actor: User, now: datetime) -> int:
    """Sign somebody out everywhere, but in the session `but`; return of how many."""
    ended = drop_sessions(person.pk, but=but)
    _note(person, ended, actor=actor, now=now)
    return ended


def end_session(person: User, handle: str, *, actor: User, now: datetime) -> None:
    """Sign somebody out in one place.

    Raises:
        RefusedError: they are signed in there no more.
    """
    found = next((one for one in Session.objects.filter(person=person) if one.handle == handle), None)
    if found is None:
        raise RefusedError(Refusal("people.session-gone"))
    found.delete()
    _note(person, 1, actor=actor, now=now)


def _note(person: User, ended: int, *, actor: User, now: datetime) -> None:
    journal.record(
        "people.sessions-ended", subject=f"user:{person.pk}", actor_id=actor.pk, now=now, details={"ended": ended}
    )
