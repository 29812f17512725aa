"""From when on everything in a case has happened, where a gap is not one of older times: in each stack, by issue."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from cases.engine import ir
from cases.engine.assertions import Waiver
from cases.engine.case import Stack
from cases.engine.families import rule_nodes
from cases.engine.program import Program
from cases.prover.gaps import waivers_of
from cases.prover.logic import Formula, and_, implies, or_
from cases.prover.union import Union


class Era(NamedTuple):
    """``events`` that bear on an issue, and when the last of the rules that do so took ``start``."""

    start: int
    events: frozenset[str]


class _Part(NamedTuple):
    """What the rules of one book read for an issue; ``book`` "" is what raises it."""

    book: str
    issues: frozenset[str]
    events: frozenset[str]
    start: int


class Eras:
    """The eras of every issue, from the rules of all books."""

    def __init__(self, program: Program, stacks: Mapping[Stack, Collection[str]], waivers: tuple[Waiver, ...]) -> None:
        self.program, self.stacks, self.waivers = program, stacks, waivers
        self._parts: dict[str, tuple[_Part, ...]] = {}
        self._eras: dict[str, dict[Stack, Era]] = {}

    def edited(self, program: Program, issues: Collection[str]) -> Eras:
        """The same where the rules of ``issues`` were edited."""
        other = Eras(program, self.stacks, self.waivers)
        other._parts = {name: parts for name, parts in self._parts.items() if name not in issues}
        return other

    def of(self, issue: str) -> dict[Stack, Era]:
        """The era of an issue in each stack."""
        if issue not in self._eras:
            self._eras[issue] = {stack: self._era(issue, stack, books) for stack, books in self.stacks.items()}
        return self._eras[issue]

    def _era(self, issue: str, stack: Stack, books: Collection[str]) -> Era:
        extra = ir.reads(*(waiver.when for waiver in waivers_of(stack, self.waivers, issue)))
        start = max((part.start for part in self._cone([issue], books)), default=0)
        events = {name for part in self._cone([issue, *extra.issues], books) for name in part.events}
        return Era(start, frozenset(events | extra.events))

    def _cone(self, issues: Sequence[str], books: Collection[str]) -> list[_Part]:
        seen, todo, found = set(issues), list(issues), []
        while todo:
            for part in self.parts(todo.pop()):
                if part.book and part.book not in books:
                    continue
                found.append(part)
                todo += part.issues - seen
                seen |= part.issues
        return found

    def parts(self, issue: str) -> tuple[_Part, ...]:
        """What each book's rules read for an issue."""
        if issue not in self._parts:
            compiled = self.program.by_id[issue]
            raised = ir.reads(compiled.raised_ir)
            found = {"": _Part("", raised.issues, raised.events, 0)}
            for version in (version for family in compiled.families for version in family.versions):
                read, rule = ir.reads(*rule_nodes(version.rule, issue)), version.rule
                part = found.get(rule.book, _Part(rule.book, frozenset(), frozenset(), 0))
                start = max(part.start, rule.effective.start or 0)
                found[rule.book] = _Part(rule.book, part.issues | read.issues, part.events | read.events, start)
            self._parts[issue] = tuple(found.values())
        return self._parts[issue]

    def since(self, issue: str, union: Union) -> Formula:
        """The gap is not one of older times, whatever stack the case lies in."""
        alike: dict[Era, list[Stack]] = {}
        for stack, era in self.of(issue).items():
            alike.setdefault(era, []).append(stack)
        always = {name[1:] for name in union.constrained if name.startswith("@")} | {"now"}
        parts = []
        for era, stacks in alike.items():
            moments = [union.symbols.moment(name) for name in sorted(era.events | always)]
            happened = and_(or_((moment.absent, moment.lo >= era.start)) for moment in moments)
            parts.append(happened if len(alike) == 1 else implies(or_(map(union.where, stacks)), happened))
        return and_(parts)


def reach_back(before: Mapping[Stack, Era], after: Mapping[Stack, Era]) -> bool:
    """Whether a case that was one of older times in some stack may not be so any more."""
    return any(after[stack].start < era.start or era.events - after[stack].events for stack, era in before.items())
