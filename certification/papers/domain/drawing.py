"""Drawing a paper: which questions, from which areas, in which order. Pure and decided by the seed alone."""

import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from certification.core.refusals import Refusal
from certification.papers.domain.blueprint import Blueprint
from certification.papers.domain.candidates import Candidate, Draw

RESTARTS: Final = 24
#: What a draw minds, the most important first: seen questions, areas off their share, difficulty off its share.
SEEN_COST, AREA_COST, BAND_COST = 3.0, 2.0, 1.0


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
    targets, bands = blueprint.targets(), blueprint.band_targets()
    areas: Counter[str] = Counter()
    band_counts: Counter[tuple[int, int]] = Counter()
    chosen: list[Candidate] = []
    taken: set[str] = set()
    for name in sorted(blueprint.types, key=lambda one: sum(c.type == one for c in pool)):
        for _ in range(blueprint.types[name].count):
            free = [
                one
                for one in pool
                if one.type == name and areas[one.topic] < blueprint.largest_area and not one.marks & taken
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
            taken |= pick.marks
    return chosen


def _band(bands: Mapping[tuple[int, int], int], one: Candidate) -> tuple[int, int]:
    return next((band for band in bands if band[0] <= one.difficulty <= band[1]), (0, 0))


def _cost(blueprint: Blueprint, chosen: Sequence[Candidate], seen: Collection[str]) -> float:
    targets, bands = blueprint.targets(), blueprint.band_targets()
    areas = Counter(one.topic for one in chosen)
    counted = Counter(_band(bands, one) for one in chosen)
    off_area = sum(max(0, count - targets.get(name, 0)) for name, count in areas.items())
    off_band = sum(max(0, count - bands.get(band, 0)) for band, count in counted.items())
    again = sum(one.code in seen for one in chosen)
    return SEEN_COST * again + AREA_COST * off_area + BAND_COST * off_band
