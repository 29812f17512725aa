"""Drawing papers: which questions, in which order. Decided by candidates and seed alone.

A greedy pass takes for each place the question that fits best, then single questions are exchanged as long as that
helps. Where hard limits are still broken after a few passes, an exact solver says whether they can be kept at all.
"""

import random
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import inf
from typing import Final

from certification.core.refusals import Refusal
from certification.papers.domain.blueprint import Blueprint
from certification.papers.domain.candidates import Candidate, Draw
from certification.papers.domain.exact import solve
from certification.papers.domain.lacking import lacking, shortages_refusal
from certification.papers.domain.report import report_of
from certification.papers.domain.stock import CHANCE, HARDNESS, SEEN, USED, Profile, Stock

PASSES: Final = 6
SWEEPS: Final = 6
#: So many forms are drawn to find out what the bank gives of itself; the one in the middle is what all are like.
PILOTS: Final = 5


def draw(
    blueprint: Blueprint, candidates: Sequence[Candidate], *, seed: int, seen: Collection[str] = ()
) -> Draw | Refusal:
    """Choose questions for `blueprint`; the same candidates, seen codes and seed give the same paper.

    Never two of one enemy group, never two with equal traces or of one template, never a quota broken or more than
    the largest share of an area. Within that, questions in `seen` are avoided, shares of areas and bands of
    difficulty kept. The order goes by type as the blueprint lists them, shuffled within.

    Returns:
        The draw, or a refusal that says what the bank lacks.
    """
    if found := lacking(blueprint, candidates):
        return shortages_refusal(found)
    drawn = _forms(Stock(blueprint, candidates), 1, seed, [seen])
    return drawn if isinstance(drawn, Refusal) else drawn[0]


def draw_many(
    blueprint: Blueprint,
    candidates: Sequence[Candidate],
    *,
    forms: int,
    seed: int,
    seen: Sequence[Collection[str]] = (),
) -> list[Draw] | Refusal:
    """Choose questions for several papers that are alike in areas, difficulty and points, and share few questions.

    What they are like is found out by pilots that depend on blueprint and candidates alone: a paper that is drawn
    later is like the ones before.

    Args:
        blueprint: what each should be made of.
        candidates: what there is.
        forms: how many.
        seed: decides all of them.
        seen: for each paper the codes to avoid where others will do.
    """
    if found := lacking(blueprint, candidates):
        return shortages_refusal(found)
    stock = Stock(blueprint, candidates)
    pilots = []
    for number in range(PILOTS):
        pilot = _one(stock, random.Random(f"{blueprint.name}:{number}"), {})  # noqa: S311 - nothing is kept of it
        if isinstance(pilot, Refusal):
            return pilot
        pilots.append(pilot)
    return _forms(Stock(blueprint, candidates, _middle(stock, pilots)), forms, seed, seen)


def _forms(stock: Stock, forms: int, seed: int, seen: Sequence[Collection[str]]) -> list[Draw] | Refusal:
    used: Counter[int] = Counter()
    expected = 1 + forms * stock.blueprint.size // max(1, len(stock.candidates))
    drawn = []
    for number in range(forms):
        rng = random.Random(f"{seed}:{number}")  # noqa: S311 - a recorded draw, not a secret
        codes = set(seen[number]) if number < len(seen) else set()
        met = frozenset(index for index, one in enumerate(stock.candidates) if one.code in codes)
        costs = {index: USED * times // expected for index, times in used.items()}
        costs.update({index: costs.get(index, 0) + SEEN for index in met})
        chosen = _one(stock, rng, costs, minded=USED if expected == 1 else SEEN, met=met)
        if isinstance(chosen, Refusal):
            return chosen
        used.update(chosen)
        drawn.append(_draw_of(stock, chosen, rng))
    return drawn


def _middle(stock: Stock, pilots: Sequence[Sequence[int]]) -> Profile:
    profiles = sorted((stock.profile_of(one) for one in pilots), key=lambda one: one.hardness)
    return profiles[len(profiles) // 2]


def _draw_of(stock: Stock, chosen: Sequence[int], rng: random.Random) -> Draw:
    found = [stock.candidates[index] for index in sorted(chosen)]
    rng.shuffle(found)
    order = list(stock.blueprint.types)
    found.sort(key=lambda one: order.index(one.type))
    achieved = Counter(one.topic for one in found)
    report = report_of(stock.blueprint, found)
    return Draw(tuple(found), stock.blueprint.targets(), dict(sorted(achieved.items())), report)


def _one(
    stock: Stock,
    rng: random.Random,
    costs: Mapping[int, int],
    *,
    minded: int = SEEN,
    met: frozenset[int] = frozenset(),
) -> list[int] | Refusal:
    """Choose one paper's questions, or say what is short.

    Args:
        stock: what there is.
        rng: decides.
        costs: what a candidate costs besides what it does to the limits.
        minded: a question that costs so much is worth an exchange.
        met: candidates that the person has met before; several passes are made to avoid them.
    """
    chance = [costs.get(index, 0) + rng.randrange(CHANCE) for index in range(len(stock.candidates))]
    best: _Attempt | None = None
    repeats = 0
    for number in range(PASSES):
        attempt = _Attempt(stock, chance, minded)
        if attempt.fill(rng, rarest_first=number == 0):
            attempt.improve(rng)
            again = len(met.intersection(attempt.chosen))
            if not stock.broken(attempt.chosen) and (best is None or again < repeats):
                best, repeats = attempt, again
        if best is not None and not repeats:
            break
    if best is not None:
        return best.chosen
    solved = solve(stock, chance)
    if isinstance(solved, Refusal):
        return solved
    attempt = _Attempt(stock, chance, minded)
    for index in solved:
        attempt.take(index)
    attempt.improve(rng)
    return attempt.chosen


class _Attempt:
    """A paper in the making: what is chosen, what it adds up to, and how many of the chosen exclude each candidate."""

    def __init__(self, stock: Stock, costs: Sequence[int], minded: int) -> None:
        self.stock = stock
        self.costs = costs
        self.minded = minded
        self.chosen: list[int] = []
        self.sums = [0] * len(stock.limits)
        self.excluded = [0] * len(stock.candidates)
        self.hardness = 0

    def take(self, index: int) -> None:
        self.chosen.append(index)
        self._count(index, 1)

    def drop(self, index: int) -> None:
        self.chosen.remove(index)
        self._count(index, -1)

    def _count(self, index: int, sign: int) -> None:
        for number, amount in self.stock.amounts[index]:
            self.sums[number] += sign * amount
        self.hardness += sign * self.stock.weights[index]
        for other in self.stock.excludes[index]:
            self.excluded[other] += sign

    def fill(self, rng: random.Random, *, rarest_first: bool) -> bool:
        """Take question after question, type by type; say whether there were enough."""
        types = self.stock.blueprint.types
        order = sorted(types, key=lambda one: len(self.stock.of_type[one]) - types[one].count)
        if not rarest_first:
            rng.shuffle(order)
        for kind in order:
            pool = list(self.stock.of_type[kind])
            rng.shuffle(pool)
            for _ in range(types[kind].count):
                best = self._best(kind, pool)
                if best is None:
                    return False
                self.take(best)
        return True

    def _best(self, kind: str, pool: Sequence[int], goal: int | None = None) -> int | None:
        """Return the free question that costs least; with a `goal` also by what it does to the hardness.

        Two hundred papers ask twenty thousand times, so what all questions of a sort have in common is counted once.
        """
        costs, sorts, weights, excluded = self.costs, self.stock.sorts, self.stock.weights, self.excluded
        gains, off = self._gains(kind), 0 if goal is None else self.hardness - goal
        step = 0 if goal is None else HARDNESS
        best, least = None, inf
        for index in pool:
            if excluded[index]:
                continue
            cost = costs[index] + gains[sorts[index]] + step * abs(off + weights[index])
            if cost < least:
                best, least = index, cost
        return best

    def _gains(self, kind: str) -> dict[int, int]:
        """Return what it costs to take a question of each sort as things stand."""
        costs, sums, found = self.stock.costs, self.sums, {}
        for sort, amounts in self.stock.sorts_of_type[kind].items():
            gain = 0
            for number, amount in amounts:
                cost, now = costs[number], sums[number]
                gain += cost[now + amount] - cost[now]
            found[sort] = gain
        return found

    def improve(self, rng: random.Random) -> None:
        """Exchange single questions for better ones of the same type until nothing gets better."""
        profile = self.stock.profile
        goal = profile.hardness if profile else None
        for _ in range(SWEEPS):
            if not self._is_worth_it(goal):
                return
            before = list(self.chosen)
            rng.shuffle(before)
            changed = False
            for index in before:
                self.drop(index)
                kind = self.stock.candidates[index].type
                best = self._best(kind, self.stock.of_type[kind], goal)
                assert best is not None, "the one that was dropped is free"
                self.take(best)
                changed = changed or best != index
            if not changed:
                return

    def _is_worth_it(self, goal: int | None) -> bool:
        """Say whether a question or a limit is worth it, or the hardness is off by a twentieth of a step a question."""
        tolerance = 5 * len(self.chosen)
        if goal is not None and abs(self.hardness - goal) > tolerance:
            return True
        if any(self.costs[index] >= self.minded for index in self.chosen):
            return True
        return any(limit.cost(amount) for limit, amount in zip(self.stock.limits, self.sums, strict=True))
