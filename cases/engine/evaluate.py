"""The IR compiled to closures over an environment, in Kleene's three values: True, False, None (open). Pure.

The environment is a plain list: facts, events, issue values, issue statuses, then ``order`` and ``now``. Instants and
durations are intervals ``(lo, hi, base)``; a comparison is open when the intervals overlap or their bases differ.
An atom over something absent (an event that did not happen, an issue not raised) is false.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any, Final, TypeAlias

from cases.engine import ir
from cases.engine.values import ABSENT, UNBOUNDED_MINUTES, Span, months_after, next_midnight, percent_of
from cases.engine.vocabulary import ValueType, Vocabulary

Env: TypeAlias = list[Any]
Test: TypeAlias = Callable[[Env], bool | None]
Value: TypeAlias = Callable[[Env], Any]

_INTERVALS: Final = (ValueType.INSTANT, ValueType.DURATION)


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
        self.size = self.now + 1

    def event(self, name: str) -> int:
        """The slot of an event; ``now`` is the as-of."""
        return self.now if name == "now" else self.events[name]


def compile_test(node: ir.Bool, layout: Layout) -> Test:
    """Compile a condition."""
    match node:
        case ir.Const(value):
            return lambda env: value
        case ir.FactIs(fact, (True,)):
            return _is_true(layout.facts[fact])
        case ir.FactIs(fact, values):
            return _is_one_of(layout.facts[fact], values)
        case ir.IssueIs(issue, values):
            return _is_one_of(layout.issues[issue], values)
        case ir.Compare():
            return _compile_compare(node, layout)
        case ir.Has(event):
            return _has(layout.event(event))
        case ir.Before(first, second):
            return _before(first, second, layout)
        case ir.StatusIs(issue, status):
            slot = layout.statuses[issue]
            return lambda env: env[slot] == status
        case ir.Not(item):
            return _negation(compile_test(item, layout))
        case ir.And(items):
            return compile_all([compile_test(item, layout) for item in items])
        case ir.Or(items):
            return _any([compile_test(item, layout) for item in items])


def _is_true(slot: int) -> Test:
    get = itemgetter(slot)

    def test(env: Env) -> bool | None:
        value = get(env)
        return value if value is None or value is True else False

    return test


def _is_one_of(slot: int, values: tuple[object, ...]) -> Test:
    if len(values) == 1:
        (only,) = values

        def test_one(env: Env) -> bool | None:
            value = env[slot]
            return None if value is None else value == only

        return test_one
    wanted = frozenset(values)

    def test(env: Env) -> bool | None:
        value = env[slot]
        return None if value is None else value in wanted

    return test


def _has(slot: int) -> Test:
    def test(env: Env) -> bool | None:
        value = env[slot]
        return None if value is None else value is not ABSENT

    return test


def _before(first: str, second: str, layout: Layout) -> Test:
    one, two, order = layout.event(first), layout.event(second), layout.order

    def test(env: Env) -> bool | None:
        a, b = env[one], env[two]
        if a is ABSENT or b is ABSENT:
            return False
        if (first, second) in env[order]:
            return None if a is None or b is None else True
        if a is None or b is None:
            return None
        if (second, first) in env[order]:
            return False
        if a[2] != b[2]:
            return None
        return True if a[1] < b[0] else False if a[0] >= b[1] else None

    return test


def _negation(test: Test) -> Test:
    def negated(env: Env) -> bool | None:
        value = test(env)
        return None if value is None else not value

    return negated


def compile_all(tests: list[Test]) -> Test:
    """The conjunction of ``tests``; False as soon as one is false."""
    if len(tests) == 1:
        return tests[0]
    frozen = tuple(tests)

    def test(env: Env) -> bool | None:
        result: bool | None = True
        for item in frozen:
            value = item(env)
            if value is False:
                return False
            if value is None:
                result = None
        return result

    return test


def _any(tests: list[Test]) -> Test:
    frozen = tuple(tests)

    def test(env: Env) -> bool | None:
        result: bool | None = False
        for item in frozen:
            value = item(env)
            if value is True:
                return True
            if value is None:
                result = None
        return result

    return test


def term_type(node: ir.Term) -> ValueType:
    """The type of a term."""
    match node:
        case ir.Num(_, kind) | ir.FactNum(_, kind) | ir.IssueNum(_, kind) | ir.Scale(_, _, kind):
            return kind
        case ir.EventAt() | ir.NextMidnight() | ir.MonthsAfter():
            return ValueType.INSTANT
        case ir.Elapsed():
            return ValueType.DURATION
        case ir.Percent():
            return ValueType.MONEY
        case ir.Add(left, _) | ir.Sub(left, _):
            return term_type(left)
        case ir.Extreme(_, items):
            return term_type(items[0])


def _compile_compare(node: ir.Compare, layout: Layout) -> Test:
    if term_type(node.left) in _INTERVALS:
        return _compare_intervals(node.op, compile_term(node.left, layout), compile_term(node.right, layout))
    return _compare_numbers(node.op, compile_term(node.left, layout), compile_term(node.right, layout))


_NUMBERS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _compare_numbers(op: str, left: Value, right: Value) -> Test:
    holds = _NUMBERS[op]

    def test(env: Env) -> bool | None:
        a, b = left(env), right(env)
        if a is ABSENT or b is ABSENT:
            return False
        return None if a is None or b is None else holds(a, b)

    return test


def _less(a: Span, b: Span) -> bool | None:
    return True if a[1] < b[0] else False if a[0] >= b[1] else None


def _equal(a: Span, b: Span) -> bool | None:
    if a[1] < b[0] or b[1] < a[0]:
        return False
    return True if a[0] == a[1] == b[0] == b[1] else None


def _inverse(value: bool | None) -> bool | None:  # noqa: FBT001 - a truth value is the argument
    return None if value is None else not value


_SPANS: Final[Mapping[str, Callable[[Span, Span], bool | None]]] = {
    "==": _equal,
    "!=": lambda a, b: _inverse(_equal(a, b)),
    "<": _less,
    "<=": lambda a, b: _inverse(_less(b, a)),
    ">": lambda a, b: _less(b, a),
    ">=": lambda a, b: _inverse(_less(a, b)),
}


def _compare_intervals(op: str, left: Value, right: Value) -> Test:
    holds = _SPANS[op]

    def test(env: Env) -> bool | None:
        a, b = left(env), right(env)
        if a is ABSENT or b is ABSENT:
            return False
        if a is None or b is None or a[2] != b[2]:
            return None
        return holds(a, b)

    return test


def compile_term(node: ir.Term, layout: Layout) -> Value:
    """Compile a term: whole numbers and 分 are ints, instants and durations are Spans, absent is ABSENT, open None."""
    match node:
        case ir.Num(value, kind):
            constant = Span(value, value) if kind in _INTERVALS else value
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
            return _calendar(compile_term(item, layout), next_midnight)
        case ir.MonthsAfter(item, months):
            return _calendar(compile_term(item, layout), lambda minute: months_after(minute, months))


def _mapped(value: Value, function: Callable[[Any], Any]) -> Value:
    def get(env: Env) -> Any:
        got = value(env)
        return got if got is None or got is ABSENT else function(got)

    return get


def _calendar(value: Value, function: Callable[[int], int]) -> Value:
    """A function of the calendar: unknown on a floating time line."""
    return _mapped(value, lambda span: None if span[2] else Span(function(span[0]), function(span[1])))


def _elapsed(first: str, second: str, layout: Layout) -> Value:
    one, two, order = layout.event(first), layout.event(second), layout.order

    def get(env: Env) -> Any:
        a, b = env[one], env[two]
        if a is ABSENT or b is ABSENT:
            return ABSENT
        if a is None or b is None:
            return None
        lo, hi = (b[0] - a[1], b[1] - a[0]) if a[2] == b[2] else (-UNBOUNDED_MINUTES, UNBOUNDED_MINUTES)
        if (first, second) in env[order]:
            lo = max(lo, 0)
        elif (second, first) in env[order]:
            hi = min(hi, 0)
        return Span(lo, hi)

    return get


def _arithmetic(left: ir.Term, right: ir.Term, sign: int, layout: Layout) -> Value:
    one, two = compile_term(left, layout), compile_term(right, layout)
    intervals = term_type(left) in _INTERVALS

    def get(env: Env) -> Any:
        a, b = one(env), two(env)
        if a is ABSENT or b is ABSENT:
            return ABSENT
        if a is None or b is None:
            return None
        if not intervals:
            return a + sign * b
        return Span(a[0] + b[0], a[1] + b[1], a[2]) if sign > 0 else Span(a[0] - b[1], a[1] - b[0], a[2])

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
        if not isinstance(got[0], tuple):
            return choose(got)
        if len({item[2] for item in got}) > 1:
            return None
        return Span(choose(item[0] for item in got), choose(item[1] for item in got), got[0][2])

    return get


def compile_conclusion(node: ir.Conclusion, layout: Layout) -> tuple[bool, Any]:
    """``(True, constant)`` or ``(False, function of the environment)``."""
    match node:
        case ir.Const(value):
            return True, value
        case ir.EnumValue(literal):
            return True, literal
        case ir.EnumFrom(source, is_issue):
            return False, itemgetter((layout.issues if is_issue else layout.facts)[source])
        case ir.Num(value, kind) if kind not in _INTERVALS:
            return True, value
        case ir.And() | ir.Or() | ir.Not() | ir.FactIs() | ir.IssueIs() | ir.StatusIs() | ir.Has() | ir.Before():
            return False, compile_test(node, layout)
        case ir.Compare():
            return False, compile_test(node, layout)
        case _:
            return False, compile_term(node, layout)
