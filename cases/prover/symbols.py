"""The unknowns of a case for the solver: facts, events and the as-of, with the values that each can take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final, NamedTuple

import z3

from cases.engine.calendar import Calendar
from cases.engine.values import MINUTES_PER_DAY, UNPROVEN, day_number
from cases.engine.vocabulary import Fact, ValueType, Vocabulary
from cases.prover.amounts import Amount, exactly
from cases.prover.logic import Formula, not_, or_, var

#: The days a witness may lie in where the edition has no table of working days.
FIRST_DAY: Final = day_number(date(2004, 1, 1))
LAST_DAY: Final = day_number(date(2035, 12, 31))
#: Counts of working days must not run out of the table.
_MARGIN_DAYS: Final = 200
MOST_MONEY_FEN: Final = 10**9
MOST_NUMBER: Final = 10**6


def days_of(calendar: Calendar) -> tuple[int, int]:
    """The first and last day that instants may lie in."""
    if not calendar.years:
        return FIRST_DAY, LAST_DAY
    first, last = date(min(calendar.years), 1, 1), date(max(calendar.years), 12, 31)
    return max(FIRST_DAY, day_number(first)), min(LAST_DAY, day_number(last) - _MARGIN_DAYS)


class Event(NamedTuple):
    """The variables of an event: whether it happened, its day and its minute of the day."""

    happened: Any
    day: Any
    minute: Any


class Symbols:
    """The variables of complete cases: every fact has a value, every event happened at a minute or did not.

    With ``some_undated`` a case may leave the date of an event unsaid, so that it picks no version of a rule.
    """

    def __init__(self, vocabulary: Vocabulary, *, some_undated: bool = False) -> None:
        self.words, self.some_undated = vocabulary, some_undated
        self.first_day, self.last_day = days_of(vocabulary.calendar)
        self._domains: dict[str, list[Formula]] = {}
        self._numbers: dict[str, Any] = {}
        self._values: dict[str, dict[object, Formula]] = {}
        self._moments: dict[str, Amount] = {}
        self.events: dict[str, Event] = {}

    # -- facts --------------------------------------------------------------------------------------

    def values(self, name: str) -> dict[object, Formula]:
        """For each value a fact can have, the formula that it has it; empty for a number."""
        if name not in self._values:
            self._values[name] = self._make_values(self.words.facts[name])
        return self._values[name]

    def _make_values(self, fact: Fact) -> dict[object, Formula]:
        literals = literals_of(fact)
        if not literals:
            return {}
        if literals == [True, False]:
            yes = var(f"F.{fact.id}")
            return {True: yes, False: not_(yes)}
        found = {literal: var(f"F.{fact.id}.{literal}") for literal in literals}
        parts = list(found.values())
        self._domains[fact.id] = [or_(parts), *exclusive(parts)]
        return found

    def fact_is(self, name: str, values: tuple[object, ...]) -> Formula:
        """Whether the fact has one of ``values``."""
        known = self.values(name)
        return or_(known[value] for value in known if value in values)

    def fact_open(self, name: str) -> Formula:
        """Whether the fact is open."""
        return False

    def number(self, name: str) -> Any:
        """The variable of a number or a sum of money."""
        if name not in self._numbers:
            fact = self.words.facts[name]
            number = z3.Int(f"N.{name}")
            low, high = range_of(fact)
            self._domains[name] = [number >= low, number <= high]
            self._numbers[name] = number
        return self._numbers[name]

    # -- instants -----------------------------------------------------------------------------------

    def moment(self, name: str) -> Amount:
        """The instant of an event, or of ``now``."""
        if name not in self._moments:
            self._moments[name] = self._make_moment(name)
        return self._moments[name]

    def _make_moment(self, name: str) -> Amount:
        happened = True if name == "now" else var(f"E.{name}")
        day, minute = z3.Int(f"D.{name}"), z3.Int(f"M.{name}")
        self.events[name] = Event(happened, day, minute)
        self._domains[f"@{name}"] = [
            day >= self.first_day,
            day <= self.last_day,
            minute >= 0,
            minute < MINUTES_PER_DAY,
        ]
        return exactly(day * MINUTES_PER_DAY + minute, absent=not_(happened), lo_day=day, hi_day=day)

    def undated(self, name: str) -> Formula:
        """Whether the case does not say the date of the event, only its distance from others."""
        return var(f"U.{name}") if self.some_undated else False

    def earlier(self, first: str, second: str) -> Formula:
        """Whether the case says that ``first`` came before ``second`` without saying when."""
        return False

    def result(self, name: str, *, instant: bool) -> Amount:
        """The variable of an issue's value that is a number or an instant."""
        return exactly(z3.Int(name))

    # -- all together -------------------------------------------------------------------------------

    def domains(self, names: set[str]) -> list[Formula]:
        """What binds the variables of these facts and ``@events``."""
        return [formula for name in sorted(names) for formula in self._domains.get(name, ())]

    def declare(self, facts: set[str], events: set[str]) -> set[str]:
        """Make the variables of these facts and events, and return their names in :meth:`domains`."""
        for name in sorted(facts):
            if not self.values(name):
                self.number(name)
        for name in sorted(events):
            self.moment(name)
        return {*facts, *(f"@{name}" for name in events)}


def literals_of(fact: Fact) -> list[object]:
    """The values a fact can have; none for a number."""
    match fact.type:
        case ValueType.BOOL:
            return [True, False, UNPROVEN] if fact.burden else [True, False]
        case ValueType.ENUM:
            return [*fact.values, UNPROVEN] if fact.burden else [*fact.values]
        case _:
            return []


def range_of(fact: Fact) -> tuple[int, int]:
    """The least and greatest value of a number."""
    most = MOST_MONEY_FEN if fact.type is ValueType.MONEY else MOST_NUMBER
    return fact.low if fact.low is not None else 0, fact.high if fact.high is not None else most


def exclusive(parts: list[Formula]) -> list[Formula]:
    """At most one of ``parts`` holds."""
    return [or_((not_(one), not_(other))) for at, one in enumerate(parts) for other in parts[at + 1 :]]


class CalendarTerm(NamedTuple):
    """A day that is a function of another: the solver guesses it within bounds, and is corrected when it errs.

    Where it is ``idle``, the day it counts from is of an event that did not happen, or not known to; the guess is free.
    """

    start: Any
    result: Any
    lemma: Callable[[int], tuple[int, Formula] | None]
    idle: Formula = False
