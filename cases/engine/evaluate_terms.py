"""The environment a compiled expression reads, and terms compiled to closures over it. Pure.

The environment is a plain list: facts, events, issue values, issue statuses, then ``order`` and ``now``. Instants and
durations are intervals (:class:`Span`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from operator import itemgetter
from typing import Any, Final, TypeAlias

from cases.engine import ir
from cases.engine.calendar import Calendar
from cases.engine.values import (
    ABSENT,
    MINUTES_PER_DAY,
    UNBOUNDED_MINUTES,
    Span,
    months_after,
    next_midnight,
    percent_of,
)
from cases.engine.vocabulary import ValueType, Vocabulary

Env: TypeAlias = list[Any]
Test: TypeAlias = Callable[[Env], bool | None]
Value: TypeAlias = Callable[[Env], Any]

INTERVALS: Final = (ValueType.INSTANT, ValueType.DURATION)


class Layout:
    """Which slot of the environment holds what."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.facts = {name: slot for slot, name in enumerate(vocabulary.facts)}
        at = len(self.facts)
        self.events = {name: at + slot for slot, name in enumerate(vocabulary.events)}
        at += len(self.events)
        self.issues = {name: at + slot for slot, name in enumerate(vocabulary.issues)}
        at += len(self.issues)
        self.statuses = {name: at + slot for slot, name in enumerate(vocabulary.issues)}
        self.order = at + len(self.issues)
        self.now = self.order + 1
        self.calendar = vocabulary.calendar
        self.size = self.now + 1

    def event(self, name: str) -> int:
        """The slot of an event; ``now`` is the as-of."""
        return self.now if name == "now" else self.events[name]


def term_type(node: ir.Term) -> ValueType:
    """The type of a term."""
    match node:
        case ir.Num(_, kind) | ir.FactNum(_, kind) | ir.IssueNum(_, kind) | ir.Scale(_, _, kind):
            return kind
        case ir.EventAt() | ir.NextMidnight() | ir.MonthsAfter() | ir.WorkdaysAfter():
            return ValueType.INSTANT
        case ir.Elapsed():
            return ValueType.DURATION
        case ir.Percent():
            return ValueType.MONEY
        case ir.Add(left, _) | ir.Sub(left, _):
            return term_type(left)
        case ir.Extreme(_, items):
            return term_type(items[0])
        case ir.Tiers(_, steps):
            return term_type(steps[0][1])


def compile_term(node: ir.Term, layout: Layout) -> Value:
    """Compile a term: whole numbers and 分 are ints, instants and durations are Spans, absent is ABSENT, open None."""
    match node:
        case ir.Num(value, kind):
            constant = Span(value, value) if kind in INTERVALS else value
            return lambda env: constant
        case ir.FactNum(fact, _):
            return itemgetter(layout.facts[fact])
        case ir.IssueNum(issue, _):
            return itemgetter(layout.issues[issue])
        case ir.EventAt(event):
            return itemgetter(layout.event(event))
        case ir.Elapsed(first, second):
            return _elapsed(first, second, layout)
        case ir.Add(left, right):
            return _arithmetic(left, right, 1, layout)
        case ir.Sub(left, right):
            return _arithmetic(left, right, -1, layout)
        case ir.Scale(factor, item, kind):
            return _scaled(factor, item, kind, layout)
        case ir.Extreme(which, items):
            return _extreme(which, [compile_term(item, layout) for item in items])
        case ir.Percent(item, percent):
            return _mapped(compile_term(item, layout), lambda value: percent_of(value, percent))
        case ir.NextMidnight(item):
            return _calendar(compile_term(item, layout), next_midnight, 1, MINUTES_PER_DAY)
        case ir.MonthsAfter(item, months):
            least, most = (days * months * MINUTES_PER_DAY for days in (28, 31))
            return _calendar(compile_term(item, layout), lambda minute: months_after(minute, months), least, most)
        case ir.WorkdaysAfter(item, days):
            return _workdays(compile_term(item, layout), days, layout.calendar)
        case ir.Tiers(item, steps):
            limits = [limit for limit, _ in steps]
            return _tiers(compile_term(item, layout), limits, [compile_term(value, layout) for _, value in steps])


def _mapped(value: Value, function: Callable[[Any], Any]) -> Value:
    def get(env: Env) -> Any:
        got = value(env)
        return got if got is None or got is ABSENT else function(got)

    return get


def _calendar(value: Value, function: Callable[[int], int], least: int, most: int) -> Value:
    """A function of the calendar; on a floating time line it lies between ``least`` and ``most`` minutes later."""

    def shift(span: Span) -> Span:
        if span[2]:
            return Span(span[0] + least, span[1] + most, span[2])
        return Span(function(span[0]), function(span[1]))

    return _mapped(value, shift)


def _workdays(value: Value, days: int, calendar: Calendar) -> Value:
    """The end of the ``days``-th working day: open beyond the table, an interval on a floating time line."""

    def shift(span: Span) -> Span | None:
        if span[2]:
            least, most = days * MINUTES_PER_DAY + 1, calendar.longest_wait(days)
            return Span(span[0] + least, span[1] + most, span[2])
        start, end = calendar.workdays_after(span[0], days), calendar.workdays_after(span[1], days)
        return None if start is None or end is None else Span(start, end)

    return _mapped(value, shift)


def _elapsed(first: str, second: str, layout: Layout) -> Value:
    one, two, order = layout.event(first), layout.event(second), layout.order

    def get(env: Env) -> Any:
        a, b = env[one], env[two]
        if a is ABSENT or b is ABSENT:
            return ABSENT
        if a is None or b is None:
            return None
        if a[3] and a[3] == b[3]:
            return Span(b[0] - a[0], b[0] - a[0])
        lo, hi = (b[0] - a[1], b[1] - a[0]) if a[2] == b[2] else (-UNBOUNDED_MINUTES, UNBOUNDED_MINUTES)
        if (first, second) in env[order]:
            lo = max(lo, 0)
        elif (second, first) in env[order]:
            hi = min(hi, 0)
        return Span(lo, hi)

    return get


def _arithmetic(left: ir.Term, right: ir.Term, sign: int, layout: Layout) -> Value:
    one, two = compile_term(left, layout), compile_term(right, layout)
    intervals = term_type(left) in INTERVALS

    def get(env: Env) -> Any:
        a, b = one(env), two(env)
        if a is ABSENT or b is ABSENT:
            return ABSENT
        if a is None or b is None:
            return None
        if not intervals:
            return a + sign * b
        root = a[3] if b[0] == b[1] else ""
        lo, hi = (b[0], b[1]) if sign == 1 else (-b[1], -b[0])
        return Span(a[0] + lo, a[1] + hi, a[2], root)

    return get


def _scaled(factor: int, item: ir.Term, kind: ValueType, layout: Layout) -> Value:
    value = compile_term(item, layout)
    if kind is not ValueType.DURATION:
        return _mapped(value, lambda number: number * factor)
    if term_type(item) is ValueType.DURATION:
        return _mapped(value, lambda span: Span(span[0] * factor, span[1] * factor))
    return _mapped(value, lambda number: Span(number * factor, number * factor))


def _extreme(which: str, values: list[Value]) -> Value:
    choose = min if which == "min" else max

    def get(env: Env) -> Any:
        got = [value(env) for value in values]
        if any(item is ABSENT for item in got):
            return ABSENT
        if any(item is None for item in got):
            return None
        first, *others = got
        if not isinstance(first, tuple):
            return choose(got)
        _, _, base, root = first
        if any(item[2] != base for item in others):
            return None
        root = root if all(item[3] == root for item in others) else ""
        return Span(choose(item[0] for item in got), choose(item[1] for item in got), base, root)

    return get


def _tiers(item: Value, limits: list[int], values: list[Value]) -> Value:
    """The value of the step that ``item`` has reached; where an interval reaches several, what holds in all of them."""

    def get(env: Env) -> Any:
        got = item(env)
        if got is None or got is ABSENT:
            return got
        lo, hi = (got[0], got[1]) if isinstance(got, tuple) else (got, got)
        first, last = bisect_right(limits, lo), bisect_right(limits, hi)
        if not last:
            return ABSENT
        if not first:
            return None
        return _common([value(env) for value in values[first - 1 : last]])

    return get


def _common(values: list[Any]) -> Any:
    """What is sure when it is one of ``values``: the value itself, or an interval around all of them."""
    first = values[0]
    if all(value is first or value == first for value in values):
        return first
    if any(not isinstance(value, Span) or value.base != first.base for value in values):
        return None
    return Span(min(value.lo for value in values), max(value.hi for value in values), first.base)
