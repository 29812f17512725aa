"""你的考试: the rounds in which somebody has a seat, for the front page."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.attempts.models import Attempt
from certification.rounds.domain import Allowance, RoundState, allowed_time
from certification.rounds.models import AllowanceGrant, Seat
from certification.sitting.exams.round_view import RoundView, Stage, round_view

#: How long a round that is over stays on the front page.
RECENT: Final = timedelta(days=14)
MOST: Final = 5
#: What the link to the round's page says, and whether it is what to do next.
CALLS: Final[Mapping[Stage, tuple[str | Promise, bool]]] = {
    Stage.RUNNING: (_("继续作答"), True),
    Stage.OPEN: (_("去考试"), True),
    Stage.CHECK_IN: (_("去签到"), True),
    Stage.WAITING: (_("去等候页"), True),
    Stage.EARLY: (_("看规则"), False),
    Stage.USED_UP: (_("看结果"), False),
    Stage.OVER: (_("查看"), False),
    Stage.CANCELLED: (_("查看"), False),
}


@dataclass(frozen=True, slots=True)
class OwnRound:
    """One round: where it stands for this person, what the link to it says, whether it closes all else meanwhile."""

    round: RoundView
    call: str
    is_next: bool
    closes_rest: bool


def own_rounds(person_id: uuid.UUID, *, now: datetime) -> list[OwnRound]:
    """Return the rounds that are open, to come or just over, the next first: one query without any, else three."""
    seats = Seat.objects.filter(trainee=person_id, round__closes_at__gt=now - RECENT)
    held = list(seats.exclude(round__state=RoundState.DRAFT).select_related("round").order_by("round__opens_at"))
    if not held:
        return []
    ids = [seat.round_id for seat in held]
    sat: dict[uuid.UUID, list[Attempt]] = {one: [] for one in ids}
    for attempt in Attempt.objects.sat_by(person_id).filter(round__in=ids).order_by("number"):
        sat[attempt.round_id].append(attempt)  # type: ignore[index]  # those of a round have one
    granted: dict[uuid.UUID, list[Allowance]] = {one: [] for one in ids}
    grants = AllowanceGrant.objects.filter(person=person_id, round__in=ids)
    for round_id, factor, minutes in grants.values_list("round", "factor_percent", "minutes"):
        granted[round_id].append(Allowance(factor, minutes))
    found = [
        _own(
            round_view(
                seat, sat[seat.round_id], allowed=allowed_time(seat.round.minutes, granted[seat.round_id]), now=now
            ),
            closes_corpus=seat.round.closes_corpus,
        )
        for seat in held
    ]
    return sorted(found, key=lambda one: not one.is_next)[:MOST]


def _own(view: RoundView, *, closes_corpus: bool) -> OwnRound:
    call, is_next = CALLS[view.stage]
    return OwnRound(view, str(call), is_next, closes_rest=closes_corpus and view.stage is Stage.RUNNING)
