"""What an attempt came to, in all and by competency area, and whether that passes. Pure; points in hundredths."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

WHOLE_PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class AreaPoints:
    """What was earned in one area; `needs` is the per cent that the area asks for, 0 for none."""

    area: str
    points: int
    out_of: int
    needs: int = 0

    @property
    def is_met(self) -> bool:
        return self.points * WHOLE_PERCENT >= self.out_of * self.needs


@dataclass(frozen=True, slots=True)
class Tally:
    """The points of an attempt beside those that it takes to pass, in all and by area."""

    points: int
    pass_points: int
    areas: tuple[AreaPoints, ...] = ()

    @property
    def missed_areas(self) -> tuple[AreaPoints, ...]:
        return tuple(one for one in self.areas if not one.is_met)

    @property
    def has_passed(self) -> bool:
        """Say whether total and every area suffice; just reaching the mark is passing."""
        return self.points >= self.pass_points and not self.missed_areas

    def moved(self, gains: Mapping[str, int]) -> "Tally":
        """Return the tally with some points more or fewer, by area; an area it does not list counts for the total."""
        areas = tuple(replace(one, points=one.points + gains.get(one.area, 0)) for one in self.areas)
        return replace(self, points=self.points + sum(gains.values()), areas=areas)
