"""The first manager of a real site: made at the command line, let in by a link that works once."""

import hashlib
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.db import transaction

from certification.core import journal
from certification.core.refusals import Refusal, RefusedError, insist
from certification.people.domain import Role
from certification.people.models import User
from certification.people.passwords import change_password

SALT: Final = "people.first-manager"
VALID_FOR: Final = timedelta(hours=24)


@transaction.atomic
def make_first_manager(staff_number: str, display_name: str, *, is_operator: bool, now: datetime) -> User:
    """Make the person, who cannot sign in before the link was used; a second call makes earlier links void.

    Raises:
        RefusedError: an active manager has a password already; the number is somebody else's.
    """
    for manager in User.objects.select_for_update().holding(Role.MANAGER):
        if manager.has_usable_password():
            raise RefusedError(Refusal("people.has-manager", {"number": manager.staff_number}))
    person = User.objects.filter(staff_number__iexact=staff_number.strip()).first()
    if person is None:
        person = User(staff_number=staff_number.strip())
    elif not (person.is_manager and person.is_active):
        raise RefusedError(Refusal("people.number-taken", {"number": person.staff_number}))
    person.display_name, person.is_manager = display_name.strip(), True
    person.is_staff = person.is_superuser = is_operator
    person.set_unusable_password()  # a random one each time: it is part of the seal of a link
    person.full_clean(exclude=["password"])
    person.save()
    journal.record("people.first-manager-made", subject=f"user:{person.pk}", actor_id=None, now=now)
    return person


def make_link(person: User) -> str:
    """Return the token of a link that lets `person` choose a password once, within `VALID_FOR`."""
    return signing.dumps({"person": str(person.pk), "seal": _seal(person)}, salt=SALT)


def follow_link(token: str) -> User:
    """Return whom the link is for; nothing is written.

    Raises:
        RefusedError: it was changed on the way, is too old, or was used.
    """
    return _holder(token, lock=False)


@transaction.atomic
def use_link(token: str, password: str, *, now: datetime) -> User:
    """Give the holder the password that they chose; the link is used up.

    Raises:
        RefusedError: as `follow_link`; of two who use it at once the second.
    """
    person = _holder(token, lock=True)
    change_password(person, password, now=now)
    return person


def _holder(token: str, *, lock: bool) -> User:
    try:
        said = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.SignatureExpired:
        raise RefusedError(Refusal("people.link-expired")) from None
    except signing.BadSignature:
        raise RefusedError(Refusal("people.link-unknown")) from None
    people = User.objects.select_for_update() if lock else User.objects.all()
    person = people.filter(pk=said["person"], is_active=True).first()
    insist(None if person is not None and _seal(person) == said["seal"] else Refusal("people.link-used"))
    assert person is not None
    return person


def _seal(person: User) -> str:
    """Return what changes with the password, and does not tell it."""
    return hashlib.sha256(f"{SALT}:{person.password}".encode()).hexdigest()[:16]
