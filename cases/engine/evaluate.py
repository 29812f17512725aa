"""Conditions compiled to closures over an environment, in Kleene's three values: True, False, None (open). Pure.

A comparison of intervals is open when they overlap or lie on different time lines. An atom over something absent (an
event that did not happen, an issue not raised) is false.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from cases.engine import ir
from cases.engine.evaluate_compare import compile_compare
from cases.engine.evaluate_terms import INTERVALS, Env, Layout, Test, compile_term
from cases.engine.values import ABSENT, aligned


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
            return compile_compare(node, layout)
        case ir.Has(event):
            return _has(layout.event(event))
        case ir.Before(first, second):
            return _before(first, second, layout)
        case ir.StatusIs(issue, status):
            return _has_status(layout.statuses[issue], status)
        case ir.Not(item):
            return _negation(compile_test(item, layout))
        case ir.And(items):
            return compile_conjunction(items, layout)
        case ir.Or(items):
            return _any([compile_test(item, layout) for item in items])


def _is_true(slot: int) -> Test:
    def test(env: Env) -> bool | None:
        value = env[slot]
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


def _has_status(slot: int, wanted: str) -> Test:
    """Known of every status but one: what is undetermined may yet come out in any other way."""

    def test(env: Env) -> bool | None:
        status = env[slot]
        return None if status == "undetermined" != wanted else status == wanted

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
        if a[3]:
            a, b = aligned(a, b)
        return True if a[1] < b[0] else False if a[0] >= b[1] else None

    return test


def _negation(test: Test) -> Test:
    def negated(env: Env) -> bool | None:
        value = test(env)
        return None if value is None else not value

    return negated


Literal: TypeAlias = tuple[int, frozenset[object], bool]
#: A literal that says nothing.
NO_LITERAL: Final[Literal] = (0, frozenset(), False)


def first_literal(nodes: Sequence[ir.Bool], layout: Layout) -> Literal:
    """The first condition on the value of a fact or an issue: where it is false, the conjunction is false."""
    found = (as_literal(node, layout) for node in nodes)
    return next((literal for literal in found if literal is not None), NO_LITERAL)


def compile_conjunction(nodes: Sequence[ir.Bool], layout: Layout) -> Test:
    """Compile conditions that all have to hold; those on the value of a fact or an issue are tested without a call."""
    literals: list[Literal] = []
    others: list[Test] = []
    for node in nodes:
        literal = as_literal(node, layout)
        if literal is None:
            others.append(compile_test(node, layout))
        else:
            literals.append(literal)
    if not literals:
        return compile_all(others)
    (first_slot, first_values, first_wanted), *more = literals
    rest = compile_all(others) if others else None

    def test(env: Env) -> bool | None:
        value = env[first_slot]
        if value is not None and (value in first_values) is not first_wanted:
            return False
        result = None if value is None else True
        for slot, values, wanted in more:
            value = env[slot]
            if value is None:
                result = None
            elif (value in values) is not wanted:
                return False
        if rest is None:
            return result
        held = rest(env)
        return result if held is True else held

    return test


def as_literal(node: ir.Bool, layout: Layout) -> Literal | None:
    """``(slot, values, wanted)``: the slot's value is, or with ``wanted`` False is not, one of ``values``."""
    match node:
        case ir.FactIs(fact, values):
            return layout.facts[fact], frozenset(values), True
        case ir.IssueIs(issue, values):
            return layout.issues[issue], frozenset(values), True
        case ir.Not(ir.FactIs() | ir.IssueIs() as inner):
            found = as_literal(inner, layout)
            return found and (found[0], found[1], False)
        case _:
            return None


def compile_all(tests: list[Test]) -> Test:
    """The conjunction of ``tests``, True of none; False as soon as one is false."""
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


def compile_conclusion(node: ir.Conclusion, layout: Layout) -> tuple[bool, Any]:
    """``(True, constant)`` or ``(False, function of the environment)``."""
    match node:
        case ir.Const(value):
            return True, value
        case ir.EnumValue(literal):
            return True, literal
        case ir.EnumFrom(source, is_issue):
            return False, operator.itemgetter((layout.issues if is_issue else layout.facts)[source])
        case ir.Num(value, kind) if kind not in INTERVALS:
            return True, value
        case ir.And() | ir.Or() | ir.Not() | ir.FactIs() | ir.IssueIs() | ir.StatusIs() | ir.Has() | ir.Before():
            return False, compile_test(node, layout)
        case ir.Compare():
            return False, compile_test(node, layout)
        case _:
            return False, compile_term(node, layout)
