"""A linear scale from minutes to positions, and the ticks that suit it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from certification.sitting.rulings.timeline.clock import (
    MINUTES_PER_DAY,
    clock_text,
    day_text,
    minutes_of_date,
    wall,
)

_STEPS_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720)
_STEPS_DAYS = (1, 2, 3, 7, 14)
_STEPS_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120)
_MINUTES_PER_MONTH = 28 * MINUTES_PER_DAY


@dataclass(frozen=True, slots=True)
class Scale:
    """``first`` lies at ``start``, ``last`` at ``stop``; both ends may be passed."""

    first: int
    last: int
    start: float
    stop: float

    @property
    def per_minute(self) -> float:
        """Return how far apart two minutes are drawn."""
        return (self.stop - self.start) / (self.last - self.first)

    def at(self, minutes: int) -> float:
        """Return the position of an instant."""
        return self.start + (minutes - self.first) * self.per_minute

    def back(self, position: float) -> int:
        """Return the minute drawn at a position, rounded down."""
        return int(self.first + (position - self.start) / self.per_minute)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis."""

    at: int
    label: str


def ticks_between(first: int, last: int, *, least_minutes: float) -> Iterator[Tick]:
    """Yield round instants from ``first`` to ``last``, at least ``least_minutes`` apart."""
    for step in _STEPS_MINUTES:
        if step >= least_minutes:
            yield from _clock_ticks(first, last, step)
            return
    for days in _STEPS_DAYS:
        if days * MINUTES_PER_DAY >= least_minutes:
            yield from _day_ticks(first, last, days)
            return
    yield from _month_ticks(first, last, least_minutes)


def _clock_ticks(first: int, last: int, step: int) -> Iterator[Tick]:
    for at in range(-(-first // step) * step, last + 1, step):
        yield Tick(at, clock_text(at) if at % MINUTES_PER_DAY else day_text(at))


def _day_ticks(first: int, last: int, days: int) -> Iterator[Tick]:
    midnight = -(-first // MINUTES_PER_DAY) * MINUTES_PER_DAY
    for at in range(midnight, last + 1, days * MINUTES_PER_DAY):
        yield Tick(at, day_text(at))


def _month_ticks(first: int, last: int, least_minutes: float) -> Iterator[Tick]:
    fitting = (step for step in _STEPS_MONTHS if step * _MINUTES_PER_MONTH >= least_minutes)
    step = next(fitting, _STEPS_MONTHS[-1])
    begin, end = wall(first), wall(last)
    for month in range(begin.year * 12, end.year * 12 + 12, step):
        year, index = divmod(month, 12)
        day = date(year, index + 1, 1)
        at = minutes_of_date(day)
        if first <= at <= last:
            yield Tick(at, date_format(day, "n月" if index else "Y年"))
