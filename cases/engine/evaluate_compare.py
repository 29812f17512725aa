"""Comparisons of numbers and of intervals, in Kleene's three values. Pure."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Final

from cases.engine import ir
from cases.engine.evaluate_terms import INTERVALS, Env, Layout, Test, Value, compile_term, term_type
from cases.engine.values import ABSENT, Span, aligned


def compile_compare(node: ir.Compare, layout: Layout) -> Test:
    """Compile a comparison: false where a side is absent, open where it overlaps or lies on another time line."""
    if term_type(node.left) in INTERVALS:
        return _compare_intervals(node.op, compile_term(node.left, layout), compile_term(node.right, layout))
    left = compile_term(node.left, layout)
    if isinstance(node.right, ir.Num):
        return _compare_with(_NUMBERS[node.op], left, node.right.value)
    return _compare_numbers(_NUMBERS[node.op], left, compile_term(node.right, layout))


_NUMBERS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _compare_with(holds: Callable[[int, int], bool], left: Value, constant: int) -> Test:
    def test(env: Env) -> bool | None:
        number = left(env)
        if number is None:
            return None
        return number is not ABSENT and holds(number, constant)

    return test


def _compare_numbers(holds: Callable[[int, int], bool], left: Value, right: Value) -> Test:
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
        if a[3]:
            a, b = aligned(a, b)
        return holds(a, b)

    return test
