"""Who has a second factor, who is offered one, and whether the session at hand has shown it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.db.models import Count, Q
from django.dispatch import Signal
from django.http import HttpRequest

from certification.people.models import User
from certification.people.permissions import AUTHORS, may_author
from certification.people.second_factor.models import SecondFactor

#: Where a session keeps which second factor it has shown.
SHOWN: Final = "second_factor"
#: Who has one, and who has none though it is offered to them, for queries of people.
HELD: Final = Q(second_factor__isnull=False)
LACKING: Final = AUTHORS & Q(second_factor=None)
#: Somebody who was signing in showed a wrong code.
code_was_wrong: Final = Signal()


class Mode(StrEnum):
    """What the operator says with SECOND_FACTOR."""

    OFF = "off"
    OFFERED = "offered"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class Kept:
    """A second factor that somebody set up: when, and how many recovery codes are left."""

    made_at: datetime
    codes_left: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What the account page says; `kept` is None where none is set up."""

    kept: Kept | None
    is_required: bool


def listen() -> None:
    """Have every sign-in, by whichever way, ask for the code again."""
    user_logged_in.connect(_forget, dispatch_uid="people.second-factor")


def _forget(*, request: HttpRequest, **_signal: Any) -> None:
    request.session.pop(SHOWN, None)


def held_factor(person: User) -> uuid.UUID | None:
    """Return which second factor somebody has; who was fetched for a session says so without a query."""
    if hasattr(person, "held_factor"):
        return cast("uuid.UUID | None", person.held_factor)
    return cast("uuid.UUID | None", SecondFactor.objects.filter(user=person).values_list("pk", flat=True).first())


def is_code_due(request: HttpRequest) -> bool:
    """Say whether who signed in has still to show the code; a factor set up anew is another one."""
    if settings.SECOND_FACTOR == Mode.OFF or not isinstance(request.user, User):
        return False
    held = held_factor(request.user)
    return held is not None and request.session.get(SHOWN) != str(held)


def is_set_up_due(person: User) -> bool:
    """Say whether the operator asks somebody for a second factor who has none."""
    return settings.SECOND_FACTOR == Mode.REQUIRED and may_author(person) and held_factor(person) is None


def note_shown(request: HttpRequest, factor: uuid.UUID) -> None:
    """Let the session in from now on, by a new key: who knew the one before is left outside."""
    request.session[SHOWN] = str(factor)
    request.session.cycle_key()


def is_offered(person: User) -> bool:
    """Say whether somebody sees the pages of it: trainers, managers, operators, and who has one from before."""
    return settings.SECOND_FACTOR != Mode.OFF and (may_author(person) or held_factor(person) is not None)


def standing_of(person: User) -> Standing | None:
    """Return what somebody's account page says; None where it says nothing."""
    if not is_offered(person):
        return None
    return Standing(kept_by(person), settings.SECOND_FACTOR == Mode.REQUIRED and may_author(person))


def kept_by(person: User) -> Kept | None:
    """Return somebody's second factor; no query where the session's person has none."""
    if held_factor(person) is None:
        return None
    found = SecondFactor.objects.filter(user=person).values_list("made_at", Count("recovery_codes")).first()
    return Kept(*found) if found else None
