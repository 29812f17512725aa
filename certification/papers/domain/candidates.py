"""What a draw chooses from, and what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from certification.papers.domain.blueprint import Blueprint, Dimension, Quota, Unit


@dataclass(frozen=True)
class Candidate:
    """A question that could be drawn, with what the draw needs to know of it.

    Attributes:
        derivation: id of its derivation under the edition of the paper.
        code: the question's own.
        type: its type.
        topic: its competency area.
        difficulty: 1 to 5.
        enemies: the author's name for a group of which a paper takes one, "" for none.
        trace: equal for questions decided alike.
        template: what it is a variant of, "" for nothing.
        rules: the rules that decide it,
        books: and the rulebooks these stand in.
        hardness: 100 to 500, the same finer; `difficulty` in hundredths where nobody has answered it yet.
    """

    derivation: str
    code: str
    type: str
    topic: str
    difficulty: int
    enemies: str
    trace: str
    template: str = ""
    rules: tuple[str, ...] = ()
    books: tuple[str, ...] = ()
    hardness: int = 0

    @property
    def weight(self) -> int:
        """Return the hardness in hundredths."""
        return self.hardness or 100 * self.difficulty

    @cached_property
    def marks(self) -> frozenset[str]:
        """Return what no second question of the paper may share: code, trace, enemy group, template."""
        marks = {f"code:{self.code}", f"trace:{self.trace}"}
        marks |= {f"enemies:{self.enemies}"} if self.enemies else set()
        return frozenset(marks | ({f"template:{self.template}"} if self.template else set()))

    def counts_for(self, quota: Quota) -> bool:
        """Say whether a quota is about this question."""
        match quota.dimension:
            case Dimension.AREA:
                return self.topic == quota.name
            case Dimension.BOOK:
                return quota.name in self.books
            case Dimension.RULE:
                return quota.name in self.rules
            case Dimension.BAND:
                low, high = band_of(quota.name)
                return low <= self.difficulty <= high

    def amount(self, quota: Quota, blueprint: Blueprint) -> int:
        """Return what this question adds to a quota: nothing, one, or its points."""
        if not self.counts_for(quota):
            return 0
        return blueprint.types[self.type].points if quota.unit is Unit.POINTS else 1


def band_of(name: str) -> tuple[int, int]:
    """Return the lowest and highest difficulty of a band such as 4-5."""
    low, _dash, high = name.partition("-")
    return int(low), int(high or low)


def band_name(band: tuple[int, int]) -> str:
    """Return what a band is called: 4-5, or 3 where it is one step."""
    low, high = band
    return str(low) if low == high else f"{low}-{high}"


@dataclass(frozen=True, slots=True)
class Draw:
    """The candidates in the order of the paper, what was asked and achieved by area, and of everything the report."""

    chosen: tuple[Candidate, ...]
    asked: Mapping[str, int]
    achieved: Mapping[str, int]
    report: Mapping[str, Any]
