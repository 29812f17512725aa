"""What a round says of its papers: the statistics of each form that several people sat, item by item and as a whole."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.bank.domain import QuestionType
from certification.bank.models import QuestionVersion
from certification.competency.guessing import random_guess_score
from certification.competency.measuring.classical import (
    ItemStatistics,
    PaperStatistics,
    item_statistics,
    paper_statistics,
)
from certification.competency.measuring.table import MarkTable
from certification.grading.models import Mark

#: Fewer people than this have no statistics, and a form sat by fewer is left out.
FEWEST: Final = 2
_HUNDREDTHS: Final = 100


@dataclass(frozen=True)
class FormReport:
    """One form of a round's paper: who got what (by pseudonymous id), and what that makes of items and paper.

    `codes` are the questions' codes by the item ids of the table, which are ids of versions.
    """

    number: int
    table: MarkTable
    items: dict[str, ItemStatistics]
    paper: PaperStatistics
    codes: dict[str, str]


@dataclass(frozen=True)
class RoundReport:
    """The forms that were sat by several people, and how many people sat papers of their own."""

    forms: tuple[FormReport, ...]
    alone: int


def round_report(round_id: uuid.UUID) -> RoundReport:
    """Return the statistics of a round over everybody's first attempt that was handed in. Three queries.

    People whose papers have the same question versions with the same points sat the same form, whatever their order.
    """
    attempts = Attempt.objects.filter(round=round_id, state=AttemptState.HANDED_IN).order_by("trainee", "number")
    first = dict(reversed(list(attempts.values_list("trainee", "pk"))))
    marks: dict[uuid.UUID, dict[str, tuple[int, int]]] = defaultdict(dict)
    rows = Mark.objects.standing().filter(attempt__in=first.values(), out_of__gt=0).order_by("attempt", "position")
    for attempt, version, points, out_of in rows.values_list("attempt", "version", "points", "out_of"):
        marks[attempt][str(version)] = points, out_of
    forms: dict[frozenset[tuple[str, int]], list[tuple[uuid.UUID, dict[str, tuple[int, int]]]]] = defaultdict(list)
    for person, attempt in first.items():
        held = marks[attempt]
        forms[frozenset((version, out_of) for version, (_points, out_of) in held.items())].append((person, held))
    shared = [sat for form, sat in forms.items() if form and len(sat) >= FEWEST]
    questions = _questions({version for sat in shared for version in sat[0][1]})
    reports = [
        _report(number, sat, questions) for number, sat in enumerate(sorted(shared, key=len, reverse=True), start=1)
    ]
    return RoundReport(tuple(reports), len(first) - sum(len(sat) for sat in shared))


def _questions(versions: set[str]) -> dict[str, tuple[str, float | None]]:
    """Return code and random-guess score of each version."""
    rows = QuestionVersion.objects.filter(pk__in=versions).select_related("question")
    return {
        str(one.pk): (one.question.code, random_guess_score(QuestionType(one.question.type), _options(one)))
        for one in rows
    }


def _options(one: QuestionVersion) -> int:
    return len(one.content.get("options", ()))


def _report(
    number: int, sat: list[tuple[uuid.UUID, dict[str, tuple[int, int]]]], questions: dict[str, tuple[str, float | None]]
) -> FormReport:
    items = tuple(sat[0][1])
    table = MarkTable(
        persons=tuple(str(person) for person, _held in sat),
        items=items,
        marks=tuple(tuple(held[item][0] / _HUNDREDTHS for item in items) for _person, held in sat),
        maxima=tuple(sat[0][1][item][1] / _HUNDREDTHS for item in items),
        guesses=tuple(_marks(questions[item][1], sat[0][1][item][1] / _HUNDREDTHS) for item in items),
    )
    return FormReport(
        number, table, item_statistics(table), paper_statistics(table), {item: questions[item][0] for item in items}
    )


def _marks(share: float | None, most: float) -> float | None:
    return None if share is None else share * most
