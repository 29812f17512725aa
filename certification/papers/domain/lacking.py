"""What the bank lacks for a blueprint."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from certification.core.refusals import Refusal
from certification.papers.domain.blueprint import Blueprint, Quota, Unit
from certification.papers.domain.candidates import Candidate


@dataclass(frozen=True, slots=True)
class Shortage:
    """Of something more was asked than there is, or less was allowed than has to be.

    Attributes:
        kind: `type`, or the dimension of a quota.
        name: which type, area, book, rule or band.
        unit: questions, or hundredths of points.
        asked: how many at least, or at most where `is_over`.
        have: how many there can be, or have to be where `is_over`.
        is_over: whether an upper limit is too low.
    """

    kind: str
    name: str
    unit: str
    asked: int
    have: int
    is_over: bool = False

    def to_json(self) -> dict[str, object]:
        return {
            "kind": self.kind, "name": self.name, "unit": self.unit, "asked": self.asked, "have": self.have,
            "is_over": self.is_over,
        }  # fmt: skip


def shortages_refusal(found: Sequence[Shortage]) -> Refusal:
    """Return the refusal that names every shortage."""
    return Refusal("papers.lacking", {"shortages": tuple(one.to_json() for one in found)})


def lacking(blueprint: Blueprint, candidates: Sequence[Candidate]) -> list[Shortage]:
    """Return what is short on its own, counting an enemy group, a trace or a template once.

    What is not told here may still be short together with other things; the exact solver finds that out.
    """
    found = []
    for kind, slot in blueprint.types.items():
        have = distinct([one for one in candidates if one.type == kind])
        if have < slot.count:
            found.append(Shortage("type", kind, str(Unit.QUESTIONS), slot.count, have))
    for quota in blueprint.quotas:
        have = _most_of(quota, blueprint, candidates)
        if have < quota.least:
            found.append(Shortage(str(quota.dimension), quota.name, str(quota.unit), quota.least, have))
    return found


def distinct(candidates: Sequence[Candidate]) -> int:
    """Return a bound for how many of the candidates can stand on one paper."""
    keys: tuple[Callable[[Candidate], str], ...] = (
        lambda one: one.trace,
        lambda one: one.enemies or f"code:{one.code}",
        lambda one: one.template or f"code:{one.code}",
    )
    return min(len({key(one) for one in candidates}) for key in keys)


def _most_of(quota: Quota, blueprint: Blueprint, candidates: Sequence[Candidate]) -> int:
    """Return a bound for what a paper can have of a quota: of each type no more than its places."""
    about = [one for one in candidates if one.type in blueprint.types and one.counts_for(quota)]
    most = 0
    for kind, slot in blueprint.types.items():
        count = min(slot.count, distinct([one for one in about if one.type == kind]) if about else 0)
        most += count * (slot.points if quota.unit is Unit.POINTS else 1)
    return most
