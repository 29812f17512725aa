"""Who came: the account that is linked already, at the first visit whom a claim names. Roles there raise none here."""

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from certification.core.journal import note
from certification.core.refusals import Refusal, RefusedError, insist
from certification.lti.domain import (
    LONGEST_ID,
    LONGEST_STAFF_NUMBER,
    Message,
    PersonClaim,
    name_of,
    named_by,
)
from certification.lti.models import Platform, PlatformAccount
from certification.people.models import User

_SOME: Final = 2


@transaction.atomic
def account_of(platform: Platform, message: Message, *, now: datetime) -> PlatformAccount:
    """Return who came, linked to a person here.

    Args:
        platform: from where.
        message: what it says of them.
        now: when.

    Raises:
        RefusedError: nobody is known by that name, or they may not come in this way.
    """
    insist(Refusal("lti.unnamed") if not 0 < len(message.sub) <= LONGEST_ID else None)
    linked = PlatformAccount.objects.select_related("person").filter(platform=platform, sub=message.sub).first()
    if linked is not None:
        insist(_why_not(linked.person))
        return linked
    person = _first_seen(platform, message, now)
    insist(_why_not(person))
    if (person.is_trainer or person.is_manager) and not message.is_teacher:
        raise RefusedError(Refusal("lti.staff-by-learner"))
    note(person, "lti.person-linked", f"user:{person.pk}", now=now, platform=str(platform.pk))
    known = {"person": person, "linked_at": now}
    return PlatformAccount.objects.get_or_create(platform=platform, sub=message.sub, defaults=known)[0]


def _why_not(person: User) -> Refusal | None:
    """Return why somebody does not come in from a platform."""
    if not person.is_active:
        return Refusal("lti.inactive")
    return Refusal("lti.operator") if person.is_staff or person.is_superuser else None


def _first_seen(platform: Platform, message: Message, now: datetime) -> User:
    claim = PersonClaim(platform.person_claim)
    named = named_by(message, claim)
    insist(None if named else Refusal("lti.unnamed"))
    by = {"email__iexact": named} if claim is PersonClaim.EMAIL else {"staff_number__iexact": named}
    found = list(User.objects.standing_alone().filter(**by)[:_SOME])
    if len(found) == 1:
        return found[0]
    may_be_made = not found and claim is not PersonClaim.EMAIL and len(named) <= LONGEST_STAFF_NUMBER
    if message.is_teacher or platform.new_people_cohort is None or not may_be_made:
        raise RefusedError(Refusal("lti.teacher-unknown") if message.is_teacher else Refusal("lti.nobody"))
    return _made(platform, named, name_of(message) or named, now)


def _made(platform: Platform, staff_number: str, name: str, now: datetime) -> User:
    """Make a trainee, who has no password and comes in from the platform alone."""
    person = User(
        staff_number=staff_number, display_name=name, cohort=platform.new_people_cohort, is_trainee=True
    )  # fmt: skip
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError:  # another launch made them at this moment
        return User.objects.get(staff_number=staff_number)
    note(None, "lti.person-made", f"user:{person.pk}", now=now, platform=str(platform.pk))
    return person
