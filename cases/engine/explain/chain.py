"""The arithmetic an outcome comes down to, wherever in the chain of issues it is done. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from cases.engine import ir
from cases.engine.decide import Finding
from cases.engine.decision import trace
from cases.engine.explain.guards import guards_of
from cases.engine.explain.rules import is_condition, say_atom
from cases.engine.verbalise.scene import Scene, reasons
from cases.engine.verbalise.sums import Sums, day_limits


def chain_arithmetic(issues: Sequence[str], scene: Scene) -> str:
    """The first comparison of times or sums that decides ``issues`` or what they read; "" when there is none."""
    todo, seen = list(issues), set(issues)
    while todo:
        finding = scene.findings.get(todo.pop(0))
        if finding is None or finding.status != "decided":
            continue
        said = _own_arithmetic(finding, scene)
        if said:
            return said
        below = sorted(ir.reads(*_deciding_nodes(finding, scene)).issues - seen)
        seen.update(below)
        todo.extend(below)
    return ""


def _deciding_nodes(finding: Finding, scene: Scene) -> list[ir.Node]:
    issue = finding.compiled.issue.id
    return [
        node
        for index in finding.by
        for version in scene.versions_at_work(finding, index)
        for node in (*version.rule.when, version.rule.then[issue])
    ]


def _own_arithmetic(finding: Finding, scene: Scene) -> str:
    issue = finding.compiled.issue.id
    for index in finding.by:
        for version in scene.versions_at_work(finding, index):
            sums = Sums(scene, day_limits(version.rule))
            for node in (*version.rule.when, version.rule.then[issue]):
                held = scene.test(node) if is_condition(node) else None
                for atom in reasons(node, scene, want=held) if is_condition(node) and held is not None else ():
                    if _is_telling(atom, scene):
                        return say_atom(atom, scene, sums)
    outcome = trace(scene.program, finding, scene.env)
    for guard in guards_of(outcome, scene):
        return say_atom(guard.atoms[0], scene, Sums(scene, day_limits(guard.rule)))
    return ""


def _is_telling(atom: ir.Bool, scene: Scene) -> bool:
    if isinstance(atom, ir.Compare):
        facts = ir.reads(atom).facts
        if facts and not any(map(scene.is_stated, facts)):
            return False
        return not (isinstance(atom.right, ir.Num) and atom.right.value == 0)
    return isinstance(atom, ir.Before)
