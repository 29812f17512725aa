"""Where outcomes may turn: the limits that the comparisons of an issue's cone set for numbers and events. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cases.engine import ir
from cases.engine.evaluate_terms import INTERVALS, Env, compile_term, term_type
from cases.engine.program import CompiledIssue, Program, rule_nodes
from cases.engine.values import MINUTES_PER_DAY, UNBOUNDED_MINUTES


def comparisons(issues: Sequence[CompiledIssue]) -> Iterator[ir.Compare]:
    """Every comparison of numbers, durations or instants that the rules of ``issues`` make."""
    for compiled in issues:
        nodes: list[ir.Node] = [compiled.raised_ir]
        for family in compiled.families:
            for version in family.versions:
                nodes.extend(rule_nodes(version.rule, compiled.issue.id))
        for node in nodes:
            for part in ir.walk(node):
                if isinstance(part, ir.Compare):
                    yield part


def fact_numbers(program: Program, issues: Sequence[CompiledIssue], env: Env, fact: str, value: int) -> list[int]:
    """Candidate values of a number fact: on and just beside each limit it is compared with, nearest first."""
    found: set[int] = set()
    for node in comparisons(issues):
        if term_type(node.left) in INTERVALS or not any(
            isinstance(part, ir.FactNum) and part.fact == fact for part in ir.walk(node)
        ):
            continue
        left = compile_term(node.left, program.layout)(env)
        right = compile_term(node.right, program.layout)(env)
        if isinstance(left, int) and isinstance(right, int):
            for gap in (left - right, right - left):
                found.update(value + gap + step for step in (-1, 0, 1))
        for part in ir.walk(node):
            if isinstance(part, ir.Num):
                found.update(part.value + step for step in (-1, 0, 1))
    found.discard(value)
    return sorted(found, key=lambda number: (abs(number - value), number))


def event_shifts(program: Program, issues: Sequence[CompiledIssue], env: Env, step: int) -> list[int]:
    """Candidate moves of an event in minutes (multiples of ``step``), both directions: to and across each limit."""
    found: set[int] = set()
    for node in comparisons(issues):
        if term_type(node.left) not in INTERVALS:
            continue
        left = compile_term(node.left, program.layout)(env)
        right = compile_term(node.right, program.layout)(env)
        if isinstance(left, tuple) and isinstance(right, tuple):
            for gap in (left[0] - right[0], left[1] - right[1]):
                if abs(gap) < UNBOUNDED_MINUTES // 2:
                    for beside in (-MINUTES_PER_DAY, -1, 0, 1, MINUTES_PER_DAY):
                        found.update((gap + beside, -gap + beside))
    rounded = {shift // step * step for shift in found} | {-(-shift // step) * step for shift in found}
    rounded.discard(0)
    return sorted(rounded)
