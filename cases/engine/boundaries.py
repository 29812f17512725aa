"""Where outcomes may turn: the limits that the comparisons of an issue's cone set for numbers and events. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cases.engine import ir
from cases.engine.evaluate_terms import INTERVALS, Env, compile_term, term_type
from cases.engine.families import rule_nodes
from cases.engine.program import CompiledIssue, Program
from cases.engine.values import MINUTES_PER_DAY, UNBOUNDED_MINUTES

# More days in a row than any holiday takes from the working days.
_LONG_HOLIDAY: Final = 12


def limits(issues: Sequence[CompiledIssue]) -> Iterator[tuple[ir.Term, ir.Term]]:
    """What the rules of ``issues`` hold against what: both sides of each comparison, a number and each of its tiers."""
    for compiled in issues:
        nodes: list[ir.Node] = [compiled.raised_ir]
        for family in compiled.families:
            for version in family.versions:
                nodes.extend(rule_nodes(version.rule, compiled.issue.id))
        for node in nodes:
            for part in ir.walk(node):
                match part:
                    case ir.Compare(_, left, right):
                        yield left, right
                    case ir.Tiers(item, steps):
                        yield from ((item, ir.Num(limit, term_type(item))) for limit, _ in steps)
                    case _:
                        pass


def fact_numbers(program: Program, issues: Sequence[CompiledIssue], env: Env, fact: str, value: int) -> list[int]:
    """Candidate values of a number fact: on and just beside each limit it is compared with, nearest first."""
    found: set[int] = set()
    for one, other in limits(issues):
        parts = [*ir.walk(one), *ir.walk(other)]
        if term_type(one) in INTERVALS or not any(isinstance(part, ir.FactNum) and part.fact == fact for part in parts):
            continue
        left, right = compile_term(one, program.layout)(env), compile_term(other, program.layout)(env)
        if isinstance(left, int) and isinstance(right, int):
            for gap in (left - right, right - left):
                found.update(value + gap + step for step in (-1, 0, 1))
        for part in parts:
            if isinstance(part, ir.Num):
                found.update(part.value + step for step in (-1, 0, 1))
    found.discard(value)
    return sorted(found, key=lambda number: (abs(number - value), number))


def event_shifts(program: Program, issues: Sequence[CompiledIssue], env: Env, step: int) -> list[int]:
    """Candidate moves of an event in minutes (multiples of ``step``), both directions: to and across each limit."""
    found: set[int] = set()
    for one, other in limits(issues):
        if term_type(one) not in INTERVALS:
            continue
        left, right = compile_term(one, program.layout)(env), compile_term(other, program.layout)(env)
        if isinstance(left, tuple) and isinstance(right, tuple):
            for gap in (left[0] - right[0], left[1] - right[1]):
                if abs(gap) < UNBOUNDED_MINUTES // 2:
                    for beside in _beside(one, other):
                        found.update((gap + beside, -gap + beside))
    rounded = {shift // step * step for shift in found} | {-(-shift // step) * step for shift in found}
    rounded.discard(0)
    return sorted(rounded)


def _beside(one: ir.Term, other: ir.Term) -> tuple[int, ...]:
    """How far beside a limit to look; working days may put a weekend or a long holiday between."""
    near = (-MINUTES_PER_DAY, -1, 0, 1, MINUTES_PER_DAY)
    if any(isinstance(part, ir.WorkdaysAfter) for part in (*ir.walk(one), *ir.walk(other))):
        return (*near, *(days * MINUTES_PER_DAY for days in (-_LONG_HOLIDAY, -3, 3, _LONG_HOLIDAY)))
    return near
