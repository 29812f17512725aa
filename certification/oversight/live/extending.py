"""More time for one person or for many: granted, applied to what runs, said to the person, journalled. Once a form.

Each person is one short transaction, so that two hundred of them do not hold up those who save; a second click, or
sending the form again after a crash, finds what is done already and does the rest.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext as _

from certification.attempts.domain import AttemptState
from certification.attempts.services import refresh_deadline
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError
from certification.oversight.live.domain import LEAST_FACTOR, MoreTime, Person, Standing
from certification.oversight.live.once import once
from certification.oversight.live.reading import attempts_of
from certification.people.languages import in_language_of
from certification.people.models import User
from certification.rounds.domain import AllowanceCause
from certification.rounds.models import Round
from certification.rounds.services import allowed_time_of, announce, grant_allowance


class Scope(StrEnum):
    """Who gets more time where it is not one person alone."""

    SITTING = "sitting"
    NOT_HANDED_IN = "not-handed-in"


@dataclass(frozen=True, slots=True)
class Grant:
    """What one form grants; `token` is its name, by which it happens once."""

    more: MoreTime
    cause: AllowanceCause
    token: uuid.UUID
    actor: uuid.UUID
    now: datetime


def extend_one(held: Round, person_id: uuid.UUID, grant: Grant) -> None:
    """Give one person more time.

    Raises:
        RefusedError: they have handed in and may not sit again, or it is the actor's own seat.
    """
    _extend(held, person_id, grant)
    _note(held, grant, {"person": str(person_id)})


def extend_many(held: Round, people: Iterable[Person], scope: Scope, grant: Grant) -> None:
    """Give everybody in `scope` more time; the journal says how many got it, and who did not and why."""
    extended, left_out = 0, {}
    for one in people:
        refusal = _why_left_out(one, scope)
        if refusal is None:
            try:
                _extend(held, one.person, grant)
                extended += 1
            except RefusedError as error:
                refusal = error.refusal
        if refusal is not None:
            left_out[str(one.person)] = refusal.code
    _note(held, grant, {"scope": str(scope), "extended": extended, "left_out": left_out})


def _why_left_out(one: Person, scope: Scope) -> Refusal | None:
    if one.standing is Standing.HANDED_IN:
        return Refusal("live.handed-in")
    if scope is Scope.SITTING and one.standing is not Standing.SITTING:
        return Refusal("live.not-started")
    return None


def _extend(held: Round, person_id: uuid.UUID, grant: Grant) -> None:
    name = uuid.uuid5(grant.token, str(person_id))
    with once(name):
        _grant(held, person_id, grant, name)


def _grant(held: Round, person_id: uuid.UUID, grant: Grant, name: uuid.UUID) -> None:
    """Write everything about one person; where this form has done so before, the journal's key refuses at once."""
    if person_id == grant.actor:
        raise RefusedError(Refusal("live.own-seat"))
    known = {"round": str(held.pk), "minutes": grant.more.minutes, "factor_percent": grant.more.factor_percent}
    subject = f"person:{person_id}"
    journal.record("live.extended", subject=subject, actor_id=grant.actor, now=grant.now, details=known, entry_id=name)
    grant_allowance(
        held.pk,
        person_id,
        factor_percent=grant.more.factor_percent,
        minutes=grant.more.minutes,
        cause=grant.cause,
        actor=grant.actor,
        now=grant.now,
    )
    attempts = list(attempts_of(held).filter(trainee=person_id).order_by("number"))
    running = next((one for one in attempts if one.state == AttemptState.OPEN), None)
    if running is not None:
        refresh_deadline(running.pk, allowed=allowed_time_of(held, person_id), now=grant.now)
    elif len(attempts) >= held.attempts_allowed:
        raise RefusedError(Refusal("live.handed-in"))
    with in_language_of(User.objects.get(pk=person_id)):
        text = _said(grant.more)
    announce(held.pk, text=text, trainee_id=person_id, actor=grant.actor, now=grant.now)


def _said(more: MoreTime) -> str:
    if more.factor_percent == LEAST_FACTOR:
        return _("监考人给你加了 %(n)d 分钟。") % {"n": more.minutes}
    if not more.minutes:
        return _("监考人把你的作答时间延长到规定时间的 %(f)d%%。") % {"f": more.factor_percent}
    return _("监考人把你的作答时间延长到规定时间的 %(f)d%%，另加 %(n)d 分钟。") % {
        "f": more.factor_percent,
        "n": more.minutes,
    }


def _note(held: Round, grant: Grant, details: dict[str, object]) -> None:
    """Say in the round's journal what this form did; the second time it is there."""
    known = {"minutes": grant.more.minutes, "factor_percent": grant.more.factor_percent, "cause": str(grant.cause)}
    with once(grant.token):
        journal.record(
            "live.extended",
            subject=f"round:{held.pk}",
            actor_id=grant.actor,
            now=grant.now,
            details={**known, **details},
            entry_id=grant.token,
        )
