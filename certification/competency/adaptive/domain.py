"""What adaptive practice keeps to, and what its result says. Pure."""

import math
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from certification.competency.measuring.ability import Ability
from certification.competency.measuring.adaptive import Limits

#: A standard error of 0.4 leaves nine in ten within two thirds of a standard deviation to either side.
LIMITS: Final = Limits(error=0.4, shortest=8, longest=30, among=4, exposure=0.3)
#: Items that more than `LIMITS.exposure` of the people of so many days met rest, once there were so many people.
EXPOSED_FOR: Final = timedelta(days=90)
FEWEST_PEOPLE: Final = 10
#: What somebody met within so many days tells of memory.
REMEMBERED_FOR: Final = timedelta(days=30)
#: Two-sided 90 % of the normal distribution.
Z_90: Final = 1.6448536269514722
MIDDLE: Final = 50


class Ending(StrEnum):
    """Why a run ended: enough is known, the greatest number was asked, nothing was left, the person stopped."""

    KNOWN = "known"
    LONGEST = "longest"
    EXHAUSTED = "exhausted"
    STOPPED = "stopped"


class Place(StrEnum):
    """Where somebody surely stands beside the others; LIKE_OTHERS is what cannot be told apart from them."""

    BELOW = "below"
    LIKE_OTHERS = "like-others"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Rank:
    """An ability as ranks among a hundred people, 1 to 99: the best guess, and what it lies between nine in ten."""

    percent: int
    low: int
    high: int

    @property
    def place(self) -> Place:
        """Return what may be said: below or above only where the whole interval is."""
        if self.high < MIDDLE:
            return Place.BELOW
        return Place.ABOVE if self.low > MIDDLE else Place.LIKE_OTHERS


def rank_of(ability: Ability) -> Rank:
    """Return the ranks of an ability in a standard normal population."""
    half = Z_90 * ability.error
    return Rank(*(_percent(value) for value in (ability.value, ability.value - half, ability.value + half)))


def _percent(value: float) -> int:
    return min(99, max(1, round(50 * (1 + math.erf(value / math.sqrt(2))))))
