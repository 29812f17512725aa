"""What the pages of rounds read: rounds by the clock, seats with what became of them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.oversight.rounds.wording import Phase
from certification.people.models import User
from certification.rounds.domain import Allowance, RoundState, allowed_time
from certification.rounds.models import Round, Seat
from certification.rounds.services import allowances_of

OVER_SHOWN = 50


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round of the list."""

    round: Round
    phase: Phase
    seats: int
    running: int
    handed_in: int


def phase_of(held: Round, *, running: int, now: datetime) -> Phase:
    """Return where a round stands: somebody with extra time keeps it running beyond its window."""
    if held.state != RoundState.PUBLISHED:
        return Phase.DRAFT if held.state == RoundState.DRAFT else Phase.CANCELLED
    if now < held.opens_at:
        return Phase.COMING
    return Phase.RUNNING if now < held.closes_at or running else Phase.OVER


def counted() -> QuerySet[Round]:
    """Return rounds with how many people have seats, sit, and have handed in.

    Each is counted by itself: seats joined with attempts are people × people rows.
    """
    attempts = Attempt.objects.filter(round=OuterRef("pk"))
    return Round.objects.select_related("blueprint", "made_by", "makes_up_for").annotate(
        seat_count=_number(Seat.objects.filter(round=OuterRef("pk")), Count("pk")),
        running=_number(attempts.filter(state=AttemptState.OPEN), Count("pk")),
        handed_in=_number(attempts.filter(state=AttemptState.HANDED_IN), Count("trainee", distinct=True)),
    )


def _number(rows: QuerySet[Any], figure: Count) -> Coalesce:
    each = rows.order_by().values("round").annotate(figure=figure).values("figure")
    return Coalesce(Subquery(each, output_field=IntegerField()), 0)


def round_row(held: Round, *, now: datetime) -> RoundRow:
    """Return a round read by `counted`."""
    seats, running, handed_in = (getattr(held, name) for name in ("seat_count", "running", "handed_in"))
    return RoundRow(held, phase_of(held, running=running, now=now), seats, running, handed_in)


def rounds_by_phase(*, now: datetime) -> dict[Phase, list[RoundRow]]:
    """Return all rounds that are not over, and the newest of the others."""
    found: dict[Phase, list[RoundRow]] = {phase: [] for phase in Phase}
    for held in counted():
        row = round_row(held, now=now)
        found[row.phase].append(row)
    for phase in (Phase.COMING, Phase.RUNNING):
        found[phase].reverse()
    return {phase: rows[:OVER_SHOWN] for phase, rows in found.items()}


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat and what became of it; `forms` are the letters of its papers, if they have any."""

    seat: Seat
    person: User
    allowed: timedelta
    granted: tuple[Allowance, ...]
    forms: tuple[str, ...]
    paper: uuid.UUID | None
    running: Attempt | None
    handed_in: tuple[Attempt, ...]

    @property
    def has_begun(self) -> bool:
        return self.running is not None or bool(self.handed_in)

    @property
    def minutes(self) -> int:
        return -(-int(self.allowed.total_seconds()) // 60)


def seat_rows(held: Round) -> list[SeatRow]:
    """Return the seats of a round by staff number: four queries."""
    seats = held.seats.select_related("trainee__cohort").prefetch_related("papers__paper")
    granted = allowances_of(held)
    sat: dict[uuid.UUID, list[Attempt]] = {}
    for attempt in held.attempts.exclude(state=AttemptState.VOID).order_by("number"):
        sat.setdefault(attempt.trainee_id, []).append(attempt)
    return [
        _seat_row(seat, held, granted.get(seat.trainee_id, []), sat.get(seat.trainee_id, ()))
        for seat in seats.order_by("trainee__staff_number")
    ]


def _seat_row(seat: Seat, held: Round, granted: list[Allowance], sat: Iterable[Attempt]) -> SeatRow:
    attempts, papers = list(sat), [one.paper for one in seat.papers.all()]
    return SeatRow(
        seat=seat,
        person=seat.trainee,
        allowed=allowed_time(held.minutes, granted),
        granted=tuple(granted),
        forms=tuple(paper.form for paper in papers if paper.form),
        paper=papers[0].pk if papers else None,
        running=next((one for one in attempts if one.is_open), None),
        handed_in=tuple(one for one in attempts if not one.is_open),
    )


def absent(held: Round) -> list[User]:
    """Return who has a seat and no handed-in attempt: those whom a make-up round is for."""
    there = held.attempts.filter(state=AttemptState.HANDED_IN).values("trainee")
    return list(
        User.objects.filter(seats__round=held).exclude(pk__in=there).select_related("cohort").order_by("staff_number")
    )
