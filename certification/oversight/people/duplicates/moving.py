"""Merging: everything that may change names the survivor, the duplicate is kept and may nothing."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from certification.attempts.closing import drop_open_practice
from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.bank.workflow.models import QuestionDraft
from certification.competency.assignments.models import Assignee
from certification.competency.learning import learn
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError
from certification.oversight.people.duplicates.looking import Merge, look_at_merge, staying
from certification.oversight.people.duplicates.relations import ANEW, MOVES, OPEN_DRAFTS, UNLESS_BOTH
from certification.people.domain import Role
from certification.people.last_manager import keeping_a_manager
from certification.people.models import User
from certification.people.second_factor.models import SecondFactor
from certification.people.sessions import drop_sessions
from certification.rounds.models import AllowanceGrant, Seat


def merge_people(duplicate_id: uuid.UUID, survivor_id: uuid.UUID, *, seen: str, actor: User, now: datetime) -> Merge:
    """Make one person of two accounts; it cannot be undone.

    Marks, certificates and the journal are not touched: they go on naming the duplicate, which is kept. Marks are
    read through their attempt, and certificates too, so the survivor holds both.

    Args:
        duplicate_id: whose account ends.
        survivor_id: who goes on, with their own number, name, cohort and roles.
        seen: what `Merge.seen` said of what was looked at.
        actor: who does it.
        now: when.

    Raises:
        User.DoesNotExist: there is nobody.
        RefusedError: one of `Merge.refusals`; something else would be moved by now; nobody would be left to manage.
    """
    try:
        with transaction.atomic(), keeping_a_manager():
            people = {one.pk: one for one in _locked(duplicate_id, survivor_id)}
            merge = look_at_merge(people[duplicate_id], people[survivor_id], actor=actor)
            if merge.refusals:
                raise RefusedError(merge.refusals[0])
            if merge.seen != seen:
                raise RefusedError(Refusal("people.merge-changed"))
            _move(duplicate_id, survivor_id, now)
            _retire(merge.duplicate, merge.survivor)
            journal.record(
                "people.merged", subject=f"user:{survivor_id}", actor_id=actor.pk, now=now,
                details={"duplicate": str(duplicate_id), "moved": sum(line.moves for line in merge.lines)},
            )  # fmt: skip
            learn([survivor_id, duplicate_id], now=now)
    except IntegrityError as error:  # one of the two began something at this moment
        raise RefusedError(Refusal("people.merge-changed")) from error
    return merge


def _locked(*ids: uuid.UUID) -> list[User]:
    found = list(User.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    if len(found) < len(set(ids)):
        raise User.DoesNotExist
    return found


def _move(duplicate: uuid.UUID, survivor: uuid.UUID, now: datetime) -> None:
    _move_seats(duplicate, survivor, now)
    _move_attempts(duplicate, survivor)
    _move_assignments(duplicate, survivor)
    for column in ("author", "updated_by", "reviewer"):
        QuestionDraft.objects.filter(OPEN_DRAFTS, **{column: duplicate}).update(**{column: survivor})
    for model, column, alike, which in UNLESS_BOTH:
        kept = staying(model, column, alike, which, duplicate=duplicate, survivor=survivor)
        held = list(kept.values_list("pk", flat=True))
        rows = model._default_manager.filter(**{column: duplicate})  # noqa: SLF001 - Django's documented API
        rows.exclude(pk__in=held).update(**{column: survivor})
    for model, column in MOVES:
        model._default_manager.filter(**{column: duplicate}).update(**{column: survivor})  # noqa: SLF001 - as above
    for model, column in ANEW:
        model._default_manager.filter(**{column: duplicate}).delete()  # noqa: SLF001 - as above


def _move_seats(duplicate: uuid.UUID, survivor: uuid.UUID, now: datetime) -> None:
    """Where both have a seat, the one that was sat on stays; who has more time in a round to come keeps it."""
    sat = Attempt.objects.sat_by(duplicate).filter(round__isnull=False).values("round")
    theirs = Seat.objects.filter(trainee=survivor)
    theirs.filter(round__in=list(sat.values_list("round", flat=True))).delete()
    Seat.objects.filter(trainee=duplicate, round__in=list(theirs.values_list("round", flat=True))).delete()
    Seat.objects.filter(trainee=duplicate).update(trainee=survivor)
    AllowanceGrant.objects.bulk_create(
        AllowanceGrant(
            round_id=one.round_id, person=survivor, factor_percent=one.factor_percent, minutes=one.minutes,
            cause=one.cause, granted_by=one.granted_by, granted_at=one.granted_at,
        )
        for one in AllowanceGrant.objects.filter(person=duplicate, round__closes_at__gt=now)
    )  # fmt: skip


def _move_attempts(duplicate: uuid.UUID, survivor: uuid.UUID) -> None:
    """Mocks and practice are numbered on from the survivor's; a practice question left open gives way to theirs."""
    drop_open_practice(duplicate)
    mine = Attempt.objects.sat_by(duplicate)
    for kind in (AttemptKind.MOCK, AttemptKind.PRACTICE):
        numbers = Attempt.objects.sat_by(survivor).filter(kind=kind).aggregate(last=Max("number"))
        mine.filter(kind=kind).update(trainee=survivor, number=F("number") + (numbers["last"] or 0))
    mine.update(trainee=survivor)


def _move_assignments(duplicate: uuid.UUID, survivor: uuid.UUID) -> None:
    """Of an assignment that both got one is left, read when either read it."""
    theirs = {one.assignment_id: one for one in Assignee.objects.filter(person=survivor)}
    for one in Assignee.objects.filter(person=duplicate, assignment__in=list(theirs)):
        left = theirs[one.assignment_id]
        if one.read_at is not None and (left.read_at is None or one.read_at < left.read_at):
            left.read_at = one.read_at
            left.save(update_fields=["read_at"])
        one.delete()
    Assignee.objects.filter(person=duplicate).update(person=survivor)


def _retire(duplicate: User, survivor: User) -> None:
    """End the account: kept for what goes on naming it. What was merged into it stands for the survivor too."""
    drop_sessions(duplicate.pk)
    SecondFactor.objects.filter(user=duplicate).delete()
    User.objects.filter(merged_into=duplicate.pk).update(merged_into=survivor.pk)
    duplicate.merged_into, duplicate.is_active, duplicate.cohort = survivor, False, None
    duplicate.link_key = duplicate.email = ""
    for role in Role:
        setattr(duplicate, f"is_{role}", False)
    duplicate.set_unusable_password()
    duplicate.save()
