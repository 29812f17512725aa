"""Changing the areas: one at a time, validated against the rules in force, each change kept."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from cases import api
from certification.competency.areas.domain import SHIPPED, Area, AreaChange, changes, unknown_patterns
from certification.competency.areas.models import AreaRevision
from certification.competency.areas.services import areas
from certification.competency.models import CompetencyArea
from certification.core import journal
from certification.core.punctuation import listed
from certification.core.refusals import Refusal, RefusedError, insist

CODE_PREFIX: Final = "area-"
#: So many changes are shown.
NEWEST: Final = 20


@dataclass(frozen=True, slots=True)
class Revision:
    """A change with what it did, by the rules in force today."""

    row: AreaRevision
    changes: tuple[AreaChange, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Who changes the areas, why, and which revision they had before them (0 where there was none)."""

    actor: uuid.UUID
    why: str
    seen: int


def topics_in_force() -> dict[str, str]:
    """Return the topic of each rule in force; none where no edition is loaded."""
    try:
        families = api.current_edition().families
    except api.NoEditionError:
        return {}
    return {code: versions[-1].topic for code, versions in families.items()}


def newest_revision() -> int:
    """Return the number of the last change, 0 where nobody has changed anything."""
    return AreaRevision.objects.values_list("pk", flat=True).first() or 0


def new_code(held: Sequence[Area]) -> str:
    """Return a code that no area has."""
    taken = {one.code for one in held}
    return next(code for n in range(1, len(taken) + 2) if (code := f"{CODE_PREFIX}{n}") not in taken)


def put_area(new: Area, position: int, change: Change, *, now: datetime) -> None:
    """Add an area, or put it in the place of the one of its code.

    Args:
        new: as it shall be.
        position: at which place it shall stand, from 1.
        change: by whom and why.
        now: when.

    Raises:
        RefusedError: another area has its name, a new pattern fits no rule in force, it would hold no rule at all,
            nothing is different, or somebody else has changed the areas meanwhile.
    """
    topics = topics_in_force()
    held = areas()
    others = [one for one in held if one.code != new.code]
    insist(Refusal("areas.name-taken") if any(one.name == new.name for one in others) else None)
    kept = next((one.patterns for one in held if one.code == new.code), ())
    unknown = unknown_patterns([one for one in new.patterns if one not in kept], topics)
    insist(Refusal("areas.unknown-rules", {"which": listed(unknown)}) if unknown else None)
    insist(None if any(new.has(*pair) for pair in topics.items()) else Refusal("areas.empty"))
    at = max(0, min(len(others), position - 1))
    _replace(held, (*others[:at], new, *others[at:]), change, now=now)


def remove_area(code: str, change: Change, *, now: datetime) -> None:
    """Take an area out.

    Raises:
        RefusedError: it is the last one, or somebody else has changed the areas meanwhile.
    """
    held = areas()
    insist(Refusal("areas.last") if len(held) == 1 else None)
    _replace(held, tuple(one for one in held if one.code != code), change, now=now)


def restore_shipped(change: Change, *, now: datetime) -> None:
    """Put back the areas that the program came with.

    Raises:
        RefusedError: they are in use already, or somebody else has changed the areas meanwhile.
    """
    _replace(areas(), SHIPPED, change, now=now)


@transaction.atomic
def _replace(before: tuple[Area, ...], after: tuple[Area, ...], change: Change, *, now: datetime) -> None:
    insist(Refusal("areas.same") if before == after else None)
    list(CompetencyArea.objects.select_for_update())
    if newest_revision() != change.seen:
        raise RefusedError(Refusal("areas.stale"))
    CompetencyArea.objects.all().delete()
    CompetencyArea.objects.bulk_create(
        CompetencyArea(code=one.code, name=one.name, position=at, topics=list(one.topics), patterns=list(one.patterns))
        for at, one in enumerate(after)
    )
    row = AreaRevision.objects.create(areas=[_data(one) for one in after], note=change.why, actor=change.actor, at=now)
    journal.record("areas.changed", subject=f"areas:{row.pk}", actor_id=change.actor, now=now)


def _data(one: Area) -> dict[str, Any]:
    return {"code": one.code, "name": one.name, "topics": list(one.topics), "patterns": list(one.patterns)}


def _area(data: Mapping[str, Any]) -> Area:
    return Area(data["code"], data["name"], tuple(data["topics"]), tuple(data["patterns"]))


def history() -> list[Revision]:
    """Return the newest changes with what each did. One query."""
    rows = list(AreaRevision.objects.all()[: NEWEST + 1])
    states = [*(tuple(map(_area, row.areas)) for row in rows), SHIPPED]
    topics = topics_in_force()
    return [
        Revision(row, changes(before, after, topics))
        for row, after, before in zip(rows[:NEWEST], states, states[1:], strict=False)
    ]
