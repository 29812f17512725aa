"""What the figures of an item say in words: a trainer should look, and where."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

#: Fewer answers than this say nothing worth a flag.
ENOUGH: Final = 20
TOO_EASY, TOO_HARD = 0.95, 0.25
WEAK_INDEX: Final = 15.0
#: A wrong option competes with the key where more of the strong than of the weak choose it, by so many standard errors.
DRAWN: Final = 2.0


class Flag(StrEnum):
    """A finding about an item."""

    REVERSED = "reversed"
    WEAK = "weak"
    TOO_EASY = "too-easy"
    TOO_HARD = "too-hard"
    RIVAL_OPTION = "rival-option"
    IDLE_OPTION = "idle-option"
    TOO_FEW = "too-few"


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How often an option was chosen: by how many, and by which shares of the strong and the weak.

    These are the thirds, of `third` people each, with the best and the lowest rest of the paper.
    """

    chosen: int
    strong: float
    weak: float
    third: int
    is_key: bool

    @property
    def draws_the_strong(self) -> bool:
        """Say whether the strong surely choose it more than the weak: a test of two shares, pooled."""
        pooled = (self.strong + self.weak) / 2
        error = math.sqrt(2 * pooled * (1 - pooled) / self.third)
        return self.strong - self.weak > DRAWN * error


def flags_of(
    n: int,
    facility: float,
    discrimination: tuple[float, float] | None,
    options: Collection[OptionCount] = (),
) -> tuple[Flag, ...]:
    """Return what is odd about an item, the gravest first.

    The strong are called worse than the weak only where the whole interval of the discrimination index is below zero,
    and an item weak only where the whole interval is below what a useful item reaches.

    Args:
        n: how many answered.
        facility: mean share of the marks, 0 to 1.
        discrimination: 95 % interval of the index in per cent, None where there is none.
        options: how often each option was chosen, where it has any.
    """
    if n < ENOUGH:
        return (Flag.TOO_FEW,)
    found: list[Flag] = []
    if discrimination is not None and discrimination[1] < 0:
        found.append(Flag.REVERSED)
    elif discrimination is not None and discrimination[1] < WEAK_INDEX:
        found.append(Flag.WEAK)
    if any(not one.is_key and one.draws_the_strong for one in options):
        found.append(Flag.RIVAL_OPTION)
    if facility > TOO_EASY:
        found.append(Flag.TOO_EASY)
    elif facility < TOO_HARD:
        found.append(Flag.TOO_HARD)
    if any(not one.is_key and not one.chosen for one in options):
        found.append(Flag.IDLE_OPTION)
    return tuple(found)
