"""The matrix of a cohort: people × areas, who is at risk and why, where the cohort as a whole is weak."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.competency.domain import Level
from certification.competency.models import ReviewCard
from certification.competency.reading import AreaStanding, matrix
from certification.core.punctuation import listed
from certification.people.domain import Role
from certification.people.models import User

#: People on a page of the matrix.
PAGE: Final = 50
#: Nothing handed in for so long, or so many overdue rules, is a risk.
SILENT: Final = timedelta(days=30)
OVERDUE: Final = 30
_HEAT: Final = ((90, 5), (80, 4), (65, 3), (50, 2), (0, 1))


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell: `percent` is None where too little is known; `heat` from 0 (nothing known) to 5."""

    area: str
    name: str
    percent: int | None
    heat: int
    count: int


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A line of the matrix, with what speaks for looking after this person."""

    person: User
    cells: tuple[CellView, ...]
    mastered: int
    behind: int
    risks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The matrix of some people: their lines, the medians of what is known, the area that is weakest."""

    rows: tuple[PersonRow, ...]
    medians: tuple[CellView, ...]
    weakest: CellView | None

    @property
    def at_risk(self) -> tuple[PersonRow, ...]:
        """Return those that something speaks for looking after, who is behind in most areas first."""
        return tuple(sorted((row for row in self.rows if row.risks), key=lambda row: (-row.behind, -len(row.risks))))


def trainees(cohort: uuid.UUID | None) -> QuerySet[User]:
    """Return the active trainees of a cohort, of all where none is given, by name."""
    found = User.objects.holding(Role.TRAINEE).select_related("cohort").order_by("display_name", "staff_number")
    return found.filter(cohort=cohort) if cohort else found


def overview(people: Sequence[User], *, now: datetime) -> Overview:
    """Return the matrix of some people. Four queries, however many they are."""
    keys = [person.pk for person in people]
    standing = matrix(keys, now=now)
    last = _last_handed_in(keys)
    overdue = _overdue(keys, now)
    rows = tuple(
        PersonRow(
            person=person,
            cells=tuple(_cell(one) for one in standing[person.pk]),
            mastered=sum(one.level is Level.MASTERED for one in standing[person.pk]),
            behind=sum(one.level is Level.BEHIND for one in standing[person.pk]),
            risks=_risks(standing[person.pk], last.get(person.pk), overdue.get(person.pk, 0), now),
        )
        for person in people
    )
    medians = _medians(rows)
    known = [one for one in medians if one.percent is not None]
    return Overview(rows, medians, min(known, key=lambda one: one.percent or 0, default=None))


def _cell(one: AreaStanding) -> CellView:
    if one.tally is None or one.level is Level.UNKNOWN:
        return CellView(one.code, one.name, None, 0, one.tally.count if one.tally else 0)
    return CellView(one.code, one.name, one.tally.percent, _heat(one.tally.percent), one.tally.count)


def _heat(percent: int) -> int:
    return next(heat for least, heat in _HEAT if percent >= least)


def _medians(rows: Sequence[PersonRow]) -> tuple[CellView, ...]:
    found = []
    for column in zip(*(row.cells for row in rows), strict=True):
        known = [cell.percent for cell in column if cell.percent is not None]
        middle = round(median(known)) if known else None
        heat = 0 if middle is None else _heat(middle)
        found.append(CellView(column[0].area, column[0].name, middle, heat, len(known)))
    return tuple(found)


def _last_handed_in(people: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, datetime]:
    done = Attempt.objects.filter(trainee__in=people, state=AttemptState.HANDED_IN).order_by()
    return dict(done.values_list("trainee").annotate(at=Max("handed_in_at")))


def _overdue(people: Sequence[uuid.UUID], now: datetime) -> Mapping[uuid.UUID, int]:
    cards = ReviewCard.objects.filter(person__in=people, graduated_at=None).order_by()
    return dict(cards.values_list("person").annotate(n=Count("pk", filter=Q(due_at__lt=now))))


def _risks(standing: Sequence[AreaStanding], last: datetime | None, overdue: int, now: datetime) -> tuple[str, ...]:
    risks = []
    behind = [one.name for one in standing if one.level is Level.BEHIND]
    if behind:
        risks.append(_("未达标：%(areas)s") % {"areas": listed(behind)})
    if last is None:
        risks.append(_("还没有交过卷"))
    elif now - last > SILENT:
        risks.append(_("%(days)s 天没有练习") % {"days": (now - last).days})
    if overdue >= OVERDUE:
        risks.append(_("积压错题 %(n)s 条") % {"n": overdue})
    return tuple(risks)
