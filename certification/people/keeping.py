"""Verbs of managers: make a person, change, deactivate, let back in, hand out a one-time link."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from certification.core import journal
from certification.core.append_only import ERASED
from certification.core.refusals import Refusal, RefusedError, insist
from certification.people.domain import Role
from certification.people.last_manager import keeping_a_manager
from certification.people.links import make_link, void_link
from certification.people.models import Cohort, User
from certification.people.sessions import drop_sessions

_COLUMNS: Final = ("staff_number", "display_name", "email", "cohort", *(f"is_{role}" for role in Role))


@dataclass(frozen=True, slots=True)
class PersonFields:
    """What a manager says of a person."""

    staff_number: str
    display_name: str
    cohort: Cohort | None = None
    roles: frozenset[Role] = frozenset()
    email: str = ""


def create_person(said: PersonFields, *, actor: User, now: datetime) -> User:
    """Make a person, who cannot sign in before they chose a password by a one-time link.

    Raises:
        RefusedError: somebody has the number.
    """
    with _one_holds_the_number(said), transaction.atomic():
        person = User(password_is_initial=True)
        _fill(person, said)
        person.set_unusable_password()
        person.save(force_insert=True)
        _note("people.person-made", person, actor, now, roles=sorted(said.roles))
    return person


def change_person(person_id: uuid.UUID, said: PersonFields, *, actor: User, now: datetime) -> User:
    """Change what is said of a person: number, name, cohort, roles, address.

    Raises:
        User.DoesNotExist: there is nobody.
        RefusedError: somebody else has the number; an operator or a merged duplicate; one's own role of manager;
            nobody would be left to manage.
    """
    with _one_holds_the_number(said), transaction.atomic(), keeping_a_manager():
        person = _locked(person_id, actor)
        before = {name: getattr(person, name) for name in _COLUMNS}
        _fill(person, said)
        insist(_own_way_in(person, actor, before["is_manager"]))
        changed = [name for name in _COLUMNS if getattr(person, name) != before[name]]
        if changed:
            person.save(update_fields=changed)
            _note("people.person-changed", person, actor, now, changed=changed, roles=sorted(said.roles))
    return person


def _own_way_in(person: User, actor: User, was_manager: bool) -> Refusal | None:  # noqa: FBT001 - one of two states
    """Return why somebody may not take the role from themselves; the last one is told that they are."""
    if person.pk != actor.pk or not was_manager or person.is_manager:
        return None
    others = User.objects.holding(Role.MANAGER).exclude(pk=person.pk).exists()
    return Refusal("people.own-role") if others else Refusal("people.last-manager")


def deactivate(person_id: uuid.UUID, *, actor: User, now: datetime) -> User:
    """Let somebody in no more: signed out everywhere at once, the link that is out void. What they did stays.

    Raises:
        User.DoesNotExist: there is nobody.
        RefusedError: oneself; an operator or a merged duplicate; nobody would be left to manage.
    """
    with transaction.atomic(), keeping_a_manager():
        person = _locked(person_id, actor)
        if person.pk == actor.pk:
            raise RefusedError(Refusal("people.own-account"))
        if person.is_active:
            person.is_active = False
            person.save(update_fields=["is_active"])
            void_link(person)
            _note("people.deactivated", person, actor, now, ended=drop_sessions(person.pk))
    return person


@transaction.atomic
def reactivate(person_id: uuid.UUID, *, actor: User, now: datetime) -> User:
    """Let somebody in again, with the password that they had.

    Raises:
        User.DoesNotExist: there is nobody.
        RefusedError: an operator or a merged duplicate.
    """
    person = _locked(person_id, actor)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        _note("people.reactivated", person, actor, now)
    return person


@transaction.atomic
def hand_out_link(person_id: uuid.UUID, *, by_mail: bool, actor: User, now: datetime) -> tuple[User, str]:
    """Make a one-time link by which somebody chooses a new password; earlier ones are void. Return its token.

    Until it is used, the present password and sessions go on.

    Raises:
        User.DoesNotExist: there is nobody.
        RefusedError: they are not active; an operator or a merged duplicate.
    """
    person = _locked(person_id, actor)
    insist(None if person.is_active else Refusal("people.not-active"))
    token = make_link(person)
    _note("people.link-made", person, actor, now, by_mail=by_mail)
    return person, token


def why_not_change(person: User, actor: User) -> Refusal | None:
    """Return why `actor` may not change that person: operators are for operators, merged and erased for nobody."""
    if person.merged_into_id is not None:
        return Refusal("people.is-merged")
    if person.display_name == ERASED:
        return Refusal("people.is-erased")
    if person.is_staff and not actor.is_staff:
        return Refusal("people.is-operator")
    return None


def _locked(person_id: uuid.UUID, actor: User) -> User:
    person = User.objects.select_for_update().get(pk=person_id)
    insist(why_not_change(person, actor))
    return person


def _fill(person: User, said: PersonFields) -> None:
    person.staff_number, person.display_name = said.staff_number.strip(), said.display_name.strip()
    person.cohort, person.email = said.cohort, said.email
    for role in Role:
        setattr(person, f"is_{role}", role in said.roles)
    held = User.objects.filter(staff_number__iexact=person.staff_number).exclude(pk=person.pk).first()
    if held is not None:
        raise RefusedError(Refusal("people.number-in-use", {"number": held.staff_number, "name": held.display_name}))


@contextmanager
def _one_holds_the_number(said: PersonFields) -> Iterator[None]:
    """Refuse what the database refused: somebody else took the number at this moment."""
    try:
        yield
    except IntegrityError as error:
        held = User.objects.filter(staff_number=said.staff_number.strip()).first()
        if held is None:
            raise
        raise RefusedError(
            Refusal("people.number-in-use", {"number": held.staff_number, "name": held.display_name})
        ) from error


def _note(verb: str, person: User, actor: User, now: datetime, **details: Any) -> None:
    journal.record(verb, subject=f"user:{person.pk}", actor_id=actor.pk, now=now, details=details)
