"""The 裁决书 as plain text for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cases.engine.explain.views import Explanation, FlipView, IssueView, RuleView, TimelineView

_NUMERALS: Final = "一二三四五六七八九十"
_RULER: Final = "─" * 40
_NEAR_MISSES: Final = 3
_SHOWN_HASH: Final = 12


def ruling_text(explanation: Explanation) -> str:
    """The whole document, verdict first."""
    return "\n".join(_lines(explanation)) + "\n"


def _lines(explanation: Explanation) -> Iterator[str]:
    yield "裁决书"
    yield f"依语料 {explanation.edition}　以 {explanation.as_of} 为准"
    yield _RULER
    yield explanation.headline
    if explanation.sub:
        yield explanation.sub
    yield from _timeline(explanation.timeline)
    for number, issue in enumerate(explanation.issues):
        yield ""
        yield from _issue(issue, number)
    if explanation.flips:
        yield ""
        yield "【变】改动哪一处，结论就会变"
        for flip in explanation.flips:
            yield from _flip(flip)
    yield _RULER
    yield f"校验 {explanation.checksum[:_SHOWN_HASH]}　结论供培训使用，不代替平台实际判定"


def _timeline(timeline: TimelineView) -> Iterator[str]:
    if not timeline.events:
        return
    yield ""
    yield "【查】查明的时间"
    for event in timeline.events:
        yield f"  {event.label}{'：' if event.text else ''}{event.text}{'　←' if event.asked else ''}"
    for window in timeline.windows:
        yield f"  〔{window.label}〕{window.text}"


def _issue(issue: IssueView, number: int) -> Iterator[str]:
    name = _NUMERALS[number] if number < len(_NUMERALS) else str(number + 1)
    yield f"争点{name}　{issue.question}　{issue.value_text}"
    yield f"  {issue.ground}"
    for rule in issue.deciding:
        yield from _rule(rule)
    for defeated in issue.defeated:
        yield f"  【排】{_titled(defeated.rule.id, defeated.rule.title)}"
        yield f"      {defeated.why}{defeated.would}"
    for old in issue.not_in_force:
        yield f"  【期】不在施行期内：{_titled(old.rule_id, old.title)}"
        yield f"      {old.when}{old.would}"
    if issue.inapplicable_total:
        yield f"  不适用的规则 {issue.inapplicable_total} 条{'，最接近的：' if issue.inapplicable else '。'}"
        for view in issue.inapplicable[:_NEAR_MISSES]:
            yield f"      {_titled(view.rule_id, view.title)}：{view.why}"
    if issue.rests_on:
        yield f"  关键事实：{'；'.join(issue.rests_on)}。"
    if issue.assumed_text:
        yield f"  {issue.assumed_text}"


def _rule(rule: RuleView) -> Iterator[str]:
    yield f"  【据】{_titled(rule.id, rule.title)}"
    for line in rule.calc:
        yield f"      {line}"
    yield f"      {'，'.join(part for part in (rule.source, rule.in_force) if part)}。"


def _titled(name: str, title: str) -> str:
    return f"{name} {title}"


def _flip(flip: FlipView) -> Iterator[str]:
    basis = f"（{'、'.join(flip.rules)}）" if flip.rules else ""
    yield f"  {flip.change} → {flip.result}{basis}"
