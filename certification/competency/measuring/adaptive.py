"""Adaptive practice: the next item is the one that tells most about this person, within what the content asks.

Maximum information with random choice among the best few (“randomesque”, Kingsbury & Zara 1989, Applied Measurement in
Education 2), which keeps single items from being worn out; areas that are behind their share go first (the constrained
choice of the same paper); items shown to more than a stated share of people rest.
"""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from certification.competency.measuring.ability import Ability, Item, estimate


@dataclass(frozen=True, slots=True)
class BankItem:
    """A calibrated item and the area it belongs to."""

    id: str
    area: str
    item: Item


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop and what to keep to.

    `error` is the standard error that suffices; `shares` the share of each area, adding up to 1 (areas not named get
    nothing, no shares at all means that the content is free); `among` how many of the best the choice is drawn from;
    `exposure` the greatest share of people who may meet an item.
    """

    error: float = 0.30
    shortest: int = 5
    longest: int = 40
    among: int = 4
    exposure: float = 1.0
    shares: Mapping[str, float] = field(default_factory=dict)


def is_done(ability: Ability, count: int, limits: Limits) -> bool:
    """Say whether enough was asked."""
    return count >= limits.longest or (count >= limits.shortest and ability.error <= limits.error)


def next_item(
    bank: Sequence[BankItem],
    asked: Sequence[BankItem],
    ability: Ability,
    limits: Limits,
    *,
    resting: Collection[str] = (),
    draw: random.Random,
) -> BankItem | None:
    """Return the item to ask next, None where nothing is left that may be asked.

    Args:
        bank: all items.
        asked: what this person was asked, in any order.
        ability: what is known of the person so far.
        limits: what the content asks, and among how many the choice is drawn.
        resting: ids of items that enough people have met.
        draw: decides among the best; the same state gives the same item.
    """
    done = {one.id for one in asked}
    left = [one for one in bank if one.id not in done and one.id not in resting]
    if limits.shares:
        left = [one for one in left if limits.shares.get(one.area, 0) > 0]
        area = _most_behind(left, asked, limits.shares)
        left = [one for one in left if one.area == area]
    if not left:
        return None
    best = sorted(left, key=lambda one: (-one.item.information(ability.value), one.id))
    return draw.choice(best[: max(1, limits.among)])


def _most_behind(left: Sequence[BankItem], asked: Sequence[BankItem], shares: Mapping[str, float]) -> str:
    """Return the area, of those that have items left, that is furthest below its share after one more question."""
    count = len(asked) + 1
    have = {area: sum(one.area == area for one in asked) for area in shares}
    areas = sorted({one.area for one in left})
    return max(areas, key=lambda area: shares[area] * count - have[area], default="")


@dataclass(frozen=True, slots=True)
class Simulation:
    """How adaptive practice does over simulated people: errors in standard deviations of ability, lengths in items.

    `exposure` is the share of people who met the most shown item; `reached` the share who reached the error asked for.
    """

    people: int
    bias: float
    rmse: float
    mean_length: float
    longest: int
    mean_error: float
    reached: float
    exposure: float


def simulate(bank: Sequence[BankItem], limits: Limits, *, people: int, seed: int) -> Simulation:
    """Let simulated people of standard normal ability practise, one after the other, and compare with the truth.

    Raises:
        ValueError: `people` is below 1 or the bank is empty.
    """
    if people < 1 or not bank:
        raise ValueError("a simulation needs people and items")
    draw = random.Random(seed)  # noqa: S311  # a simulation, not a secret
    shown = {one.id: 0 for one in bank}
    misses: list[float] = []
    errors: list[float] = []
    lengths: list[int] = []
    for met in range(people):
        truth = draw.gauss(0, 1)
        resting = {item for item, count in shown.items() if met and count / met > limits.exposure}
        asked, ability = _sit(bank, limits, truth, resting, draw)
        for one in asked:
            shown[one.id] += 1
        misses.append(ability.value - truth)
        errors.append(ability.error)
        lengths.append(len(asked))
    return Simulation(
        people=people,
        bias=sum(misses) / people,
        rmse=(sum(miss * miss for miss in misses) / people) ** 0.5,
        mean_length=sum(lengths) / people,
        longest=max(lengths),
        mean_error=sum(errors) / people,
        reached=sum(error <= limits.error for error in errors) / people,
        exposure=max(shown.values()) / people,
    )


def _sit(
    bank: Sequence[BankItem], limits: Limits, truth: float, resting: Collection[str], draw: random.Random
) -> tuple[list[BankItem], Ability]:
    asked: list[BankItem] = []
    answers: list[tuple[Item, bool]] = []
    ability = estimate(answers)
    while not is_done(ability, len(asked), limits):
        found = next_item(bank, asked, ability, limits, resting=resting, draw=draw)
        if found is None:
            break
        asked.append(found)
        answers.append((found.item, draw.random() < found.item.chance(truth)))
        ability = estimate(answers)
    return asked, ability
