"""Comparisons shown with the case's numbers: limits, and by how much each was kept or missed. Pure."""

from __future__ import annotations

import re
from typing import Final

from cases.engine import ir
from cases.engine.evaluate_terms import term_type
from cases.engine.rules import Rule
from cases.engine.values import ABSENT, MINUTES_PER_DAY, UNBOUNDED_MINUTES, Span
from cases.engine.verbalise.conditions import event_label, say_comparison, say_term
from cases.engine.verbalise.values import say_duration, say_gap, spaced
from cases.engine.verbalise.workings import Workings, is_worked_out
from cases.engine.vocabulary import ValueType

_MIRROR: Final = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_DAYS: Final = re.compile(r"\b(\d+)\s*d\b")
_FAR: Final = UNBOUNDED_MINUTES // 2


def day_limits(rule: Rule) -> frozenset[int]:
    """The durations, in minutes, that the rule's text writes in days."""
    texts = [*rule.when_text, *rule.then_text.values()]
    return frozenset(int(days) * MINUTES_PER_DAY for text in texts for days in _DAYS.findall(text))


def _apart(left: Span, right: Span, named: str) -> str:
    if left.hi < right.lo:
        return f"比{named}早 {say_gap(right.lo - left.hi)}"
    if left.lo > right.hi:
        return f"比{named}晚 {say_gap(left.lo - right.hi)}"
    return f"与{named}同时" if left.lo == right.hi and left.hi == right.lo else f"与{named}的先后无法分辨"


class Sums(Workings):
    """Shows comparisons and sums of one scene; durations in ``in_days`` are said in days."""

    def comparison(self, node: ir.Compare, *, brief: bool = False) -> str:
        """A comparison with both sides' values and the distance; ``brief`` leaves out how a limit is worked out."""
        if isinstance(node.right, ir.EventAt) and not isinstance(node.left, ir.EventAt | ir.IssueNum):
            node = ir.Compare(_MIRROR[node.op], node.right, node.left)
        left, right = self.scene.value(node.left), self.scene.value(node.right)
        if left is ABSENT or right is ABSENT:
            return self._absent(node)
        if left is None or right is None:
            return f"{say_comparison(node, self.words, in_days=self.in_days)}：无法确定"
        match term_type(node.left):
            case ValueType.INSTANT:
                return self._instants(node, left, right, brief=brief)
            case ValueType.DURATION:
                return self._durations(node, left, right)
            case _:
                return self._numbers(node, left, right)

    def _absent(self, node: ir.Compare) -> str:
        events = [name for name in sorted(ir.reads(node).events) if self.scene.event(name) is ABSENT]
        missing = "、".join(event_label(self.words, name) for name in events)
        return f"没有{missing}" if missing else f"{say_term(node.left, self.words)}不在争议之中"

    def _instants(self, node: ir.Compare, left: Span, right: Span, *, brief: bool) -> str:
        deadline = not isinstance(node.right, ir.EventAt)
        limit = self._limit(node.right, brief=brief)
        when = spaced(self.scene.say_span(left))
        label = say_term(node.left, self.words)
        is_issue = isinstance(node.left, ir.IssueNum)
        event = f"{label}{'为' if is_issue else '在'}{when}"
        if node.left == ir.EventAt("now"):
            event = f"截至{when}"
        if left.base != right.base:
            return f"{event}，与{limit}的先后无法分辨"
        if not deadline:
            return f"{event}，{_apart(left, right, self._named(node.right))}"
        verdict = self._against_deadline(node.op, left, right)
        return f"{event}，{limit}，{verdict}" if brief else f"{limit}；{event}，{verdict}"

    def _limit(self, node: ir.Term, *, brief: bool) -> str:
        if isinstance(node, ir.IssueNum):
            label = self.words.issues[node.issue].label
            value = spaced(self.said(node, self.scene.value(node)))
            shown = "" if brief else self._worked_out(node.issue)
            return f"{shown or f'{label}为{value}'}"
        if not brief:
            return self.sum(node)
        shown, said = say_term(node, self.words, self.in_days), self.said(node, self.scene.value(node))
        return shown if shown == said else f"{shown}（{said}）"

    def _worked_out(self, issue: str) -> str:
        """The sum behind a decided instant, when its rule adds something up."""
        finding = self.scene.findings[issue]
        for index in finding.by[:1]:
            for version in self.scene.versions_at_work(finding, index):
                conclusion = version.rule.then[issue]
                if is_worked_out(conclusion) and not isinstance(conclusion, ir.Elapsed):
                    sums = Sums(self.scene, day_limits(version.rule))
                    return f"{self.words.issues[issue].label}：{sums.sum(conclusion)}"
        return ""

    def _against_deadline(self, op: str, left: Span, right: Span) -> str:
        rough = "至少" if left.lo != left.hi else ""
        if left.hi < right.lo:
            return f"未届满，{rough}余 {say_gap(right.lo - left.hi)}"
        if left.lo > right.hi:
            return f"已经届满，{rough}超过 {say_gap(left.lo - right.hi)}"
        if left.lo == right.hi and left.hi == right.lo:
            return "恰在届满之时，未超过" if op in ("<=", ">") else "恰在届满之时，已经届满"
        return "只知道日期，是否届满无法分辨"

    def _durations(self, node: ir.Compare, left: Span, right: Span) -> str:
        subject = self._subject(node.left)
        limit = self.sum(node.right) if not isinstance(node.right, ir.Num) else self._said_range(right)
        bound = self._said_range(right)
        if left.lo == left.hi:
            passed = "" if isinstance(node.left, ir.Elapsed) else "为"
            head = f"{subject}{passed or '经过'} {say_duration(left.lo, self.in_days)}"
        elif left.lo > right.hi:
            head = f"{subject}至少经过 {say_duration(left.lo, self.in_days)}"
        elif left.hi <= right.lo or right.lo <= left.lo:
            head = f"{subject}至多经过 {say_duration(left.hi, self.in_days)}" if left.hi < _FAR else subject
        else:
            return f"{subject}的时间只知道大概，是否超过{spaced(bound)}无法分辨"
        shown = f"（{limit}）" if limit != bound else ""
        return f"{head}，{self._against_limit(node.op, left, right, bound)}{shown}"

    def _subject(self, node: ir.Term) -> str:
        if isinstance(node, ir.Elapsed):
            return f"从{event_label(self.words, node.first)}到{event_label(self.words, node.second)}"
        return say_term(node, self.words, self.in_days)

    def _against_limit(self, op: str, left: Span, right: Span, bound: str) -> str:
        inclusive = op in (">=", "<")
        if left.lo > right.hi:
            return f"超过{spaced(bound)}，超出 {say_duration(left.lo - right.hi, self.in_days)}"
        if left.lo == left.hi == right.lo:
            return f"恰好满{spaced(bound)}" if inclusive else f"恰好{spaced(bound)}，未超过"
        if left.hi < _FAR and left.hi <= right.lo:
            word = "不满" if inclusive else "未超过"
            return f"{word}{spaced(bound)}，还差 {say_duration(right.lo - left.hi, self.in_days)}"
        return f"{'达到' if inclusive else '是否超过'}{spaced(bound)}{'' if inclusive else '无法分辨'}"

    def _numbers(self, node: ir.Compare, left: int, right: int) -> str:
        if isinstance(node.right, ir.Num) and right == 0:
            label = say_term(node.left, self.words)
            return self.sum(node.left) if left else f"没有{label}"
        if left == 0 and isinstance(node.left, ir.FactNum) and not self.scene.is_stated(node.left.fact):
            return f"没有{say_term(node.left, self.words)}"
        gap = self.said(node.left, abs(left - right))
        if left == right:
            word = {">": "恰好相等，未超过", "<=": "恰好相等，未超过", ">=": "恰好达到", "<": "恰好达到"}
            verdict = word.get(node.op, "恰好相等")
        elif left > right:
            verdict = f"超出 {gap}"
        else:
            verdict = f"{'不满' if node.op in ('>=', '<') else '未超过'}，还差 {gap}"
        return f"{self.sum(node.left)}，{self._number_limit(node)}，{verdict}"

    def _number_limit(self, node: ir.Compare) -> str:
        if not isinstance(node.right, ir.Num):
            return self.sum(node.right)
        return f"界限是 {self.said(node.left, node.right.value)}"
