"""Erasing a person: their name, numbers, words, sessions and plans go; marks stay by a pseudonym that leads nowhere."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.core import journal
from certification.core.append_only import ERASED, erase_words
from certification.core.refusals import Refusal, RefusedError, insist
from certification.credentials.domain import RevokeReason, Status
from certification.credentials.models import Certificate
from certification.credentials.services import revoke_certificate
from certification.exchange.everything.models import Takeout
from certification.exchange.everything.services import discard_takeout
from certification.exchange.people import plan_people
from certification.exchange.roster.models import RosterPlan
from certification.exchange.roster.services import discard_roster
from certification.people.domain import Role
from certification.people.models import User
from certification.privacy.domain import Entry, Fate, Standing, erased_number, why_not_erase
from certification.privacy.models import Erasure
from certification.privacy.register import REGISTER
from certification.privacy.rows import Mention, Subject, counts_about, mentions_of, rows_about, subject_of

_PERSON = "certification.User"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What erasing somebody would do, before it is done.

    Attributes:
        refusal: why it cannot be done now.
        deleted, stripped, kept: tables with how many rows go, lose their words, stay as they are by pseudonym.
        certificates: how many that still hold are taken back.
        mentions: texts that stay and name the person; somebody has to read them.
    """

    refusal: Refusal | None
    deleted: tuple[tuple[Entry, int], ...]
    stripped: tuple[tuple[Entry, int], ...]
    kept: tuple[tuple[Entry, int], ...]
    certificates: int
    mentions: tuple[Mention, ...]


def outlook(person: User, *, actor: User, now: datetime) -> Outlook:
    """Return what erasing `person` would do; nothing is written."""
    subject = subject_of(person)
    found = list(counts_about(subject))
    return Outlook(
        refusal=_why_not(person, actor),
        deleted=tuple(one for one in found if one[0].fate is Fate.DELETED),
        stripped=tuple(one for one in found if one[0].fate is Fate.KEPT and (one[0].words or one[0].cleared)),
        kept=tuple(one for one in found if one[0].fate is Fate.KEPT and not (one[0].words or one[0].cleared)),
        certificates=len(_holding(subject, now)),
        mentions=tuple(mentions_of(subject.names)),
    )


def _why_not(person: User, actor: User) -> Refusal | None:
    if person.merged_into_id is not None:
        return Refusal("privacy.merged")
    managers = User.objects.holding(Role.MANAGER)
    return why_not_erase(
        Standing(
            is_oneself=person.pk == actor.pk,
            is_erased=Erasure.objects.filter(person=person.pk).exists(),
            is_operator=person.is_staff or person.is_superuser,
            is_last_manager=person.is_manager and not managers.exclude(pk=person.pk).exists(),
            is_sitting=Attempt.objects.filter(trainee=person, state=AttemptState.OPEN)
            .exclude(kind="practice")
            .exists(),
        )
    )


def erase_person(person_id: uuid.UUID, *, typed: str, actor: User, now: datetime) -> Erasure:
    """Erase a person for good.

    Finished exports of everything are deleted first, a few pieces at a time; the rest is one transaction.

    Args:
        person_id: whom.
        typed: their staff number, as it was typed to confirm.
        actor: a manager.
        now: when.

    Raises:
        User.DoesNotExist: there is none.
        RefusedError: `why_not_erase` says why, it was merged into another person, or the number was mistyped.
    """
    person = User.objects.get(pk=person_id)
    _check(person, typed, actor)
    for takeout in Takeout.objects.values_list("pk", flat=True):
        discard_takeout(takeout, actor=actor, now=now)
    return _erase(person_id, typed=typed, actor=actor, now=now)


def _check(person: User, typed: str, actor: User) -> None:
    insist(_why_not(person, actor))
    if typed.strip() != person.staff_number:
        raise RefusedError(Refusal("privacy.not-typed", {"number": person.staff_number}))


@transaction.atomic
def _erase(person_id: uuid.UUID, *, typed: str, actor: User, now: datetime) -> Erasure:
    list(User.objects.select_for_update().holding(Role.MANAGER))  # two who erase each other wait here
    person = User.objects.select_for_update(of=("self",)).get(pk=person_id)
    _check(person, typed, actor)
    subject = subject_of(person)
    for held in _holding(subject, now):
        revoke_certificate(held.pk, reason=RevokeReason.HOLDER_ERASED, actor=actor.pk, now=now)
    _discard_sheets(subject, actor)
    counts = {entry.model: treated for entry in REGISTER.values() if (treated := _treat(entry, subject))}
    for one in User.objects.filter(pk__in=subject.ids):
        _empty(one)
    journal.record("privacy.erased", subject=f"user:{person.pk}", actor_id=actor.pk, now=now, details=counts)
    return Erasure.objects.create(person=person.pk, erased_by=actor.pk, erased_at=now, counts=counts)


def _holding(subject: Subject, now: datetime) -> list[Certificate]:
    running = Certificate.objects.filter(person__in=subject.ids).running(now).prefetch_related("events")
    return [one for one in running if one.standing_at(now).status is not Status.REVOKED]


def _treat(entry: Entry, subject: Subject) -> int:
    """Do to one table what the register says; return to how many rows."""
    if entry.model == _PERSON or not entry.is_about_somebody:
        return 0
    rows = rows_about(entry, subject).filter(**entry.within).order_by()
    if entry.fate is Fate.DELETED:
        number = rows.count()
        rows.delete()
        return number
    changed = erase_words(rows, entry.words)
    return changed + (rows.update(**entry.cleared) if entry.cleared else 0)


def _discard_sheets(subject: Subject, actor: User) -> None:
    """Throw away the sheets of people that nobody confirmed and that name the person."""
    names = {one.lower() for one in subject.names}
    for plan in RosterPlan.objects.filter(data__isnull=False):
        try:
            rows = plan_people(bytes(plan.data or b""), actor=actor)
        except RefusedError:
            continue
        if any({row.number.lower(), row.name.lower()} & names for row in rows):
            discard_roster(plan.pk)


def _empty(person: User) -> None:
    """Leave of a person a row that says nothing, and lets nobody in."""
    person.staff_number, person.display_name = erased_number(str(person.pk)), ERASED
    person.email = person.link_key = person.language = ""
    person.cohort = person.last_login = None
    person.is_active = person.is_staff = person.is_superuser = person.password_is_initial = False
    for role in Role:
        setattr(person, f"is_{role}", False)
    person.set_unusable_password()
    person.save()
