"""Candidates made ready for drawing: who excludes whom, what counts for which limit, and what a paper costs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from certification.papers.domain.blueprint import Blueprint, Dimension, Quota, Unit
from certification.papers.domain.candidates import Candidate, band_name

#: What a draw minds, the most important first. A hard limit outweighs everything else together.
HARD, SEEN, AREA, BAND, USED, HARDNESS, CHANCE = 1_000_000, 3000, 2000, 1000, 800, 2, 100
POINT: Final = 100


@dataclass(frozen=True, slots=True)
class Limit:
    """Of something a paper should have from `least` to `most` (None: any number); each one off costs `weight`.

    `quota` says what it is about. Only hard limits are ever the ground of a refusal.
    """

    quota: Quota
    least: int
    most: int | None
    weight: int

    def cost(self, amount: int) -> int:
        """Return what an amount costs."""
        over = amount - self.most if self.most is not None and amount > self.most else 0
        return self.weight * (over or max(0, self.least - amount))

    @property
    def is_hard(self) -> bool:
        return self.weight >= HARD // POINT


@dataclass(frozen=True, slots=True)
class Profile:
    """What parallel forms have in common: questions by area and by band of difficulty, and the sum of hardness."""

    areas: Mapping[str, int]
    bands: Mapping[tuple[int, int], int]
    hardness: int


class _Costs(dict[int, int]):
    """What amounts cost under a limit, each worked out once: papers come to the same few again and again."""

    def __init__(self, limit: Limit) -> None:
        super().__init__()
        self.limit = limit

    def __missing__(self, amount: int) -> int:
        self[amount] = found = self.limit.cost(amount)
        return found


class Stock:
    """The candidates of one blueprint, in order of code, each known by its index."""

    def __init__(self, blueprint: Blueprint, candidates: Sequence[Candidate], profile: Profile | None = None) -> None:
        self.blueprint = blueprint
        self.candidates = sorted((one for one in candidates if one.type in blueprint.types), key=lambda one: one.code)
        self.profile = profile
        self.limits = tuple(_limits(blueprint, self.candidates, profile))
        numbers: dict[str, int] = {}
        self.marks = [
            frozenset(numbers.setdefault(mark, len(numbers)) for mark in one.marks) for one in self.candidates
        ]
        self.of_type = {
            kind: [index for index, one in enumerate(self.candidates) if one.type == kind] for kind in blueprint.types
        }

    @cached_property
    def amounts(self) -> list[tuple[tuple[int, int], ...]]:
        """Return for each candidate what it adds to which limit: (limit, amount), without zeros."""
        return [
            tuple(
                (number, amount)
                for number, limit in enumerate(self.limits)
                if (amount := one.amount(limit.quota, self.blueprint))
            )
            for one in self.candidates
        ]

    @cached_property
    def excludes(self) -> list[list[int]]:
        """Return for each candidate which ones share a mark with it, itself among them: its place is theirs."""
        sharing: dict[int, list[int]] = {}
        for index, marks in enumerate(self.marks):
            for mark in marks:
                sharing.setdefault(mark, []).append(index)
        return [sorted({other for mark in marks for other in sharing[mark]}) for marks in self.marks]

    @cached_property
    def weights(self) -> list[int]:
        """Return the hardness of each candidate."""
        return [one.weight for one in self.candidates]

    @cached_property
    def sorts(self) -> list[int]:
        """Return for each candidate a number: the same for those that add the same to every limit."""
        numbers: dict[tuple[tuple[int, int], ...], int] = {}
        return [numbers.setdefault(amounts, len(numbers)) for amounts in self.amounts]

    @cached_property
    def sorts_of_type(self) -> dict[str, dict[int, tuple[tuple[int, int], ...]]]:
        """Return which sorts there are of each type of question, and what one of them adds to which limit."""
        return {
            kind: {self.sorts[index]: self.amounts[index] for index in indexes}
            for kind, indexes in self.of_type.items()
        }

    @cached_property
    def costs(self) -> list["_Costs"]:
        """Return for each limit what an amount costs."""
        return [_Costs(limit) for limit in self.limits]

    def sums(self, chosen: Collection[int]) -> list[int]:
        """Return what the chosen ones add up to, by limit."""
        found = [0] * len(self.limits)
        for index in chosen:
            for number, amount in self.amounts[index]:
                found[number] += amount
        return found

    def broken(self, chosen: Collection[int]) -> bool:
        """Say whether the chosen ones break a hard limit."""
        sums = self.sums(chosen)
        return any(limit.is_hard and limit.cost(amount) for limit, amount in zip(self.limits, sums, strict=True))

    def profile_of(self, chosen: Collection[int]) -> Profile:
        """Return what other forms have to be like to be parallel to these."""
        areas = {one.topic: 0 for one in self.candidates}
        bands = dict.fromkeys(self.blueprint.bands, 0)
        for index in chosen:
            one = self.candidates[index]
            areas[one.topic] += 1
            for low, high in bands:
                bands[low, high] += low <= one.difficulty <= high
        return Profile(areas, bands, sum(self.candidates[index].weight for index in chosen))


def _limits(blueprint: Blueprint, candidates: Sequence[Candidate], profile: Profile | None) -> Iterator[Limit]:
    for quota in blueprint.quotas:
        yield Limit(quota, quota.least, quota.most, HARD // POINT if quota.unit is Unit.POINTS else HARD)
    areas = sorted({one.topic for one in candidates})
    targets: Mapping[str, int] = profile.areas if profile else blueprint.targets()
    for area in areas:
        about = Quota(Dimension.AREA, area)
        if blueprint.largest_area < blueprint.size:
            yield Limit(about, 0, blueprint.largest_area, HARD)
        if targets:
            yield Limit(about, 0, targets.get(area, 0), AREA)
    bands = profile.bands if profile else blueprint.band_targets()
    for band, count in bands.items():
        yield Limit(Quota(Dimension.BAND, band_name(band)), 0, count, BAND)
