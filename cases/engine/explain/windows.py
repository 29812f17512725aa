"""The time line of a decided case: what happened when, and the limits that ran beside it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from cases.engine import ir
from cases.engine.decide import Finding
from cases.engine.evaluate_terms import compile_term, term_type
from cases.engine.explain.rules import is_condition
from cases.engine.explain.views import TimelineEvent, TimelineView, Window
from cases.engine.rules import Rule
from cases.engine.values import UNBOUNDED_MINUTES, Span
from cases.engine.verbalise.conditions import event_label, say_term
from cases.engine.verbalise.scene import Scene
from cases.engine.verbalise.sums import day_limits
from cases.engine.verbalise.values import say_duration, spaced
from cases.engine.vocabulary import ValueType

#: Tones in the order of drawing.
_TONES: Final = ("act", "good", "old")
#: So many wrong counts are drawn beside a limit.
_MOST_OLD: Final = 2
_LONGEST: Final = UNBOUNDED_MINUTES // 2


def timeline_view(scene: Scene, shown: Sequence[str], kept: Sequence[ir.Node] = ()) -> TimelineView:
    """Events in order with the windows.

    Args:
        scene: the case after the run.
        shown: the issues of the explanation, whose limits matter most.
        kept: comparisons that keep exceptions away or outcomes open; their events are asked about too.
    """
    events = [(name, at) for name, at in scene.case.events.items() if isinstance(at, Span)]
    dated = [(name, at) for name, at in events if not at.base]
    asked = _asked_events(scene, shown, kept)
    if dated:
        views = tuple(_event(name, at, scene, asked) for name, at in sorted(dated, key=lambda item: item[1]))
        return TimelineView(views, tuple(_windows(scene, shown, "")))
    if not events:
        return TimelineView(dated=False)
    anchor = _anchor(events)
    placed = sorted((item for item in events if item[1].base == anchor), key=lambda item: item[1])
    if len(placed) > 1:
        views = tuple(_event(name, at, scene, asked) for name, at in placed)
        return TimelineView(views, tuple(_windows(scene, shown, anchor)), dated=False, anchor=anchor)
    return TimelineView(tuple(_ordered(scene, events, asked)), dated=False)


def _event(name: str, at: Span, scene: Scene, asked: frozenset[str]) -> TimelineEvent:
    itself = at.base == name and at.lo == 0
    text = "起点" if itself else scene.say_span(at)
    return TimelineEvent(name, event_label(scene.words, name), at.lo, at.hi, text, name in asked)


def _anchor(events: Sequence[tuple[str, Span]]) -> str:
    """The event that most others are placed from."""
    bases = [at.base for _, at in events]
    return max(dict.fromkeys(bases), key=bases.count)


def _ordered(scene: Scene, events: Sequence[tuple[str, Span]], asked: frozenset[str]) -> Iterator[TimelineEvent]:
    """Events known by order only, at positions."""
    rank = {name: sum(later == name for _, later in scene.case.order) for name, _ in events}
    for place, name in enumerate(sorted(rank, key=lambda item: rank[item])):
        text = f"第 {place + 1} 步" if scene.case.order else ""
        yield TimelineEvent(name, event_label(scene.words, name), place, place, text, name in asked)


def _asked_events(scene: Scene, shown: Sequence[str], kept: Sequence[ir.Node]) -> frozenset[str]:
    """The events that are held against a limit in what decides the shown issues."""
    found: set[str] = set()
    nodes: list[ir.Node] = [*kept]
    for issue in shown:
        for rule in _deciding(scene.findings[issue], scene):
            nodes.extend((*rule.when, rule.then[issue]))
    for part in (part for node in nodes for part in ir.walk(node) if isinstance(part, ir.Compare)):
        if term_type(part.left) is ValueType.INSTANT:
            found.update(_events_of(part.left, scene))
        if isinstance(part.left, ir.Elapsed):
            found.add(part.left.second)
    return frozenset(name for name in found if isinstance(scene.event(name), Span))


def _events_of(node: ir.Term, scene: Scene) -> Iterator[str]:
    match node:
        case ir.EventAt(event):
            yield event
        case ir.IssueNum(issue, _):
            for rule in _deciding(scene.findings[issue], scene):
                conclusion = rule.then[issue]
                if isinstance(conclusion, ir.EventAt):
                    yield conclusion.event
        case _:
            return


def _deciding(finding: Finding, scene: Scene) -> list[Rule]:
    return [version.rule for index in finding.by for version in scene.versions_at_work(finding, index)]


# -- windows ------------------------------------------------------------------------------------------


def _windows(scene: Scene, shown: Sequence[str], base: str) -> list[Window]:
    found: dict[tuple[int, int], Window] = {}
    order = [*shown, *(name for name in scene.findings if name not in shown)]
    for issue in order:
        tone = "act" if issue in shown else "good"
        for window in _windows_of(issue, tone, scene, base):
            found.setdefault((window.start, window.end), window)
    return sorted(found.values(), key=lambda window: (_TONES.index(window.tone), window.start))


def _windows_of(issue: str, tone: str, scene: Scene, base: str) -> Iterator[Window]:
    finding = scene.findings[issue]
    if finding.status != "decided":
        return
    for rule in _deciding(finding, scene)[:1]:
        if finding.compiled.issue.type is ValueType.INSTANT:
            label = f"{finding.compiled.issue.label}：{_counting(rule.then[issue], rule, scene)}"
            yield from _window(rule.then[issue], label, tone, rule, scene, base)
            if tone == "act":
                yield from islice(_old_windows(finding, rule, scene, base), _MOST_OLD)
        for part in _comparisons(rule, issue):
            yield from _elapsed_window(part, tone, rule, scene, base)


def _comparisons(rule: Rule, issue: str) -> list[ir.Compare]:
    nodes = (*rule.when, rule.then[issue])
    return [part for node in nodes for part in ir.walk(node) if isinstance(part, ir.Compare)]


def _counting(node: ir.Node, rule: Rule, scene: Scene) -> str:
    in_days = day_limits(rule)
    if isinstance(node, ir.Add) and term_type(node.left) is ValueType.INSTANT:
        return f"{say_term(node.left, scene.words)}起{spaced(say_term(node.right, scene.words, in_days))}"
    return say_term(node, scene.words, in_days) if not is_condition(node) else ""  # type: ignore[arg-type]


def _window(node: ir.Node, label: str, tone: str, rule: Rule, scene: Scene, base: str) -> Iterator[Window]:
    """The bar of a limit: from where counting starts to where it ends."""
    start_node = _start(node)
    if start_node is None:
        return
    start, end = _value(start_node, scene), _value(node, scene)
    if isinstance(start, Span) and isinstance(end, Span) and start.base == end.base == base and start.lo < end.hi:
        text = f"截止{spaced(scene.say_span(end))}"
        yield Window(label, start.lo, end.hi if not end.is_day else end.lo, text, tone, rule.id)


def _start(node: ir.Node) -> ir.Term | None:
    match node:
        case ir.Add(left, _) if term_type(left) is ValueType.INSTANT:
            return left
        case ir.MonthsAfter(item, _) | ir.WorkdaysAfter(item, _):
            return item
        case ir.Extreme(_, items):
            return next((start for start in map(_start, items) if start is not None), None)
        case ir.NextMidnight(item):
            return item
        case _:
            return None


def _value(node: ir.Node, scene: Scene) -> Any:
    return compile_term(node, scene.program.layout)(scene.env)  # type: ignore[arg-type]


def _elapsed_window(part: ir.Compare, tone: str, rule: Rule, scene: Scene, base: str) -> Iterator[Window]:
    """The bar of a limit that a rule counts from an event: ``elapsed(paid, pickup_scan) > 48h``."""
    if not isinstance(part.left, ir.Elapsed) or not isinstance(part.right, ir.Num):
        return
    start, minutes = scene.event(part.left.first), part.right.value
    if isinstance(start, Span) and start.base == base and 0 < minutes < _LONGEST:
        end = start.hi + minutes
        label = f"{event_label(scene.words, part.left.first)}起 {say_duration(minutes, day_limits(rule))}"
        yield Window(label, start.lo, end, f"截止{spaced(scene.say_span(Span(end, end, base)))}", tone, rule.id)


def _old_windows(finding: Finding, rule: Rule, scene: Scene, base: str) -> Iterator[Window]:
    """Counts that do not govern: versions not in force, and declared misreadings of the deciding rule."""
    issue = finding.compiled.issue.id
    for family in finding.compiled.families:
        for version in family.versions:
            dead = version.in_force is not None and version.in_force(scene.env) is False
            if dead and version.holds(scene.env):
                later = (version.rule.effective.start or 0) > (rule.effective.start or 0)
                counting = _counting(version.rule.then[issue], version.rule, scene)
                label = f"{'后来' if later else '旧'}口径：{counting}（已排除）"
                yield from _window(version.rule.then[issue], label, "old", version.rule, scene, base)
    for misreading in rule.misreadings:
        if misreading.then and issue in misreading.then:
            yield from _window(misreading.then[issue], f"{misreading.say}（不对）", "old", rule, scene, base)
