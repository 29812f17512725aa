"""What pages show of mastery and of the 错题本."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt, Response
from certification.competency.areas.services import areas
from certification.competency.domain import EVERYTHING, Level, Tally
from certification.competency.models import ReviewCard, Standing
from certification.drills.models import DrillRun, DrillTurn

#: How many rules a day is asked of anybody.
DAILY: Final = 20
DAY: Final = timedelta(days=1)
_LONGEST_STREAK: Final = 366


@dataclass(frozen=True)  # no slots: the level takes longer than all else of a matrix, and is asked for several times
class AreaStanding:
    """How somebody stands in an area; `tally` is None where they never met it."""

    code: str
    name: str
    tally: Tally | None

    @cached_property
    def level(self) -> Level:
        """Return what may be said of it."""
        return self.tally.level if self.tally else Level.UNKNOWN


def tally_of(row: Standing, now: datetime) -> Tally:
    """Return a stored standing as of now."""
    return Tally(row.right, row.wrong, row.count, row.last_at, row.at).moved_to(now)


def standings(person: uuid.UUID, *, now: datetime) -> tuple[AreaStanding, ...]:
    """Return somebody's standing in every area, in their order. Two queries."""
    return matrix([person], now=now)[person]


def weakest(found: Iterable[AreaStanding]) -> AreaStanding | None:
    """Return the area that somebody is surely furthest behind in, None where nothing says that they are."""
    behind = [one for one in found if one.tally and one.level in (Level.BEHIND, Level.CLOSE)]
    return min(behind, key=lambda one: one.tally.mean if one.tally else 1.0, default=None)


def matrix(people: Collection[uuid.UUID], *, now: datetime) -> Mapping[uuid.UUID, tuple[AreaStanding, ...]]:
    """Return the standing of people in every area. Two queries, however many people."""
    held: dict[tuple[uuid.UUID, str], Tally] = {}
    for row in Standing.objects.filter(person__in=people, scope__startswith="area:"):
        held[row.person_id, row.scope] = tally_of(row, now)
    known = areas()
    return {
        person: tuple(AreaStanding(area.code, area.name, held.get((person, f"area:{area.code}"))) for area in known)
        for person in people
    }


def own_standings(person: uuid.UUID, *, now: datetime) -> tuple[tuple[AreaStanding, ...], Tally | None]:
    """Return somebody's standing in every area, in their order, and in everything. Two queries."""
    held: dict[str, Tally] = {}
    for row in Standing.objects.filter(Q(scope__startswith="area:") | Q(scope=EVERYTHING), person=person):
        held[row.scope] = tally_of(row, now)
    found = tuple(AreaStanding(area.code, area.name, held.get(f"area:{area.code}")) for area in areas())
    return found, held.get(EVERYTHING)


def standing_in(person: uuid.UUID, scope: str, *, now: datetime) -> Tally | None:
    """Return somebody's standing in one scope: `area:CODE`, `rule:CODE`, or EVERYTHING."""
    row = Standing.objects.filter(person=person, scope=scope).first()
    return tally_of(row, now) if row else None


def rule_standings(person: uuid.UUID, rules: Iterable[str], *, now: datetime) -> dict[str, Tally]:
    """Return somebody's standing in rules, by code; rules they never met are missing."""
    scopes = [f"rule:{rule}" for rule in rules]
    rows = Standing.objects.filter(person=person, scope__in=scopes)
    return {row.scope.removeprefix("rule:"): tally_of(row, now) for row in rows}


def open_cards(person: uuid.UUID) -> QuerySet[ReviewCard]:
    """Return the rules in somebody's 错题本, the most overdue first."""
    return ReviewCard.objects.filter(person=person, graduated_at=None).order_by("due_at", "rule")


def due_today(person: uuid.UUID, *, now: datetime) -> list[ReviewCard]:
    """Return what comes back until the end of the day, the most overdue first: what is left of the daily share.

    A rule that came back today and is not due again until tomorrow has used a place; what was new today has not. One
    query.
    """
    end = tomorrow(now)
    is_due, came_back = Q(graduated_at=None, due_at__lt=end), Q(last_at__gte=end - DAY, first_at__lt=end - DAY)
    cards = list(ReviewCard.objects.filter(is_due | came_back, person=person).order_by("due_at", "rule"))
    due = [card for card in cards if card.graduated_at is None and card.due_at < end]
    return due[: max(0, DAILY - (len(cards) - len(due)))]


def tomorrow(now: datetime) -> datetime:
    """Return when the day ends, by the clock on the wall."""
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + DAY


def streak(person: uuid.UUID, *, now: datetime) -> int:
    """Return on how many days in a row, up to today or yesterday, somebody handed in answers or ended a drill.

    A paper without an answer, a talk without a word and anything else that is not work does not count. One query.
    """
    since = now - timedelta(days=_LONGEST_STREAK)
    answered = Exists(Response.objects.filter(attempt=OuterRef("pk")).exclude(answer=None).exclude(answer=""))
    papers = Attempt.objects.filter(answered, trainee=person, state=AttemptState.HANDED_IN, handed_in_at__gte=since)
    talked = Exists(DrillTurn.objects.filter(run=OuterRef("pk")))
    talks = DrillRun.objects.practice().filter(talked, person=person, ended_at__gte=since)
    days = set(_days(papers, "handed_in_at").union(_days(talks, "ended_at")))
    day = timezone.localdate(now)
    if day not in days:
        day -= DAY
    count = 0
    while day in days:
        count, day = count + 1, day - DAY
    return count


def _days(rows: QuerySet[Any], column: str) -> QuerySet[Any, Any]:
    days: QuerySet[Any, Any] = rows.order_by().annotate(day=TruncDate(column)).values_list("day", flat=True)
    return days
