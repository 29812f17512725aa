"""你的考试: the rounds in which somebody has a seat, for the front page."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import F, FilteredRelation, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.attempts.models import Attempt
from certification.rounds.domain import Allowance, RoundState, allowed_time
from certification.rounds.models import Seat
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


def is_shown(now: datetime) -> Q:
    """Return the condition that an attempt or a seat is of a round that stands on the front page."""
    return Q(round__closes_at__gt=now - RECENT)


def own_rounds(person_id: uuid.UUID, attempts: Iterable[Attempt], *, now: datetime) -> list[OwnRound]:
    """Return the rounds that are open, to come or just over, the next first: one query.

    Args:
        person_id: who.
        attempts: theirs, those of `is_shown` at least.
        now: when.
    """
    sat: dict[uuid.UUID | None, list[Attempt]] = defaultdict(list)
    for attempt in sorted(attempts, key=lambda one: one.number):
        sat[attempt.round_id].append(attempt)
    mine = FilteredRelation("round__allowances", condition=Q(round__allowances__person=person_id))
    seats = Seat.objects.filter(is_shown(now), trainee=person_id).exclude(round__state=RoundState.DRAFT)
    rows = seats.annotate(mine=mine, factor=F("mine__factor_percent"), more=F("mine__minutes"))
    held: dict[uuid.UUID, Seat] = {}
    granted: dict[uuid.UUID, list[Allowance]] = defaultdict(list)
    for seat in rows.select_related("round").order_by("round__opens_at"):  # once for each grant of more time
        held[seat.round_id] = seat
        if seat.factor is not None:
            granted[seat.round_id].append(Allowance(seat.factor, seat.more))
    found = [
        _own(
            round_view(
                seat, sat[seat.round_id], allowed=allowed_time(seat.round.minutes, granted[seat.round_id]), now=now
            ),
            closes_corpus=seat.round.closes_corpus,
        )
        for seat in held.values()
    ]
    return sorted(found, key=lambda one: not one.is_next)[:MOST]


def _own(view: RoundView, *, closes_corpus: bool) -> OwnRound:
    call, is_next = CALLS[view.stage]
    return OwnRound(view, str(call), is_next, closes_rest=closes_corpus and view.stage is Stage.RUNNING)
