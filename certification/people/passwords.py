"""Verbs of passwords."""

from datetime import datetime

from django.db import transaction

from certification.core import journal
from certification.people.models import User


@transaction.atomic
def change_password(person: User, password: str, *, now: datetime) -> None:
    """Give somebody the password that they chose; nobody else knows it from now on."""
    person.set_password(password)
    person.password_is_initial = False
    person.save(update_fields=["password", "password_is_initial"])
    journal.record("people.password-changed", subject=f"user:{person.pk}", actor_id=person.pk, now=now)
