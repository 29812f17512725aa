"""Whether an edited rule conflicts with others of its issue, by trying a point of each cell. Pure; needs no solver.

Where every condition tests one fact, or the distance of two events, against a constant, the values of a fact and of a
distance fall into a few cells within which no condition changes. One point for each cell is then as good as all, and
open values prune the search: the evaluator says "surely not" long before everything is fixed. The answer is exact. For
anything else (a rule that reads another issue, rounds, or counts days on a calendar) the answer is that this check does
not apply, and the solver has to be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cases.engine import ir
from cases.engine.cells import Cells, NotCoveredError, TooManyError
from cases.engine.evaluate import compile_test
from cases.engine.evaluate_terms import Test
from cases.engine.families import Family
from cases.engine.language import parse_constraint
from cases.engine.program import CompiledIssue, Program
from cases.engine.vocabulary import Vocabulary


class Verdict(StrEnum):
    """What the check says of two rules, or of a rule and all others."""

    CONFLICT = "conflict"
    CLEAR = "clear"
    NOT_COVERED = "not covered"


@dataclass(frozen=True, slots=True)
class Checked:
    """``verdict`` of a rule; ``conflicts`` are the rules it conflicts with, ``uncovered`` those left to the solver."""

    verdict: Verdict
    conflicts: tuple[str, ...] = ()
    uncovered: tuple[str, ...] = ()


def check_rule(program: Program, issue: str, rule: str) -> Checked:
    """Check a rule against every other rule of an issue that it concludes."""
    compiled = program.by_id[issue]
    place = next(at for at, family in enumerate(compiled.families) if family.id == rule)
    found: dict[Verdict, list[str]] = {verdict: [] for verdict in Verdict}
    for other, family in enumerate(compiled.families):
        if other != place:
            found[check_pair(program, compiled, place, other)].append(family.id)
    conflicts, uncovered = tuple(found[Verdict.CONFLICT]), tuple(found[Verdict.NOT_COVERED])
    verdict = Verdict.CONFLICT if conflicts else Verdict.NOT_COVERED if uncovered else Verdict.CLEAR
    return Checked(verdict, conflicts, uncovered)


def check_pair(program: Program, compiled: CompiledIssue, one: int, other: int) -> Verdict:
    """Check two rules of an issue, by their places there."""
    relation = compiled.precedence
    if relation.strong[one][other] or relation.strong[other][one]:
        return Verdict.CLEAR
    try:
        values = {place: _value(compiled.families[place]) for place in (one, other)}
        if values[one] == values[other] or _defeats(compiled, one, other, values):
            return Verdict.CLEAR
        winners = list(_winners(compiled, (one, other), values))
        cells = _cells(program, compiled, (one, other, *winners))
        return Verdict.CONFLICT if cells.meet(*_wanted(program, compiled, (one, other), winners)) else Verdict.CLEAR
    except (NotCoveredError, TooManyError):
        return Verdict.NOT_COVERED


def _value(family: Family) -> Any:
    """What all versions of a rule conclude.

    Raises:
        NotCoveredError: that depends on the case.
    """
    values = {version.conclusion for version in family.versions if version.constant}
    if len(values) != 1 or not all(version.constant for version in family.versions):
        raise NotCoveredError
    return values.pop()


def _defeats(compiled: CompiledIssue, one: int, other: int, values: dict[int, Any]) -> bool:
    relation = compiled.precedence
    return relation.could_defeat(one, other, values) or relation.could_defeat(other, one, values)


def _winners(compiled: CompiledIssue, pair: tuple[int, int], values: dict[int, Any]) -> Iterable[int]:
    """The places of the rules that defeat one of the two where they apply."""
    relation = compiled.precedence
    for place, family in enumerate(compiled.families):
        if place in pair:
            continue
        if any(relation.strong[place][loser] for loser in pair):
            yield place
        elif not all(relation.strong[winner][place] for winner in pair):
            known = {**values, place: _value(family)}
            if any(relation.could_defeat(place, loser, known) for loser in pair):
                yield place


def _wanted(
    program: Program, compiled: CompiledIssue, pair: tuple[int, int], winners: Sequence[int]
) -> tuple[list[Test], list[Test]]:
    """What has to hold in a conflict, and what must not."""
    raised = [compiled.raised] if compiled.raised is not None else []
    holds = [compiled.judges[place][4] for place in pair]
    return [*raised, *holds], [compiled.judges[place][4] for place in winners]


def _cells(program: Program, compiled: CompiledIssue, places: Sequence[int]) -> Cells:
    """The cells of all facts and events that these rules read, and of what integrity constraints tie to them."""
    versions = [version for place in places for version in compiled.families[place].versions]
    nodes: list[ir.Bool] = [compiled.raised_ir]
    cells = Cells(program)
    for version in versions:
        nodes.extend(version.rule.when)
        cells.add_dates(version.rule.effective)
    for node in nodes:
        cells.add(node)
    waiting = _constraints(program)
    while tied := [node for node in waiting if cells.names & _names(node)]:
        waiting = [node for node in waiting if node not in tied]
        for node in tied:
            cells.add(node)
            cells.constraints.append(compile_test(node, program.layout))
    return cells


def _constraints(program: Program) -> list[ir.Bool]:
    words: Vocabulary = program.vocabulary
    known: list[ir.Bool] | None = program.memo.get("constraints")
    if known is None:
        known = program.memo["constraints"] = [parse_constraint(one.must, words) for one in words.constraints]
    return known


def _names(node: ir.Bool) -> set[str]:
    read = ir.reads(node)
    return {*read.facts, *(f"@{name}" for name in read.events)}
