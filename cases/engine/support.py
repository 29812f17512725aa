"""What an outcome rests on: a set of facts that fixes it whatever the others are, from which none can be dropped. Pure.

A fact is dropped by making it open: if the outcome is still decided the same, it did not need the fact. Groups are
tried whole and split only when they matter, so the cost grows with what matters, not with the vocabulary.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from cases.engine import ir
from cases.engine.case import Case
from cases.engine.decide import run
from cases.engine.evaluate_terms import Env
from cases.engine.program import CompiledIssue, Program, rule_nodes


@dataclass(frozen=True, slots=True)
class Support:
    """``rests_on``: stated facts and ``@events``; ``assumed``: what the case leaves unsaid, taken by silence."""

    rests_on: tuple[str, ...]
    assumed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cone:
    """Everything that can influence an issue: the issues read (in the program's order), facts and events."""

    issues: tuple[CompiledIssue, ...]
    facts: tuple[str, ...]
    events: tuple[str, ...]


@lru_cache(maxsize=4096)
def cone_of(program: Program, issue: str) -> Cone:
    """The cone of ``issue``; worked out once for each program."""
    wanted, todo = {issue}, [issue]
    while todo:
        for other in program.by_id[todo.pop()].reads.issues:
            if other not in wanted:
                wanted.add(other)
                todo.append(other)
    issues = tuple(compiled for compiled in program.issues if compiled.issue.id in wanted)
    facts = set().union(*(compiled.reads.facts for compiled in issues))
    events = set().union(*(compiled.reads.events for compiled in issues))
    return Cone(
        issues,
        tuple(name for name in program.vocabulary.facts if name in facts),
        tuple(name for name in program.vocabulary.events if name in events),
    )


def support_of(program: Program, case: Case, issue: str) -> Support:
    """A minimal support of the outcome of ``issue``; empty when the outcome is undetermined.

    What the deciding rules themselves read is kept in preference to what merely keeps other rules away.
    """
    search = _Search(program, case, issue)
    kept = search.minimise()
    stated = {*case.facts, *case.projected, *(f"@{name}" for name in case.events)}
    return Support(
        tuple(name for name in kept if name in stated),
        tuple(name for name in kept if name not in stated),
    )


@lru_cache(maxsize=4096)
def _reach(program: Program, issue: str) -> frozenset[str]:
    """Everything that can influence ``issue``: facts, and events as ``@event``."""
    cone = cone_of(program, issue)
    return frozenset((*cone.facts, *(f"@{name}" for name in cone.events)))


class _Search:
    def __init__(self, program: Program, case: Case, issue: str) -> None:
        self.program = program
        self.issue = issue
        self.cone = cone_of(program, issue)
        self.env: Env = program.environment(case)
        finding = run(program, self.env, self.cone.issues)[issue]
        self.target = (finding.status, finding.value)
        self.reach = {compiled.issue.id: _reach(program, compiled.issue.id) for compiled in self.cone.issues}
        direct: list[ir.Node] = []
        for index in finding.by:
            for version in finding.compiled.families[index].versions:
                direct.extend(rule_nodes(version.rule, issue))
        self.direct = ir.reads(*direct)
        self.stated = {*case.facts, *case.projected}, set(case.events)

    def minimise(self) -> list[str]:
        names = [*self.cone.facts, *(f"@{name}" for name in self.cone.events)]
        slots = {name: self._slot(name) for name in names}
        known = [name for name in names if self.env[slots[name]] is not None]
        # Dropped first: what is unsaid and remote; last: what is stated and read by the deciding rule itself.
        known.sort(key=self._weight)
        kept = self._needed(known, slots)
        return [name for name in names if name in kept]

    def _slot(self, name: str) -> int:
        layout = self.program.layout
        return layout.events[name[1:]] if name.startswith("@") else layout.facts[name]

    def _weight(self, name: str) -> int:
        if name.startswith("@"):
            stated, direct = name[1:] in self.stated[1], name[1:] in self.direct.events
        else:
            stated, direct = name in self.stated[0], name in self.direct.facts
        return 2 * direct + stated

    def _needed(self, names: Sequence[str], slots: dict[str, int]) -> set[str]:
        """Which of ``names`` cannot be opened, given those already opened in ``self.env``."""
        if not names:
            return set()
        before = self.env.copy()
        for name in names:
            self.env[slots[name]] = None
        if self._same_without(names):
            return set()
        self.env = before
        if len(names) == 1:
            return set(names)
        middle = len(names) // 2
        return self._needed(names[:middle], slots) | self._needed(names[middle:], slots)

    def _same_without(self, names: Sequence[str]) -> bool:
        """Decide anew the issues that ``names`` can influence; the others stand as they are in ``self.env``."""
        touched = set(names)
        again = [compiled for compiled in self.cone.issues if not self.reach[compiled.issue.id].isdisjoint(touched)]
        finding = run(self.program, self.env, again, brief=True).get(self.issue)
        return finding is None or (finding.status, finding.value) == self.target
