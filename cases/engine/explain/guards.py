"""Exceptions that the case's own times and sums keep away: the limit that was kept belongs to the ground. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cases.engine import ir
from cases.engine.decision import Outcome
from cases.engine.families import Version
from cases.engine.program import CompiledIssue
from cases.engine.rules import Rule
from cases.engine.support import cone_of
from cases.engine.values import Span
from cases.engine.verbalise.scene import Scene, reasons

_MOST_GUARDS: Final = 2


@dataclass(frozen=True)
class Guard:
    """``rule`` would apply, were it not for these comparisons."""

    rule: Rule
    atoms: tuple[ir.Bool, ...]


def guards_of(outcome: Outcome, scene: Scene) -> list[Guard]:
    """The rules kept away only by a time or a sum within its limit, where the outcome rests on it."""
    compiled = scene.findings[outcome.issue].compiled
    found: dict[tuple[ir.Bool, ...], Guard] = {}
    for entry in outcome.inapplicable:
        version = failing_version(entry.rule, compiled, scene)
        atoms = _keeping_atoms(version.rule, outcome, scene)
        if atoms:
            found.setdefault(atoms, Guard(version.rule, atoms))
    return list(found.values())[:_MOST_GUARDS]


def failing_version(name: str, compiled: CompiledIssue, scene: Scene) -> Version:
    """The version of an inapplicable rule that is in force and does not hold."""
    versions = next(family.versions for family in compiled.families if family.id == name)
    return next(
        (v for v in versions if (v.in_force is None or v.in_force(scene.env) is not False) and not v.holds(scene.env)),
        versions[-1],
    )


def _keeping_atoms(rule: Rule, outcome: Outcome, scene: Scene) -> tuple[ir.Bool, ...]:
    kept: list[ir.Bool] = []
    for node in rule.when:
        if scene.test(node) is not False:
            continue
        atoms = [atom for atom in reasons(node, scene, want=False) if _compares(atom, outcome, scene)]
        if not atoms:
            return ()
        kept.extend(atoms)
    return tuple(dict.fromkeys(kept))


def _compares(atom: ir.Bool, outcome: Outcome, scene: Scene) -> bool:
    """Whether the atom compares times or sums that the case states and the outcome rests on."""
    if not isinstance(atom, ir.Compare | ir.Before):
        return False
    found = ir.reads(atom)
    names = {*found.facts, *(f"@{event}" for event in found.events)}
    for issue in found.issues:
        names.update(f"@{event}" for event in cone_of(scene.program, issue).events)
    if any(not isinstance(scene.event(event), Span) for event in found.events):
        return False
    return bool(names & set(outcome.rests_on)) or (not outcome.rests_on and any(map(scene.is_stated, names)))
