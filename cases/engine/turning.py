"""Which facts of a case its outcomes turn on by themselves, and what binds facts together. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cases.engine.case import Case
from cases.engine.decide import Finding
from cases.engine.evaluate_terms import Test
from cases.engine.forgetting import same_outcome
from cases.engine.program import Program
from cases.engine.rerun import Decided
from cases.engine.value_classes import values_to_try


@dataclass(frozen=True, slots=True)
class Constrained:
    """An integrity constraint, with the slots it reads."""

    slots: tuple[int, ...]
    test: Test


class Turning:
    """On which facts of a case its issues turn by themselves: one other value, and the outcome is another.

    That fact is needed in every account of the outcome, because a case that can happen shows it.
    """

    def __init__(self, program: Program, case: Case, decided: Decided) -> None:
        self.program = program
        self.env = program.environment(case)
        issues = [compiled for compiled in program.issues if compiled.issue.id in decided.findings]
        self.decided = decided.only(issues)
        self._changed: dict[str, list[Mapping[str, Finding]]] = {}

    def turns(self, issue: str, name: str) -> bool:
        """Whether ``issue`` comes out otherwise with another value of ``name`` alone."""
        if name not in self._changed:
            self._changed[name] = list(self._changes(name))
        before = self.decided.findings[issue]
        return any(
            findings[issue].status != "undetermined" and not same_outcome(findings[issue], before)
            for findings in self._changed[name]
        )

    def _changes(self, name: str) -> Iterator[Mapping[str, Finding]]:
        slot = slot_of(self.program, name)
        tests = self.program.constraints_on.get(slot, ())
        for value in values_to_try(self.program, name) or ():
            if value != self.env[slot]:
                env = self.env.copy()
                env[slot] = value
                if all(test(env) is not False for test in tests):
                    yield self.decided.after({slot: value}).findings


def slot_of(program: Program, name: str) -> int:
    """The slot of a fact or ``@event``."""
    layout = program.layout
    return layout.events[name[1:]] if name.startswith("@") else layout.facts[name]


def names_of(program: Program) -> Mapping[int, str]:
    """The fact or ``@event`` of each slot."""
    known: dict[int, str] | None = program.memo.get("names of slots")
    if known is None:
        layout = program.layout
        known = {slot: name for name, slot in layout.facts.items()}
        known |= {slot: f"@{name}" for name, slot in layout.events.items()}
        program.memo["names of slots"] = known
    return known


def constraints_on(program: Program) -> Mapping[int, list[Constrained]]:
    """The integrity constraints that read each slot."""
    known: dict[int, list[Constrained]] | None = program.memo.get("constrained by slot")
    if known is None:
        known = program.memo["constrained by slot"] = {}
        for one in constraints_of(program):
            for slot in one.slots:
                known.setdefault(slot, []).append(one)
    return known


def constraints_of(program: Program) -> tuple[Constrained, ...]:
    """The integrity constraints with what they read."""
    known: tuple[Constrained, ...] | None = program.memo.get("constrained")
    if known is None:
        slots: dict[int, list[int]] = {}
        for slot, tests in program.constraints_on.items():
            for test in tests:
                slots.setdefault(id(test), []).append(slot)
        known = tuple(Constrained(tuple(sorted(slots[id(test)])), test) for _, test in program.constraints)
        program.memo["constrained"] = known
    return known
