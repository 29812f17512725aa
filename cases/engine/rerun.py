"""Deciding a case again after a small change, looking only at the rules that read what changed. Pure.

What-ifs change one fact or one event out of hundreds, and few rules read it. The answer is the same as a whole run's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush
from typing import Any, Final, TypeAlias

from cases.engine import ir
from cases.engine.decide import Applicable, Finding, look, not_raised, settle, write
from cases.engine.evaluate_terms import Env
from cases.engine.families import rule_nodes
from cases.engine.program import CompiledIssue, Program

Readers: TypeAlias = Mapping[int, tuple[tuple[int, str, frozenset[int]], ...]]
#: How an issue comes out by the rules that apply: what-ifs of one case ask the same again and again.
_Known: TypeAlias = dict[tuple[Any, ...], Finding]
#: In the table of readers: what raises the issue, not one of its rules.
_RAISED: Final = -1
#: Nothing is looked at in an issue that is not raised; never written into.
_NOTHING: Final = Applicable(raised=False, sure={}, unknown={})
_OPEN: Final = Applicable(raised=None, sure={}, unknown={})


class Decided:
    """A decided case; :meth:`after` decides it again with some slots of the environment changed.

    ``env`` is the environment after the run, ``findings`` how every issue (of those asked for) came out.
    """

    __slots__ = ("_applicable", "_brief", "_known", "_readers", "env", "findings", "program")

    def __init__(self, program: Program, env: Env, only: Iterable[CompiledIssue] | None = None, *, brief: bool = False):
        """Run the program on ``env``, which is written into; ``brief`` as in :func:`cases.engine.decide.run`."""
        self.program = program
        self.env = env
        self.findings: dict[str, Finding] = {}
        self._brief = brief
        self._applicable: dict[str, Applicable] = {}
        self._readers = readers_of(program)
        self._known: _Known = {}
        for compiled in program.issues if only is None else only:
            name = compiled.issue.id
            if compiled.raised is not None and compiled.raised(env) is False:
                self._applicable[name], finding = _NOTHING, not_raised(compiled)
            else:
                self._applicable[name] = found = look(compiled, env)
                finding = settle(compiled, found, brief=brief)
            self.findings[name] = finding
            write(finding, env)

    def only(self, issues: Iterable[CompiledIssue]) -> Decided:
        """The same case with these issues alone, which must read no others; after changes it is decided in brief."""
        part = object.__new__(Decided)
        part.program, part._brief, part._readers = self.program, True, self._readers
        part.env, part._known = self.env, {}
        names = [compiled.issue.id for compiled in issues]
        part.findings = {name: self.findings[name] for name in names}
        part._applicable = {name: self._applicable[name] for name in names}
        return part

    def after(self, changes: Mapping[int, Any]) -> Decided:
        """The case with ``changes`` (slot → value); this one stays as it is."""
        again = object.__new__(Decided)
        again.program, again._brief, again._readers = self.program, self._brief, self._readers
        again.env = env = self.env.copy()
        again._known = known = self._known
        again.findings, again._applicable = self.findings.copy(), self._applicable.copy()
        todo = _Todo(self._readers, self.findings)
        for slot, value in changes.items():
            env[slot] = value
            todo.add(slot)
        while todo.places:
            compiled, families = todo.next(self.program.issues)
            name = compiled.issue.id
            before = again._applicable[name]
            now = _look_again(compiled, env, before, families, brief=self._brief)
            if now == before:
                continue
            again._applicable[name] = now
            old = again.findings[name]
            key = name, now.raised, tuple(now.sure.items()), tuple(now.unknown.items())
            finding = known.get(key)
            if finding is None:
                finding = known[key] = settle(compiled, now, brief=self._brief)
            again.findings[name] = finding
            if finding.status != old.status or finding.value != old.value:
                write(finding, env)
                todo.add(compiled.slot)
        return again


class _Todo:
    """The issues to look at again, in the program's order, each with the families that read something changed."""

    def __init__(self, readers: Readers, known: Mapping[str, Finding]) -> None:
        self.readers = readers
        self.known = known
        self.places: list[int] = []
        self.families: dict[int, frozenset[int]] = {}

    def add(self, slot: int) -> None:
        for place, name, families in self.readers.get(slot, ()):
            if place in self.families:
                self.families[place] |= families
            elif name in self.known:
                self.families[place] = families
                heappush(self.places, place)

    def next(self, issues: Sequence[CompiledIssue]) -> tuple[CompiledIssue, frozenset[int]]:
        place = heappop(self.places)
        return issues[place], self.families.pop(place)


def _look_again(
    compiled: CompiledIssue, env: Env, before: Applicable, families: frozenset[int], *, brief: bool
) -> Applicable:
    """Look at ``families`` alone, unless the issue was not raised before and nothing is known of the others.

    Where it is open whether the issue is raised at all, its rules do not matter but to those who ask why.
    """
    raised = before.raised
    if _RAISED in families and compiled.raised is not None:
        raised = compiled.raised(env)
    if raised is False:
        return _NOTHING
    if raised is None and brief:
        return _OPEN
    if raised is not before.raised:
        return look(compiled, env)
    sure, unknown = before.sure.copy(), before.unknown.copy()
    for family in sorted(families - {_RAISED}):
        sure.pop(family, None)
        unknown.pop(family, None)
        at, slot, values, wanted, applies, conclude = compiled.judges[family]
        value = env[slot]
        if value is not None and (value in values) is not wanted:
            continue
        holds = applies(env)
        if holds is not False:
            (sure if holds else unknown)[at] = conclude(env)
    return Applicable(raised, dict(sorted(sure.items())), dict(sorted(unknown.items())))


def readers_of(program: Program) -> Readers:
    """Slot → who reads it: place and id of each issue, and which of its families (or what raises it)."""
    known: Readers = program.memo.get("readers") or _find_readers(program)
    program.memo["readers"] = known
    return known


def _find_readers(program: Program) -> Readers:
    found: dict[int, dict[int, set[int]]] = {}
    for place, compiled in enumerate(program.issues):
        reading: list[tuple[int, list[ir.Node]]] = [(_RAISED, [compiled.raised_ir])]
        for at, family in enumerate(compiled.families):
            nodes = [node for version in family.versions for node in rule_nodes(version.rule, compiled.issue.id)]
            reading.append((at, nodes))
        for at, nodes in reading:
            for slot in program.slots_read(*nodes):
                found.setdefault(slot, {}).setdefault(place, set()).add(at)
    issues = program.issues
    same: dict[frozenset[int], frozenset[int]] = {}  # thousands of them, and few that differ: each is held once
    return {
        slot: tuple(
            (place, issues[place].issue.id, same.setdefault(one := frozenset(families), one))
            for place, families in places.items()
        )
        for slot, places in found.items()
    }
