"""Cells of values within which no condition changes: a point of each, and the search through them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from cases.engine import ir
from cases.engine.evaluate_terms import Env, Test
from cases.engine.linear import linear_form
from cases.engine.program import Program
from cases.engine.rules import Effective
from cases.engine.values import ABSENT, UNPROVEN, Span, parse_instant
from cases.engine.vocabulary import ValueType

#: More points than this are not tried: the solver is asked instead.
MOST_POINTS: Final = 20_000
#: Where no rule goes by dates: any instant is as good.
_SOME_DAY: Final = "2025-06-01 12:00"
#: The beginning of time, from which dates are counted.
_EPOCH: Final = "@"


class NotCoveredError(ValueError):
    """A condition that does not test one fact or one distance."""


class TooManyError(ValueError):
    """More cells than are tried."""


class Cells:
    """The facts and events of some conditions, each with the limits that it is held against.

    Events are tied by the distances tested; as long as these form no circle, every combination of distances can be.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.constraints: list[Test] = []
        self.facts: dict[str, set[int]] = {}
        self.events: dict[str, None] = {}
        self._distances: dict[tuple[str, str], set[int]] = {}
        self._tied: dict[str, str] = {}
        some_day = parse_instant(_SOME_DAY)
        assert some_day is not None
        self._some_day = some_day.lo
        self._left = MOST_POINTS

    @property
    def names(self) -> set[str]:
        """The facts and ``@events`` met so far."""
        return {*self.facts, *self.events}

    # -- what is tested -----------------------------------------------------------------------------

    def add(self, node: ir.Bool) -> None:
        """Take in a condition.

        Raises:
            NotCoveredError: it does not test one fact or one distance.
        """
        match node:
            case ir.Const():
                pass
            case ir.And(items) | ir.Or(items):
                for item in items:
                    self.add(item)
            case ir.Not(item):
                self.add(item)
            case ir.FactIs(fact, _):
                self.facts.setdefault(fact, set())
            case ir.Has(event):
                self.events[f"@{event}"] = None
            case ir.Before(first, second):
                self._tie(f"@{first}", f"@{second}", 0)
            case ir.Compare(_, left, right):
                self._compare(left, right)
            case _:
                raise NotCoveredError

    def add_dates(self, effective: Effective) -> None:
        """Take in when a rule is in force: by its event if that happened, else by the as-of."""
        dates = [date for date in (effective.start, effective.end) if date is not None]
        for date in dates:
            self._tie(_EPOCH, "@now", date)
            if effective.by:
                self._tie(_EPOCH, f"@{effective.by}", date)

    def _compare(self, left: ir.Term, right: ir.Term) -> None:
        one, other = linear_form(left), linear_form(right)
        if one is None or other is None:
            raise NotCoveredError
        difference = one.plus(other, -1)
        match sorted(difference.factors.items(), key=lambda item: item[1]):
            case [(fact, factor)] if not fact.startswith("@"):
                limit = -difference.constant // factor
                self.facts.setdefault(fact, set()).update((limit, limit + 1))
            case [(first, -1), (second, 1)] if first.startswith("@") and second.startswith("@"):
                self._tie(first, second, -difference.constant)
            case _:
                raise NotCoveredError

    def _tie(self, first: str, second: str, distance: int) -> None:
        if (second, first) in self._distances:
            first, second, distance = second, first, -distance
        if (first, second) not in self._distances:
            one, other = self._root(first), self._root(second)
            if one == other:  # a circle of distances: not every combination of them can be
                raise NotCoveredError
            self._tied[other] = one
            self._distances[first, second] = set()
        self._distances[first, second].add(distance)
        self.events |= {name: None for name in (first, second) if name not in {_EPOCH, "@now"}}

    def _root(self, name: str) -> str:
        while name in self._tied:
            name = self._tied[name]
        return name

    # -- points -------------------------------------------------------------------------------------

    def meet(self, must: Sequence[Test], must_not: Sequence[Test]) -> bool:
        """Whether in some point all of ``must`` and the constraints hold, and none of ``must_not``.

        Raises:
            TooManyError: there are too many points to try.
        """
        layout = self.program.layout
        env: Env = [None] * layout.size
        env[layout.order] = frozenset()
        self._left = MOST_POINTS
        steps = [*sorted(self.facts), *self._placing()]
        env[layout.now] = Span(self._some_day, self._some_day)
        if "@now" in steps:
            env[layout.now] = None
        return self._search(env, steps, [*must, *self.constraints], must_not)

    def _search(self, env: Env, steps: Sequence[str], must: Sequence[Test], must_not: Sequence[Test]) -> bool:
        self._left -= 1
        if self._left < 0:
            raise TooManyError
        left: list[Test] = []
        shut: list[Test] = []
        for test in must:
            holds = test(env)
            if holds is False:
                return False
            if holds is None:
                left.append(test)
        for test in must_not:
            holds = test(env)
            if holds is True:
                return False
            if holds is None:
                shut.append(test)
        if not left and not shut:
            return True
        if not steps:
            return False
        slot = self._slot(steps[0])
        for value in self._points(steps[0], env):
            env[slot] = value
            if self._search(env, steps[1:], left, shut):
                return True
        env[slot] = None
        return False

    def _slot(self, name: str) -> int:
        layout = self.program.layout
        return layout.event(name[1:]) if name.startswith("@") else layout.facts[name]

    def _placing(self) -> list[str]:
        """The events, each after the one that it is tied to."""
        placed = [_EPOCH]
        waiting = [*(["@now"] if any("@now" in pair for pair in self._distances) else []), *self.events]
        while waiting:
            tied = [name for name in waiting if any(self._anchor(name, other) for other in placed)]
            name = tied[0] if tied else waiting[0]
            waiting.remove(name)
            placed.append(name)
        return placed[1:]

    def _anchor(self, name: str, other: str) -> set[int]:
        """The distances of ``name`` from ``other`` that are tested."""
        back = self._distances.get((name, other), set())
        return self._distances.get((other, name), set()) | {-distance for distance in back}

    def _points(self, name: str, env: Env) -> Iterator[Any]:
        if name.startswith("@"):
            if name != "@now":
                yield ABSENT
            yield from (Span(minute, minute) for minute in self._minutes(name, env))
            return
        fact = self.program.vocabulary.facts[name]
        if fact.type is ValueType.BOOL:
            yield from (True, False)
        elif fact.type is ValueType.ENUM:
            yield from fact.values
        else:
            low, high = fact.low or 0, fact.high
            near = {low, *(limit + step for limit in self.facts[name] for step in (-1, 0, 1))}
            yield from sorted(point for point in near if point >= low and (high is None or point <= high))
        if fact.burden and fact.type in {ValueType.BOOL, ValueType.ENUM}:
            yield UNPROVEN

    def _minutes(self, name: str, env: Env) -> list[int]:
        """An instant of each cell, counted from the event that it is tied to, if that happened."""
        for other in (_EPOCH, "@now", *self.events):
            distances = self._anchor(name, other)
            at = 0 if other == _EPOCH else None
            if distances and at is None and isinstance(found := env[self._slot(other)], Span):
                at = found.lo
            if distances and at is not None:
                return sorted({at + distance + step for distance in distances for step in (-1, 0, 1)})
        return [self._some_day]
