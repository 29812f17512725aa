"""What an undetermined outcome hangs on: open facts, dates too coarse, and earlier issues without an answer. Pure."""

from __future__ import annotations

from cases.engine import ir
from cases.engine.decide import Finding
from cases.engine.families import Version
from cases.engine.values import Span
from cases.engine.verbalise.conditions import event_label, say_comparison
from cases.engine.verbalise.scene import Scene
from cases.engine.verbalise.values import STATUS_WORDS


def say_unknowns(finding: Finding, scene: Scene) -> list[str]:
    """What would have to be known, each as a phrase; empty when nothing open is found."""
    seen: dict[str, None] = {}
    _collect(finding, scene, seen, {finding.compiled.issue.id})
    return list(seen)


def _collect(finding: Finding, scene: Scene, seen: dict[str, None], visited: set[str]) -> None:
    issue = finding.compiled.issue.id
    nodes: list[ir.Node] = []
    if finding.compiled.raised is not None and finding.compiled.raised(scene.env) is None:
        nodes.append(finding.compiled.raised_ir)
    for index in (*finding.pending, *finding.by):
        for version in finding.compiled.families[index].versions:
            nodes.extend(_open_nodes(version, issue, scene))
            said = _era(version, scene)
            if said:
                seen[said] = None
    for node in nodes:
        for part in ir.walk(node):
            said = _say_open(part, scene)
            if said:
                seen[said] = None
    for other in sorted(ir.reads(*nodes).issues - visited):
        visited.add(other)
        below = scene.findings[other]
        if below.status in ("undetermined", "conflict", "gap"):
            _collect(below, scene, seen, visited)


def _open_nodes(version: Version, issue: str, scene: Scene) -> list[ir.Node]:
    if version.in_force is not None and version.in_force(scene.env) is False:
        return []
    nodes: list[ir.Node] = [node for node in version.rule.when if scene.test(node) is None]
    if version.value(scene.env) is None:
        nodes.append(version.rule.then[issue])
    return nodes


def _era(version: Version, scene: Scene) -> str:
    if version.in_force is None or version.in_force(scene.env) is not None:
        return ""
    by = version.rule.effective.by
    label = event_label(scene.words, by) if by else "裁决时间"
    return f"{label}落在规则新旧交替的那一天，两个版本结论不同"


def _say_open(part: ir.Node, scene: Scene) -> str:
    match part:
        case ir.FactIs(name, _) | ir.FactNum(name, _) if scene.fact(name) is None:
            fact = scene.words.facts[name]
            return fact.ask.rstrip("？?") or fact.label
        case ir.Has(event) | ir.EventAt(event) if scene.event(event) is None:
            return f"{event_label(scene.words, event)}的时间"
        case ir.IssueIs(name, _) | ir.IssueNum(name, _) if scene.findings[name].status in ("conflict", "gap"):
            return f"“{scene.words.issues[name].label}”{STATUS_WORDS[scene.findings[name].status]}"
        case ir.Before(first, second) if scene.test(part) is None:
            return _say_order(first, second, scene)
        case ir.Compare() if scene.test(part) is None:
            return _say_compare(part, scene)
        case _:
            return ""


def _say_order(first: str, second: str, scene: Scene) -> str:
    unknown = [event for event in (first, second) if scene.event(event) is None]
    if unknown:
        return "、".join(f"{event_label(scene.words, event)}的时间" for event in unknown)
    both = f"{event_label(scene.words, first)}与{event_label(scene.words, second)}"
    return f"{both}谁先谁后{_coarse((first, second), scene)}"


def _say_compare(node: ir.Compare, scene: Scene) -> str:
    events = sorted(ir.reads(node).events)
    if any(scene.event(event) is None for event in events):
        return ""
    reads = ir.reads(node)
    if any(scene.fact(fact) is None for fact in reads.facts):
        return ""
    if any(scene.findings[issue].status != "decided" for issue in reads.issues):
        return ""
    return f"{say_comparison(node, scene.words, asking=True)}{_coarse(tuple(events), scene)}"


def _coarse(events: tuple[str, ...], scene: Scene) -> str:
    """Why two instants cannot be told apart: a date without a time, or no dates at all."""
    spans = {event: at for event in events if isinstance(at := scene.event(event), Span)}
    days = [event for event, at in spans.items() if at.is_day]
    if days:
        return f"（{'、'.join(event_label(scene.words, event) for event in days)}只写到日期，没有时刻）"
    return "（案情没有给出具体时间）" if any(at.base for at in spans.values()) else ""
