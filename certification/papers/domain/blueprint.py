"""The blueprint (组卷蓝图): what a paper should be made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeVar

from certification.bank.domain import QuestionType
from certification.papers.modes import DEFAULT_MODES, Mode

WHOLE_PERCENT: Final = 100
#: `Blueprint.as_of` where the day of the draw is meant.
DRAW_DAY: Final = "draw"
Key = TypeVar("Key")


class Unit(StrEnum):
    """What a quota counts: questions, or their points in hundredths."""

    QUESTIONS = "questions"
    POINTS = "points"


class Dimension(StrEnum):
    """What a quota is about: a competency area, a rulebook, one rule, or a band of difficulty such as 4-5."""

    AREA = "area"
    BOOK = "book"
    RULE = "rule"
    BAND = "band"


class Sourcing(StrEnum):
    """From which pools a paper draws: what anybody may practise, what is kept for exams, or both."""

    OPEN = "open"
    SECURE = "secure"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Slot:
    """How many questions of one type, at how many hundredths of a point each, marked by which mode."""

    count: int
    points: int
    mode: Mode | None = None

    def mode_for(self, kind: str) -> Mode:
        """Return the mode: the one named, else what is usual for the type."""
        return self.mode or DEFAULT_MODES[QuestionType(kind)]


@dataclass(frozen=True, slots=True)
class Quota:
    """A hard limit: of `name` at least `least` and at most `most` (None: no limit), in `unit`. Never broken."""

    dimension: Dimension
    name: str
    least: int = 0
    most: int | None = None
    unit: Unit = Unit.QUESTIONS


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What a paper should be made of.

    Attributes:
        name: recorded with each paper.
        types: question type → slot; exact, in the order of the paper.
        areas: competency area → weight; shares of the paper that are met as nearly as the bank allows. An area that
            is not named has weight 0 and is used only where the named ones run short.
        largest_share: no area takes more than this many per cent of the paper.
        bands: band of difficulty (lowest, highest) → per cent of the paper, met as nearly as the bank allows.
        minutes: the time allowed.
        pass_points: hundredths of a point to pass.
        title: what people call it.
        quotas: hard limits by area, rulebook, rule or band.
        sourcing: which pools.
        as_of: an ISO date: only questions whose answer the rules of that day give in the same way; "draw" for the day
            of the draw, "" for no such limit.
        pass_each_area: per cent of its points that every area of the paper needs; 0 for none.
        pass_by_area: area → per cent, where one area differs.
    """

    name: str
    types: Mapping[str, Slot]
    areas: Mapping[str, int]
    largest_share: int
    bands: Mapping[tuple[int, int], int]
    minutes: int
    pass_points: int
    title: str = ""
    quotas: tuple[Quota, ...] = ()
    sourcing: Sourcing = Sourcing.OPEN
    as_of: str = ""
    pass_each_area: int = 0
    pass_by_area: Mapping[str, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return sum(slot.count for slot in self.types.values())

    @property
    def points(self) -> int:
        return sum(slot.count * slot.points for slot in self.types.values())

    @property
    def largest_area(self) -> int:
        """Return the most questions of one area, at least one."""
        return max(1, self.size * self.largest_share // WHOLE_PERCENT)

    def targets(self) -> dict[str, int]:
        """Return how many questions each area should have: largest remainder, ties by the order of `areas`."""
        return shares(self.size, self.areas)

    def band_targets(self) -> dict[tuple[int, int], int]:
        """Return how many questions each band of difficulty should have."""
        return shares(self.size, self.bands)

    def pass_marks(self, areas: Mapping[str, int]) -> dict[str, int]:
        """Return the per cent that each of the paper's `areas` needs; those that need none are left out."""
        wanted = {area: self.pass_by_area.get(area, self.pass_each_area) for area in areas}
        return {area: percent for area, percent in wanted.items() if percent}


def shares(total: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """Split `total` by `weights` into whole numbers that add up: largest remainder, ties by order."""
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    found = {name: total * weight // whole for name, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda name: -(total * weights[name] % whole))
    for name in by_remainder[: total - sum(found.values())]:
        found[name] += 1
    return found
