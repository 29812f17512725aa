"""Verbs of passwords."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from certification.core import journal
from certification.core.refusals import Refusal
from certification.people.models import User
from certification.people.sessions import drop_sessions


def why_not_password(person: User) -> Refusal | None:
    """Return why a password does not let somebody in: the company's account alone may be meant to."""
    is_kept = person.is_manager or person.is_staff  # who has to get in when the provider is down or set up wrongly
    return Refusal("people.sso-only") if settings.SSO_ONLY and not is_kept else None


@transaction.atomic
def change_password(person: User, password: str, *, but: str = "", now: datetime) -> None:
    """Give somebody the password that they chose; nobody else knows it from now on.

    Every other session of theirs ends, and a one-time link that is out is void.

    Args:
        person: who chose it.
        password: what they chose.
        but: the key of the session that goes on.
        now: when.
    """
    person.set_password(password)
    person.password_is_initial, person.link_key = False, ""
    person.save(update_fields=["password", "password_is_initial", "link_key"])
    ended = drop_sessions(person.pk, but=but)
    journal.record(
        "people.password-changed", subject=f"user:{person.pk}", actor_id=person.pk, now=now, details={"ended": ended}
    )
