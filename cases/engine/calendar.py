"""Working days (工作日): a table of years that an edition carries, so that no upgrade changes a decided case. Pure.

Counting follows 民法典 第201条 (the day of the event is not counted) and 第203条 (the last day ends at 24:00).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from cases.engine.values import MINUTES_PER_DAY, day_number, day_of

_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Year:
    """How one year departs from Monday to Friday.

    ``holidays`` are days off on weekdays, ``worked`` weekends that are worked. ``provisional``: nothing is announced
    yet, so only weekends are off.
    """

    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    provisional: bool = False


@dataclass(frozen=True)
class Calendar:
    """The years known, by number, without a hole; none of them in an edition that counts no working days."""

    years: Mapping[int, Year] = field(default_factory=dict)

    def covers(self, minute: int) -> bool:
        """Whether ``minute`` lies in the years of the table."""
        return day_of(minute).year in self.years

    def is_working_day(self, day: date) -> bool:
        """Whether ``day``, of a year in the table, is worked."""
        year = self.years[day.year]
        return day in year.worked or (day.weekday() < _SATURDAY and day not in year.holidays)

    def workdays_after(self, minute: int, days: int) -> int | None:
        """The end (24:00) of the ``days``-th working day after the day of ``minute``; None beyond the table."""
        if not self.covers(minute):
            return None
        worked = self._worked
        at = bisect_right(worked, minute // MINUTES_PER_DAY) + days - 1
        return (worked[at] + 1) * MINUTES_PER_DAY if at < len(worked) else None

    def longest_wait(self, days: int) -> int:
        """The most minutes that ``days`` working days take anywhere in the table."""
        worked = self._worked
        waits = (worked[at + days] - worked[at] for at in range(len(worked) - days))
        return (max(waits, default=days) + 1) * MINUTES_PER_DAY

    def provisional_years(self, start: int, end: int) -> tuple[int, ...]:
        """The years between two minutes for which only weekends are known to be off."""
        first, last = day_of(start).year, day_of(end).year
        return tuple(
            number for number in range(first, last + 1) if number in self.years and self.years[number].provisional
        )

    def not_worked(self, start: int, end: int) -> tuple[int, int]:
        """Weekend days and holidays that are passed over from the day after ``start`` to before the minute ``end``."""
        first, last = start // MINUTES_PER_DAY + 1, (end - 1) // MINUTES_PER_DAY
        worked = bisect_left(self._worked, last + 1) - bisect_left(self._worked, first)
        days = [day_of(number * MINUTES_PER_DAY) for number in range(first, last + 1)]
        holidays = sum(day in self.years[day.year].holidays for day in days if day.year in self.years)
        return len(days) - worked - holidays, holidays

    @cached_property
    def _worked(self) -> tuple[int, ...]:
        if not self.years:
            return ()
        first, last = (date(edge(self.years), month, day) for edge, month, day in ((min, 1, 1), (max, 12, 31)))
        span = range(first.toordinal(), last.toordinal() + 1)
        return tuple(day_number(day) for day in map(date.fromordinal, span) if self.is_working_day(day))
