"""One-time links: who holds one chooses a password, once, within a day. A new link makes the one before void."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.db import transaction

from certification.core.refusals import Refusal, RefusedError, insist
from certification.people.models import User
from certification.people.passwords import change_password

SALT: Final = "people.first-manager"
VALID_FOR: Final = timedelta(hours=24)


def make_link(person: User) -> str:
    """Return the token of a link that lets `person` choose a password once, within `VALID_FOR`."""
    person.link_key = secrets.token_hex(16)
    person.save(update_fields=["link_key"])
    return signing.dumps({"person": str(person.pk), "seal": _seal(person)}, salt=SALT)


def void_link(person: User) -> None:
    """Make the link that is out worthless."""
    person.link_key = ""
    person.save(update_fields=["link_key"])


def follow_link(token: str) -> User:
    """Return whom the link is for; nothing is written.

    Raises:
        RefusedError: it was changed on the way, is too old, was used, or another one was made since.
    """
    return _holder(token, lock=False)


@transaction.atomic
def use_link(token: str, password: str, *, now: datetime) -> User:
    """Give the holder the password that they chose; the link is used up, and they are signed out everywhere.

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
    person = people.filter(pk=said["person"], is_active=True).exclude(link_key="").first()
    insist(None if person is not None and _seal(person) == said["seal"] else Refusal("people.link-used"))
    assert person is not None
    return person


def _seal(person: User) -> str:
    """Return what changes with the password and with every new link, and tells neither."""
    return hashlib.sha256(f"{SALT}:{person.password}:{person.link_key}".encode()).hexdigest()[:16]
