"""How able somebody is, by the calibrated items they answered, and how sure that is.

Expected a posteriori over a standard normal prior (Bock & Mislevy 1982, Applied Psychological Measurement 6): defined
for every pattern of answers, all right and all wrong included.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

#: Ability is reckoned on points from -4 to 4, eight to the unit.
POINTS: Final = tuple(at / 8 for at in range(-32, 33))

#: What nobody has calibrated yet: an ordinary item, its difficulty guessed from the grade 1-5 that its trace gives it.
PRIOR_A: Final = 1.0
PRIOR_STEP: Final = 0.7


class Model(StrEnum):
    """Rasch: one discrimination for all. 2PL: each item has its own."""

    RASCH = "rasch"
    TWO_PL = "2pl"


@dataclass(frozen=True, slots=True)
class Item:
    """An item on the ability scale: discrimination `a`, difficulty `b`."""

    a: float
    b: float

    def chance(self, ability: float) -> float:
        """Return the probability of a right answer at an ability."""
        return 1 / (1 + math.exp(-self.a * (ability - self.b)))

    def information(self, ability: float) -> float:
        """Return the Fisher information, the inverse of a variance, at an ability."""
        chance = self.chance(ability)
        return self.a**2 * chance * (1 - chance)


@dataclass(frozen=True, slots=True)
class Ability:
    """An estimate and its standard error, in standard deviations of the population."""

    value: float
    error: float


def prior_item(grade: float) -> Item:
    """Return what an item is taken for before it is calibrated, by its grade of difficulty from 1 to 5."""
    return Item(PRIOR_A, (grade - 3) * PRIOR_STEP)


def estimate(answers: Iterable[tuple[Item, bool]]) -> Ability:
    """Return the ability that answers speak for; without any, the population's: 0, error 1."""
    logs = [-point * point / 2 for point in POINTS]
    for item, is_right in answers:
        for at, point in enumerate(POINTS):
            logit = item.a * (point - item.b)
            logs[at] -= math.log1p(math.exp(-logit if is_right else logit))
    top = max(logs)
    weights = [math.exp(one - top) for one in logs]
    whole = math.fsum(weights)
    mean = math.fsum(weight * point for weight, point in zip(weights, POINTS, strict=True)) / whole
    variance = math.fsum(weight * (point - mean) ** 2 for weight, point in zip(weights, POINTS, strict=True)) / whole
    return Ability(mean, math.sqrt(variance))


def information_of(items: Sequence[Item], ability: float) -> float:
    """Return what a set of items tells at an ability: the sum over the items."""
    return math.fsum(item.information(ability) for item in items)
