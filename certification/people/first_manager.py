"""The first manager of a real site: made at the command line, let in by a link that works once."""

from datetime import datetime

from django.db import transaction

from certification.core import journal
from certification.core.refusals import Refusal, RefusedError
from certification.people.domain import Role
from certification.people.models import User


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
