"""What the figures of an item say in words: a trainer should look, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from certification.competency.measuring.classical import ItemStatistics

#: Fewer answers than this say nothing worth a flag.
ENOUGH: Final = 20
TOO_EASY, TOO_HARD = 0.95, 0.25
WEAK_INDEX: Final = 15.0
#: A wrong option that more of the strong than of the weak choose, by this share, competes with the key.
DRAWN: Final = 0.05


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
    """How often an option was chosen by the third with the best and by the third with the lowest rest of the paper."""

    chosen: int
    strong: float
    weak: float
    is_key: bool


def flags_of(item: ItemStatistics, options: Mapping[str, OptionCount] | None = None) -> tuple[Flag, ...]:
    """Return what is odd about an item, the gravest first.

    The strong are called worse than the weak only where the whole interval of the discrimination index is below zero,
    and an item weak only where the whole interval is below what a useful item reaches.
    """
    if item.n < ENOUGH:
        return (Flag.TOO_FEW,)
    found: list[Flag] = []
    interval = item.discrimination_interval
    if interval is not None and interval[1] < 0:
        found.append(Flag.REVERSED)
    elif interval is not None and interval[1] < WEAK_INDEX:
        found.append(Flag.WEAK)
    if any(not one.is_key and one.strong > one.weak + DRAWN for one in (options or {}).values()):
        found.append(Flag.RIVAL_OPTION)
    if item.facility > TOO_EASY:
        found.append(Flag.TOO_EASY)
    elif item.facility < TOO_HARD:
        found.append(Flag.TOO_HARD)
    if any(not one.is_key and not one.chosen for one in (options or {}).values()):
        found.append(Flag.IDLE_OPTION)
    return tuple(found)
