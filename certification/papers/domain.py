"""Drawing a paper: which questions, from which areas, in which order. Pure and decided by the seed alone."""

import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from certification.core.refusals import Refusal

RESTARTS: Final = 24
#: What a draw minds, the most important first: seen questions, areas off their share, difficulty off its share.
SEEN_COST, AREA_COST, BAND_COST = 3.0, 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Slot:
    """How many questions of one type, at how many hundredths of a point each."""

    count: int
    points: int


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What a paper should be made of (组卷蓝图).

    Attributes:
        name: recorded with each paper.
        types: question type → slot; exact.
        areas: competency area → weight; the shares of the paper, met as nearly as the bank allows. An area that
            is not named has weight 0 and is used only where the named ones run short.
        largest_share: no area takes more than this many per cent of the paper.
        bands: band of difficulty (lowest, highest) → per cent of the paper, met as nearly as the bank allows.
        minutes: the time allowed.
        pass_points: hundredths of a point to pass.
    """

    name: str
    types: Mapping[str, Slot]
    areas: Mapping[str, int]
    largest_share: int
    bands: Mapping[tuple[int, int], int]
    minutes: int
    pass_points: int

    @property
    def size(self) -> int:
        return sum(slot.count for slot in self.types.values())

    @property
    def points(self) -> int:
        return sum(slot.count * slot.points for slot in self.types.values())

    @property
    def largest_area(self) -> int:
        """Return the most questions of one area, at least one."""
        return max(1, self.size * self.largest_share // 100)

    def targets(self) -> dict[str, int]:
        """Return how many questions each area should have: largest remainder, ties by the order of `areas`."""
        return shares(self.size, self.areas)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that could be drawn, with what the draw needs to know of it."""

    derivation: str
    code: str
    type: str
    topic: str
    difficulty: int
    enemies: str
    trace: str


@dataclass(frozen=True, slots=True)
class Draw:
    """The candidates in the order of the paper, and the table of what was asked and what was achieved."""

    chosen: tuple[Candidate, ...]
    asked: Mapping[str, int]
    achieved: Mapping[str, int]


def shares(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Split `total` by `weights` into whole numbers that add up: largest remainder, ties by order."""
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    found = {name: total * weight // whole for name, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda name: -(total * weights[name] % whole))
    for name in by_remainder[: total - sum(found.values())]:
        found[name] += 1
    return found


def draw(
    blueprint: Blueprint, candidates: Sequence[Candidate], *, seed: int, seen: Collection[str] = ()
) -> Draw | Refusal:
    """Choose questions for `blueprint`; the same candidates, seen codes and seed give the same paper.

    Never two of one enemy group, never two with equal traces, never more than the largest share of an area.
    Within that, questions in `seen` are avoided, shares of areas and bands of difficulty kept, by the best of
    a fixed number of greedy passes. The order goes by type as the blueprint lists them, shuffled within.

    Returns:
        The draw, or a refusal that says what the bank lacks.
    """
    if refusal := _lacking(blueprint, candidates):
        return refusal
    rng = random.Random(seed)  # noqa: S311 - a recorded draw, not a secret
    ordered = sorted(candidates, key=lambda one: one.code)
    best: tuple[float, list[Candidate]] | None = None
    for _ in range(RESTARTS):
        chosen = _pass(blueprint, ordered, rng, seen)
        if chosen is not None:
            cost = _cost(blueprint, chosen, seen)
            if best is None or cost < best[0]:
                best = (cost, chosen)
    if best is None:
        return Refusal("papers.too-alike", {"size": blueprint.size, "have": len(candidates)})
    chosen = best[1]
    rng.shuffle(chosen)
    order = list(blueprint.types)
    chosen.sort(key=lambda one: order.index(one.type))
    achieved = Counter(one.topic for one in chosen)
    return Draw(tuple(chosen), blueprint.targets(), dict(sorted(achieved.items())))


def _lacking(blueprint: Blueprint, candidates: Sequence[Candidate]) -> Refusal | None:
    """Say which type the bank has too few of, counting an enemy group or a trace once."""
    for name, slot in blueprint.types.items():
        of_type = [one for one in candidates if one.type == name]
        distinct = min(len({one.trace for one in of_type}), len({one.enemies or one.code for one in of_type}))
        if distinct < slot.count:
            return Refusal("papers.too-few", {"type": name, "need": slot.count, "have": distinct})
    return None


def _pass(
    blueprint: Blueprint, ordered: Sequence[Candidate], rng: random.Random, seen: Collection[str]
) -> list[Candidate] | None:
    """One greedy pass over a shuffled bank: rarest type first, each time the candidate that fits best."""
    pool = list(ordered)
    rng.shuffle(pool)
    targets, bands = blueprint.targets(), _band_targets(blueprint)
    areas: Counter[str] = Counter()
    band_counts: Counter[tuple[int, int]] = Counter()
    chosen: list[Candidate] = []
    taken: set[str] = set()
    for name in sorted(blueprint.types, key=lambda one: sum(c.type == one for c in pool)):
        for _ in range(blueprint.types[name].count):
            free = [
                one
                for one in pool
                if one.type == name and areas[one.topic] < blueprint.largest_area and not _marks(one) & taken
            ]
            if not free:
                return None
            pick = min(
                free,
                key=lambda one: (
                    SEEN_COST * (one.code in seen)
                    + AREA_COST * (areas[one.topic] - targets.get(one.topic, 0) + 1 > 0)
                    + BAND_COST * (band_counts[_band(bands, one)] - bands.get(_band(bands, one), 0) + 1 > 0)
                ),
            )
            chosen.append(pick)
            areas[pick.topic] += 1
            band_counts[_band(bands, pick)] += 1
            taken |= _marks(pick)
    return chosen


def _marks(one: Candidate) -> set[str]:
    """What no second question of the paper may share."""
    marks = {f"code:{one.code}", f"trace:{one.trace}"}
    return marks | {f"enemies:{one.enemies}"} if one.enemies else marks


def _band_targets(blueprint: Blueprint) -> dict[tuple[int, int], int]:
    names = {f"{low}-{high}": (low, high) for low, high in blueprint.bands}
    split = shares(blueprint.size, {name: blueprint.bands[band] for name, band in names.items()})
    return {names[name]: count for name, count in split.items()}


def _band(bands: Mapping[tuple[int, int], int], one: Candidate) -> tuple[int, int]:
    return next((band for band in bands if band[0] <= one.difficulty <= band[1]), (0, 0))


def _cost(blueprint: Blueprint, chosen: Sequence[Candidate], seen: Collection[str]) -> float:
    targets, bands = blueprint.targets(), _band_targets(blueprint)
    areas = Counter(one.topic for one in chosen)
    counted = Counter(_band(bands, one) for one in chosen)
    off_area = sum(max(0, count - targets.get(name, 0)) for name, count in areas.items())
    off_band = sum(max(0, count - bands.get(band, 0)) for band, count in counted.items())
    again = sum(one.code in seen for one in chosen)
    return SEEN_COST * again + AREA_COST * off_area + BAND_COST * off_band


def option_order(count: int, *, pinned: bool, seed: int, code: str) -> tuple[int, ...]:
    """Return which option of the content stands at each letter; 正确 and 错误 stay where they are."""
    order = list(range(count))
    if not pinned:
        random.Random(f"{seed}:{code}").shuffle(order)  # noqa: S311 - a recorded order, not a secret
    return tuple(order)
