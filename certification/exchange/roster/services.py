"""Verbs of a sheet of people: keep it, say what it would do, write it, let the new ones in."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from certification.core.refusals import Refusal, RefusedError
from certification.exchange.domain import Verdict
from certification.exchange.people import PersonRow, give_passwords, plan_people, write_people
from certification.exchange.roster.models import RosterPlan, RosterState
from certification.people.models import User

_LONGEST_NAME: Final = 120
#: Hashing a password is made to be slow: so many at once, the next sheet has the next.
MOST_PASSWORDS: Final = 300


def keep_roster(data: bytes, name: str, *, actor: User, now: datetime) -> RosterPlan:
    """Keep a sheet that can be read, until somebody has looked at it.

    Raises:
        RefusedError: it cannot be read, or nobody is in it.
    """
    plan_people(data, actor=actor)
    return RosterPlan.objects.create(
        name=name[-_LONGEST_NAME:], data=data, file_hash=hashlib.sha256(data).hexdigest(), made_by=actor, made_at=now
    )


def rows_of(plan: RosterPlan, *, actor: User) -> list[PersonRow]:
    """Return what each row would do as things stand now; nothing once it is done with."""
    return plan_people(bytes(plan.data), actor=actor) if plan.data else []


def seen(rows: Sequence[PersonRow]) -> str:
    """Return the digest of what somebody looked at: confirming names it."""
    told = [(row.place.row, row.number.lower(), str(row.verdict)) for row in rows]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def apply_roster(plan_id: uuid.UUID, *, looked_at: str, actor: User, now: datetime) -> RosterPlan:
    """Write a sheet: all of it or nothing. Who is new cannot sign in before passwords are given.

    Args:
        plan_id: the sheet.
        looked_at: what `seen` says of the rows that were looked at.
        actor: who confirms.
        now: when.

    Raises:
        RosterPlan.DoesNotExist: there is none.
        RefusedError: it is done with, has errors or nothing to write, or would do something else by now.
    """
    plan = RosterPlan.objects.get(pk=plan_id)
    if not plan.is_open:
        raise RefusedError(Refusal("exchange.plan-closed"))
    rows = rows_of(plan, actor=actor)
    if seen(rows) != looked_at:
        raise RefusedError(Refusal("exchange.people-changed"))
    with transaction.atomic():
        made = write_people(rows, {}, actor=actor, now=now)
        open_one = RosterPlan.objects.filter(pk=plan_id, state=RosterState.CHECKED)
        if not open_one.update(
            state=RosterState.APPLIED, applied_at=now, data=None, made=[str(person.pk) for person in made],
            updated=sum(row.verdict is Verdict.UPDATE for row in rows),
        ):  # fmt: skip
            raise RefusedError(Refusal("exchange.plan-closed"))
    plan.refresh_from_db()
    return plan


def discard_roster(plan_id: uuid.UUID) -> None:
    """Throw a sheet away that was not written."""
    RosterPlan.objects.filter(pk=plan_id, state=RosterState.CHECKED).update(state=RosterState.DISCARDED, data=None)


def waiting_for_password(plan: RosterPlan) -> int:
    """Return how many of those that a sheet made have not signed in yet."""
    return User.objects.filter(pk__in=plan.made, last_login=None, password_is_initial=True, is_staff=False).count()


def first_passwords(plan: RosterPlan, *, start: int, actor: User, now: datetime) -> list[tuple[User, str]]:
    """Give first passwords to those that a sheet made, `MOST_PASSWORDS` of them from `start` on.

    Raises:
        RefusedError: nobody there waits for one.
    """
    ids = [uuid.UUID(one) for one in plan.made[start : start + MOST_PASSWORDS]]
    given = give_passwords(ids, actor=actor, now=now)
    if not given:
        raise RefusedError(Refusal("exchange.nobody-waits"))
    return given
