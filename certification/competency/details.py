"""What is behind the standing of somebody in an area: its rules, and the answers that were given to them."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases import api
from certification.competency.areas.domain import Area
from certification.competency.areas.services import areas, areas_of
from certification.competency.domain import Answer, Tally
from certification.competency.evidence import answers_of
from certification.competency.reading import rule_standings, standing_in

MOST_ANSWERS: Final = 50


@dataclass(frozen=True, slots=True)
class RuleStanding:
    """A rule of an area with what somebody shows of it."""

    rule: str
    title: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class AreaDetails:
    """The rules somebody met in an area, the least known first, and the last answers about them, newest first.

    `unmet` is how many rules of the area they never met.
    """

    area: Area
    tally: Tally | None
    rules: tuple[RuleStanding, ...]
    unmet: int
    answers: tuple[Answer, ...]
    titles: Mapping[str, str]


def area_details(person: uuid.UUID, code: str, *, now: datetime) -> AreaDetails | None:
    """Return what is behind somebody's standing in an area; None where there is no such area."""
    area = next((one for one in areas() if one.code == code), None)
    if area is None:
        return None
    edition = api.current_edition()
    held = {rule for rule, codes in areas_of(edition).items() if code in codes}
    titles = {rule: edition.families[rule][-1].title for rule in held}
    met = rule_standings(person, held, now=now)
    rules = [RuleStanding(rule, titles[rule], tally) for rule, tally in met.items()]
    answers = [one for one in answers_of([person]).get(person, []) if not held.isdisjoint(one.roles)]
    return AreaDetails(
        area=area,
        tally=standing_in(person, f"area:{code}", now=now),
        rules=tuple(sorted(rules, key=lambda one: (one.tally.mean, one.rule))),
        unmet=len(held) - len(met),
        answers=tuple(sorted(answers, key=lambda one: one.at, reverse=True)[:MOST_ANSWERS]),
        titles=titles,
    )
