"""What may be drawn: derivations of an edition as candidates, and which of them the law of a day still keeps."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from cases import api
from certification.bank.domain import CHOICE_TYPES, QuestionType
from certification.bank.models import Derivation, DerivationQuerySet
from certification.papers.domain import Blueprint, Candidate, Dimension, Sourcing
from certification.papers.domain.blueprint import DRAW_DAY
from certification.papers.domain.difficulty import difficulty, hardness

_QUESTION: Final = "version__question__"
_FIELDS: Final = (
    "id", f"{_QUESTION}code", f"{_QUESTION}type", "topic", "difficulty", f"{_QUESTION}enemies", "trace",
    f"{_QUESTION}template", "version__statistic__attempts", "version__statistic__share", "rules",
)  # fmt: skip
_CASE_DAY: Final = "version__content__case__as_of"


def candidates_of(edition: str, sourcing: Sourcing = Sourcing.OPEN, *, with_drills: bool = False) -> list[Candidate]:
    """Return everything that may be drawn for `edition`; from the open pool alone unless more is asked for.

    Drills come along where they are asked for: they are practised at a desk of their own.
    """
    rows = drawable(edition, sourcing, with_drills=with_drills)
    return [_candidate(row, ()) for row in rows.values_list(*_FIELDS)]


def candidates_for(blueprint: Blueprint, edition: str, *, now: datetime) -> list[Candidate]:
    """Return what may be drawn by a blueprint: from its pools, of its day, with rulebooks where it asks for them."""
    with_drills = QuestionType.DRILL in blueprint.types
    if not blueprint.as_of and all(one.dimension is not Dimension.BOOK for one in blueprint.quotas):
        return candidates_of(edition, blueprint.sourcing, with_drills=with_drills)
    rules, found = api.load_edition(edition), drawable(edition, blueprint.sourcing, with_drills=with_drills)
    rows: Iterable[tuple[Any, ...]] = found.values_list(*_FIELDS, _CASE_DAY)
    if blueprint.as_of:
        day = timezone.localdate(now).isoformat() if blueprint.as_of == DRAW_DAY else blueprint.as_of
        rows = [row for row in rows if holds_on(day, row[-1], row[-2], rules)]
    return [_candidate(row[:-1], _books(row[-2], rules)) for row in rows]


def holds_on(day: str, judged_on: str, deciding: Sequence[str], edition: api.Edition) -> bool:
    """Say whether the rules of a day still say what a question's key says.

    Args:
        day: the day that the paper asks for, an ISO date.
        judged_on: when the question's case is judged.
        deciding: the rules that decide it.
        edition: where they stand.
    """
    if not deciding:  # nobody's law: a person typed its key
        return True
    then, now = api.parse_instant(judged_on), api.parse_instant(day)
    assert then is not None, "every case says when it is judged"
    assert now is not None, "a blueprint is read strictly"
    versions = [edition.families.get(name, ()) for name in deciding]
    return all((found := _in_force(one, now.lo)) is not None and found == _in_force(one, then.lo) for one in versions)


def _in_force(versions: Sequence[api.Rule], minute: int) -> api.Rule | None:
    for one in versions:
        start, end = one.effective.start, one.effective.end
        if (start is None or start <= minute) and (end is None or minute < end):
            return one
    return None


def drawable(edition: str, sourcing: Sourcing, *, with_drills: bool = False) -> DerivationQuerySet:
    """Return the derivations of what may be drawn, from the pools that are named."""
    found = Derivation.objects.drawable(edition)
    if not with_drills:
        found = found.filter(version__question__type__in=CHOICE_TYPES)
    match sourcing:
        case Sourcing.OPEN:
            return found.open_to_practice()
        case Sourcing.SECURE:
            return found.secure()
        case Sourcing.BOTH:
            return found


def _books(deciding: Iterable[str], edition: api.Edition) -> tuple[str, ...]:
    return tuple(dict.fromkeys(version.book for name in deciding for version in edition.families.get(name, ())))


def _candidate(row: Sequence[Any], books: tuple[str, ...]) -> Candidate:
    key, code, kind, topic, traced, enemies, trace, template, answers, share, rules = row
    found = hardness(traced, answers or 0, share or 0)
    return Candidate(
        str(key), code, kind, topic, difficulty(traced, found), enemies, trace, template, tuple(rules), books, found
    )
