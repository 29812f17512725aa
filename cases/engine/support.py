"""What an outcome rests on: facts that fix it whatever the others are, and none too many. Pure.

Whatever the others are: in every case that can happen and agrees in what is named, each fact having one of its values.
*Unproven* is a value of a fact that a party has to prove; that an event did not happen is a value of the event; *open*
is no value, since what is open has one that nobody knows yet. So a case may state as open what is not named: whatever
it turns out to be, the outcome is this one (the evaluator may still call it undetermined, being careful with doubt).
None too many: drop one of the names, and some case that can happen agrees in the rest and comes out otherwise.

First, facts are opened: if the outcome is still decided the same with a fact open, it did not need the fact. Groups are
tried whole and split only when they matter, so the cost grows with what matters, not with the vocabulary. Then what is
left is dropped where each of its values leads to the same outcome (:mod:`cases.engine.idle`); that search has a limit,
and past it names the fact rather than not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cases.engine import ir
from cases.engine.case import Case
from cases.engine.families import rule_nodes
from cases.engine.forgetting import same_outcome
from cases.engine.idle import without_idle
from cases.engine.program import CompiledIssue, Program
from cases.engine.rerun import Decided
from cases.engine.turning import Turning


@dataclass(frozen=True, slots=True)
class Support:
    """``rests_on``: stated facts and ``@events``; ``assumed``: what the case leaves unsaid, taken by silence."""

    rests_on: tuple[str, ...]
    assumed: tuple[str, ...]


NO_SUPPORT: Final = Support((), ())


@dataclass(frozen=True, slots=True)
class Cone:
    """Everything that can influence an issue: the issues read (in the program's order), facts and events."""

    issues: tuple[CompiledIssue, ...]
    facts: tuple[str, ...]
    events: tuple[str, ...]


def cone_of(program: Program, issue: str) -> Cone:
    """The cone of ``issue``; worked out once for each program."""
    known: Cone | None = program.memo.get(("cone", issue))
    if known is None:
        known = program.memo["cone", issue] = _find_cone(program, issue)
    return known


def _find_cone(program: Program, issue: str) -> Cone:
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
    decided = Decided(program, program.environment(case), cone_of(program, issue).issues)
    return supports_of(program, case, [issue], decided)[issue]


def supports_of(program: Program, case: Case, issues: Sequence[str], decided: Decided) -> dict[str, Support]:
    """A minimal support of the outcome of each of ``issues``; ``decided`` is the case as decided already."""
    turning = Turning(program, case, decided)
    return {issue: told_support(_Search(program, case, issue, decided).minimise(turning), case) for issue in issues}


def dropped_first(program: Program, case: Case, issue: str, decided: Decided, names: Sequence[str]) -> list[str]:
    """``names`` in the order in which they are spared rather than others, where several sets of them would do."""
    return sorted(names, key=_Search(program, case, issue, decided).weight)


def told_support(kept: Sequence[str], case: Case) -> Support:
    """The names kept, those that the case states apart from those that go unsaid."""
    stated = {*case.facts, *case.projected, *(f"@{name}" for name in case.events)}
    return Support(
        tuple(name for name in kept if name in stated),
        tuple(name for name in kept if name not in stated),
    )


class _Search:
    def __init__(self, program: Program, case: Case, issue: str, decided: Decided) -> None:
        self.program = program
        self.issue = issue
        self.cone = cone_of(program, issue)
        self.decided = decided.only(self.cone.issues)
        self.target = finding = decided.findings[issue]
        direct: list[ir.Node] = []
        for index in finding.by:
            for version in finding.compiled.families[index].versions:
                direct.extend(rule_nodes(version.rule, issue))
        self.direct = ir.reads(*direct)
        self.stated = {*case.facts, *case.projected}, set(case.events)

    def minimise(self, turning: Turning) -> list[str]:
        """The names kept."""
        names = [*self.cone.facts, *(f"@{name}" for name in self.cone.events)]
        known = [name for name in names if self.decided.env[self._slot(name)] is not None]
        # Dropped first: what is unsaid and remote; last: what is stated and read by the deciding rule itself.
        known.sort(key=self.weight)
        needed = self._needed(known)
        kept = set(without_idle(turning, self.issue, self.decided, [name for name in known if name in needed]))
        return [name for name in names if name in kept]

    def _slot(self, name: str) -> int:
        layout = self.program.layout
        return layout.events[name[1:]] if name.startswith("@") else layout.facts[name]

    def weight(self, name: str) -> tuple[bool, bool]:
        """How much is lost with a name: what the deciding rule itself reads, then what the case states, goes last."""
        if name.startswith("@"):
            stated, direct = name[1:] in self.stated[1], name[1:] in self.direct.events
        else:
            stated, direct = name in self.stated[0], name in self.direct.facts
        return direct, stated

    def _needed(self, names: Sequence[str]) -> set[str]:
        """Which of ``names`` cannot be opened, given those already opened."""
        if not names:
            return set()
        opened = self.decided.after(dict.fromkeys(map(self._slot, names)))
        if same_outcome(opened.findings[self.issue], self.target):
            self.decided = opened
            return set()
        if len(names) == 1:
            return set(names)
        middle = len(names) // 2
        return self._needed(names[:middle]) | self._needed(names[middle:])
