"""What a link may lead to: what is offered to choose from, and where it takes somebody."""

import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import ValidationError
from django.urls import reverse

from cases import api
from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.bank.models import Question
from certification.competency.assignments.models import Assignee, Assignment
from certification.competency.assignments.wording import title_of
from certification.core.refusals import Refusal, RefusedError, insist
from certification.drills.services import current_scripts, start_run
from certification.lti.domain import Target, TargetKind
from certification.lti.models import PlatformLink
from certification.rounds.domain import RoundState
from certification.rounds.models import Round, Seat

#: So many of each kind, the newest, are offered.
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that a course may link to."""

    target: Target
    title: str
    detail: str = ""


def offers(*, now: datetime) -> dict[TargetKind, list[Offer]]:
    """Return what a link may be made for, by kind."""
    return {
        TargetKind.ROUND: list(_rounds(now)), TargetKind.ASSIGNMENT: list(_assignments(now)),
        TargetKind.DRILL: list(_drills()),
    }  # fmt: skip


def _rounds(now: datetime) -> Iterator[Offer]:
    for one in Round.objects.still_open(now)[:MOST]:
        yield Offer(Target(TargetKind.ROUND, str(one.pk)), one.title, f"{one.opens_at:%Y-%m-%d}")


def _assignments(now: datetime) -> Iterator[Offer]:
    for one in Assignment.objects.filter(withdrawn_at=None, due_at__gt=now)[:MOST]:
        yield Offer(Target(TargetKind.ASSIGNMENT, str(one.pk)), title_of(one), f"{one.due_at:%Y-%m-%d}")


def _drills() -> Iterator[Offer]:
    try:
        scripts = current_scripts(api.current_edition_id())
    except api.NoEditionError:
        return
    for one in scripts:
        yield Offer(Target(TargetKind.DRILL, one.code), one.script.title, one.code)


def find_offer(target: Target | None, *, now: datetime) -> Offer:
    """Return what was chosen.

    Raises:
        RefusedError: nothing was, or it is not offered.
    """
    insist(None if target else Refusal("lti.no-choice"))
    assert target is not None
    found = next((one for one in offers(now=now)[target.kind] if one.target == target), None)
    if found is None:
        raise RefusedError(Refusal("lti.not-offered"))
    return found


def point(link: PlatformLink, target: Target | None) -> None:
    """Have an unsaved link lead to a target; to the front page where that is none, or none that exists."""
    link.round_id = link.assignment_id = None
    link.drill = ""
    if target is None:
        return
    if target.kind is TargetKind.DRILL:
        link.drill = target.key if Question.objects.filter(code=target.key).exists() else ""
        return
    try:
        if target.kind is TargetKind.ROUND:
            link.round = Round.objects.exclude(state=RoundState.DRAFT).filter(pk=target.key).first()
        else:
            link.assignment = Assignment.objects.filter(pk=target.key).first()
    except (ValueError, ValidationError):  # no id at all
        return


def open_link(link: PlatformLink | None, person: uuid.UUID, *, now: datetime) -> str:
    """Return the path that a link opens for somebody; a drill is begun, or goes on where it stands open.

    Raises:
        RefusedError: they have no seat in the round, or the assignment was not given to them.
    """
    if link is None or link.target is None:
        return reverse("sitting:home")
    if link.round_id:
        is_seated = Seat.objects.filter(round=link.round_id, trainee=person).exists()
        insist(None if is_seated else Refusal("lti.not-in-round"))
        return reverse("sitting:round", args=[link.round_id])
    if link.assignment_id:
        is_given = Assignee.objects.filter(assignment=link.assignment_id, person=person).exists()
        insist(None if is_given else Refusal("lti.not-assigned"))
        return reverse("sitting:assignment", args=[link.assignment_id])
    return _drill(link.drill, person, now)


def _drill(code: str, person: uuid.UUID, now: datetime) -> str:
    """Begin the drill; while a mock or an exam runs, or where there is no such drill any more, show the list."""
    is_sitting = Attempt.objects.sat_by(person).filter(state=AttemptState.OPEN, deadline__isnull=False).exists()
    with suppress(api.NoEditionError, RefusedError):
        offered = () if is_sitting else current_scripts(api.current_edition_id())
        version = next((one.version for one in offered if one.code == code), None)
        if version is not None:
            return reverse("sitting:drill", args=[start_run(person, version, now=now).pk])
    return reverse("sitting:drills")
