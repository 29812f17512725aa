"""If another edition went live: whose areas would no longer be mastered. Reads only; what is stored stays."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from cases import api
from certification.competency.areas.services import areas, areas_of
from certification.competency.domain import Level, Tally, tallies
from certification.competency.evidence import answers_of
from certification.competency.learning import outdated_since, scopes_by


@dataclass(frozen=True, slots=True)
class Fall:
    """An area that somebody masters now and would no longer; `after` is None where nothing would be left to go by."""

    person: uuid.UUID
    area: str
    name: str
    before: Tally
    after: Tally | None
    changed: tuple[str, ...]


def changed_rules(now_in_force: api.Edition, other: api.Edition) -> frozenset[str]:
    """Return the rules in force that another edition lacks or in which they decide otherwise."""
    found = api.rule_changes(now_in_force, other)
    return frozenset(one.rule for one in found if one.how in ("changed", "removed"))


def would_fall(
    people: Collection[uuid.UUID], current: api.Edition, other: api.Edition, *, is_draft: bool, now: datetime
) -> tuple[Fall, ...]:
    """Return which areas of some people would fall below the mark.

    Args:
        people: whose answers are weighed anew, under the edition in force and under the other.
        current: what is in force.
        other: what could go live.
        is_draft: it is stored nowhere: what it changes is told from the edition in force alone.
        now: as of when.
    """
    everything, changed = areas(), changed_rules(current, other)
    held = areas_of(current, everything)
    before_scopes, after_scopes = scopes_by(held), scopes_by(areas_of(other, everything))
    was = outdated_since(current.id)
    would = _or_changed(was, changed) if is_draft else outdated_since(other.id)
    evidence = answers_of(people)
    known = [(area, tuple(sorted(rule for rule in changed if area.code in held.get(rule, ())))) for area in everything]
    found = []
    for person in people:
        answers = evidence.get(person, [])
        before = tallies(answers, scopes=before_scopes, is_outdated=was, now=now)
        after = tallies(answers, scopes=after_scopes, is_outdated=would, now=now)
        for area, rules in known:
            had, has = before.get(f"area:{area.code}"), after.get(f"area:{area.code}")
            if had and had.level is Level.MASTERED and not (has and has.level is Level.MASTERED):
                found.append(Fall(person, area.code, area.name, had, has, rules))
    return tuple(found)


def _or_changed(was: Callable[[str, str], bool], changed: frozenset[str]) -> Callable[[str, str], bool]:
    return lambda edition, rule: rule in changed or was(edition, rule)
