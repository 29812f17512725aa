"""The values of a fact or ``@event`` that conditions tell apart: one of each kind, which stand for all. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any, Final

from cases.engine import ir
from cases.engine.families import rule_nodes
from cases.engine.language import parse_constraint
from cases.engine.linear import linear_form
from cases.engine.program import Program
from cases.engine.values import ABSENT, MINUTES_PER_DAY, UNBOUNDED_MINUTES, UNPROVEN, YEARS, Span, day_number
from cases.engine.vocabulary import ValueType

#: An event that happened at a time of which nothing is known.
_FIRST: Final = day_number(date(YEARS[0], 1, 1)) * MINUTES_PER_DAY
_LAST: Final = day_number(date(YEARS[-1], 12, 31)) * MINUTES_PER_DAY + MINUTES_PER_DAY - 1
SOME_TIME: Final = Span(-UNBOUNDED_MINUTES, UNBOUNDED_MINUTES, "?")


def values_to_try(program: Program, name: str) -> tuple[Any, ...] | None:
    """One value of each kind; None where they cannot be told apart: a number that is reckoned with.

    An event happened or did not: when, is left open. An unproven fact is one with a value of its own; an open one is
    not, since it has one of the others.
    """
    known: dict[str, tuple[Any, ...] | None] = program.memo.setdefault("values to try", {})
    if name not in known:
        known[name] = _find(program, name)
    return known[name]


def _find(program: Program, name: str) -> tuple[Any, ...] | None:
    if name.startswith("@"):
        return ABSENT, SOME_TIME, *_eras(program, name[1:])
    fact = program.vocabulary.facts[name]
    unproven = (UNPROVEN,) if fact.burden else ()
    match fact.type:
        case ValueType.BOOL:
            return True, False, *unproven
        case ValueType.ENUM:
            kinds = {
                tuple(value in part for part in _tests(program)[name]): value
                for value in reversed((*fact.values, *unproven))
            }
            return tuple(reversed(kinds.values()))
        case _:
            limits = _tests(program)[name]
            if any(limit is None for limit in limits):
                return None
            low, high = fact.low or 0, fact.high
            points = {low, *(limit + step for limit in limits for step in (-1, 0, 1))}
            return tuple(sorted(point for point in points if point >= low and (high is None or point <= high)))


def _eras(program: Program, event: str) -> Iterator[Span]:
    """The stretches of time between the dates at which versions picked by this event begin or end."""
    effective = {rule.effective for rule in program.rules if rule.effective.by == event}
    dates = {date for one in effective for date in (one.start, one.end) if date is not None}
    if dates:
        edges = [_FIRST, *sorted(date for date in dates if _FIRST < date <= _LAST), _LAST + 1]
        yield from (Span(start, end - 1) for start, end in pairwise(edges))


def _tests(program: Program) -> dict[str, list[Any]]:
    """For each fact what it is held against: sets of values, or numbers; None where it is reckoned with."""
    known: dict[str, list[Any]] | None = program.memo.get("tests of facts")
    if known is None:
        known = {name: [] for name in program.vocabulary.facts}
        for node in _nodes(program):
            for name, against in _held_against(node):
                if name in known and against not in known[name]:
                    known[name].append(against)
        for name, fact in program.vocabulary.facts.items():
            if fact.type is ValueType.ENUM and None in known[name]:
                known[name] = [(value,) for value in (*fact.values, UNPROVEN)]
        program.memo["tests of facts"] = known
    return known


def _nodes(program: Program) -> Iterator[ir.Node]:
    for constraint in program.vocabulary.constraints:
        yield parse_constraint(constraint.must, program.vocabulary)
    for compiled in program.issues:
        yield compiled.raised_ir
        for family in compiled.families:
            for version in family.versions:
                yield from rule_nodes(version.rule, compiled.issue.id)


def _held_against(node: ir.Node) -> Iterable[tuple[str, Any]]:
    match node:
        case ir.FactIs(fact, values):
            return [(fact, values)]
        case ir.Compare(_, left, right):
            one, other = linear_form(left), linear_form(right)
            if one is not None and other is not None:
                match list(one.plus(other, -1).factors.items()):
                    case [(name, factor)]:
                        limit = -one.plus(other, -1).constant // factor
                        return [(name, limit), (name, limit + 1)]
            return [(name, None) for name in ir.reads(node).facts]
        case ir.And() | ir.Or() | ir.Not():
            return [found for child in ir.children(node) for found in _held_against(child)]
        case _:
            return [(name, None) for name in ir.reads(node).facts]
