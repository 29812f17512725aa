"""Supports that were proved minimal beforehand, and the fingerprint of the rules that a proof is about. Pure.

The search for facts that make no difference has a limit (:mod:`cases.engine.idle`); the solver has none to speak of,
but is too slow to ask while somebody waits, and crashes. So what it found of the cases that people are shown is kept.
A proof holds as long as nothing has changed that can influence the issue: that is what the fingerprint covers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from cases.engine.case import Case
from cases.engine.ir import reads
from cases.engine.language import parse_constraint
from cases.engine.program import CompiledIssue, Program
from cases.engine.support import Cone, Support, cone_of, told_support

_DIGITS: Final = 16


class Proof(NamedTuple):
    """``names``, facts and ``@events``, fix the outcome, and none can be spared, under the rules of ``fingerprint``."""

    fingerprint: str
    names: tuple[str, ...]


#: Proofs by the hash of the case and the issue.
Proofs: TypeAlias = Mapping[str, Mapping[str, Proof]]
NO_PROOFS: Final[Proofs] = {}


def proved_supports(
    program: Program, case: Case, case_hash: str, issues: Sequence[str], proofs: Proofs
) -> dict[str, Support]:
    """The supports of those of ``issues`` for which there is a proof that still holds; ``case_hash`` is the case's."""
    known = proofs.get(case_hash, {})
    return {
        issue: told_support(known[issue].names, case)
        for issue in issues
        if issue in known and known[issue].fingerprint == fingerprint(program, issue)
    }


def fingerprint(program: Program, issue: str) -> str:
    """Sixteen hex digits that change with whatever can influence ``issue``; worked out once for each program."""
    known: str | None = program.memo.get(("fingerprint", issue))
    if known is None:
        text = "\n".join(_influences(program, cone_of(program, issue)))
        known = program.memo["fingerprint", issue] = hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
    return known


def _influences(program: Program, cone: Cone) -> Iterator[str]:
    """The rules of the issues, the constraints that bind what they read, the facts, and the working days."""
    for compiled in cone.issues:
        yield _rules_of(program, compiled)
    names = {*cone.facts, *(f"@{name}" for name in cone.events)}
    for text, bound in _binding(program, names):
        yield text
        names |= bound
    for name in sorted(name for name in names if not name.startswith("@")):
        fact = program.vocabulary.facts[name]
        yield repr((name, fact.type, fact.silence, bool(fact.burden), fact.low, fact.high, list(fact.values)))
    years = program.vocabulary.calendar.years
    yield repr([(at, sorted(year.holidays), sorted(year.worked)) for at, year in sorted(years.items())])


def _rules_of(program: Program, compiled: CompiledIssue) -> str:
    known: str | None = compiled.memo.get("rules as text")
    if known is None:
        issue = compiled.issue
        parts: list[Any] = [issue.id, issue.type, list(issue.values), issue.favour, compiled.raised_ir]
        for family in compiled.families:
            beaten = sorted(other.id for other in compiled.families if other.id in program.overrides[family.id])
            parts += [family.id, beaten]
            for version in family.versions:
                rule = version.rule
                parts.append((rule.kind, rule.level, rule.force, rule.effective, rule.when, rule.then[issue.id]))
        known = compiled.memo["rules as text"] = repr(parts)
    return known


def _binding(program: Program, names: Iterable[str]) -> list[tuple[str, set[str]]]:
    """The constraints that bind these names, directly or through others, with the names that each reads."""
    every = []
    for constraint in program.vocabulary.constraints:
        read = reads(parse_constraint(constraint.must, program.vocabulary))
        every.append((constraint.must, {*read.facts, *(f"@{name}" for name in read.events)}))
    reached, found = set(names), list[tuple[str, set[str]]]()
    while more := [one for one in every if one not in found and not reached.isdisjoint(one[1])]:
        found += more
        reached.update(*(bound for _, bound in more))
    return sorted(found, key=lambda one: one[0])
