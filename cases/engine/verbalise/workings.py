"""How a term comes to its value, with the case's numbers: sums, floors and caps, tiers, working days. Pure."""

from __future__ import annotations

from collections.abc import Container
from typing import Any, Final, TypeGuard

from cases.engine import ir
from cases.engine.evaluate_terms import term_type
from cases.engine.values import ABSENT, Span
from cases.engine.verbalise.conditions import say_limit, say_number, say_term, say_with_unit, unclamp
from cases.engine.verbalise.scene import Scene
from cases.engine.verbalise.values import say_date, say_duration, say_fact_value, say_issue_value, spaced
from cases.engine.vocabulary import ValueType

#: Terms that name their value themselves.
_NAMED: Final = (ir.Num, ir.FactNum, ir.IssueNum, ir.EventAt, ir.NextMidnight, ir.Elapsed)


def is_worked_out(node: ir.Node) -> TypeGuard[ir.Term]:
    """Whether a conclusion is worked out from other values, so that its sum is worth showing."""
    return isinstance(
        node,
        ir.Add
        | ir.Sub
        | ir.Scale
        | ir.Extreme
        | ir.Percent
        | ir.NextMidnight
        | ir.MonthsAfter
        | ir.WorkdaysAfter
        | ir.Tiers
        | ir.Elapsed,
    )


def _glued(left: str, sign: str, right: str) -> str:
    """``甲 + 乙``; a full-width bracket brings its own space."""
    return f"{left}{'' if left.endswith('）') else ' '}{sign} {right}"


class Workings:
    """Shows the sums of one scene; durations in ``in_days`` are said in days."""

    def __init__(self, scene: Scene, in_days: Container[int] = ()) -> None:
        self.scene = scene
        self.words = scene.words
        self.in_days = in_days

    def sum(self, node: ir.Term) -> str:
        """How a term comes to its value: ``签收次日零时（8 月 17 日 0:00）+ 168 小时 = 8 月 24 日 0:00``."""
        value = self.scene.value(node)
        if value is None or value is ABSENT:
            return f"{say_term(node, self.words, self.in_days)}不明"
        if isinstance(value, Span) and value.base and value.base in ir.reads(node).events:
            shown, said = say_term(node, self.words, self.in_days), self.said(node, value)
            return said if shown == said else f"{shown}，即{said}"
        match node:
            case ir.Extreme() if unclamp(node)[1]:
                return self._clamped(node)
            case ir.Tiers():
                return self._tier(node, value)
            case ir.WorkdaysAfter():
                return self._working_days(node, value)
            case _:
                shown = self.shown(node)
                return shown if isinstance(node, _NAMED) else _glued(shown, "=", self.said(node, value))

    def shown(self, node: ir.Term) -> str:
        """The term with its parts' values, not yet added up."""
        match node:
            case ir.Num(value, kind):
                return say_number(value, kind, self.in_days)
            case ir.FactNum() | ir.IssueNum() | ir.EventAt() | ir.NextMidnight() | ir.Elapsed():
                return self._named(node)
            case ir.Add(left, right):
                return _glued(self._part(left), "+", self._part(right))
            case ir.Sub(left, right):
                return _glued(self._part(left), "−", self._part(right))
            case ir.Percent(item, percent):
                return _glued(self._part(item), "×", f"{percent}%")
            case ir.MonthsAfter(item, months):
                return _glued(self.shown(item), "+", f"{months} 个月")
            case _:
                return self._composed(node)

    def _part(self, node: ir.Term) -> str:
        """A part of a longer sum: in brackets where its end would not be seen."""
        if not isinstance(node, ir.Extreme | ir.Add | ir.Sub) or term_type(node) is ValueType.INSTANT:
            return self.shown(node)
        return f"（{self._clamped(node) if unclamp(node)[1] else self.shown(node)}）"

    def _composed(self, node: ir.Term) -> str:
        match node:
            case ir.WorkdaysAfter() | ir.Tiers():
                return self._named(node)
            case ir.Scale(factor, item, kind):
                if kind is ValueType.DURATION and term_type(item) is not ValueType.DURATION:
                    return self.shown(item)
                return f"{factor} × {self._part(item)}"
            case ir.Extreme(which, items):
                early = term_type(items[0]) is ValueType.INSTANT
                word = {"min": "早" if early else "小", "max": "晚" if early else "大"}[which]
                shown = "与".join(spaced(self._part(item)) for item in items).strip()
                return f"{shown}中取较{word}的"
            case _:
                return say_term(node, self.words, self.in_days)

    def _named(self, node: ir.Term) -> str:
        """Wording and value: events and instants in brackets, numbers behind."""
        value, label = self.scene.value(node), say_term(node, self.words)
        if value is None or value is ABSENT:
            return f"{label}（不明）"
        if isinstance(node, ir.Tiers):
            return f"{self.said(node, value)}（{self._reached(node)}）"
        if term_type(node) is ValueType.INSTANT:
            itself = isinstance(node, ir.EventAt) and value.base == node.event and value.lo == 0
            return label if itself else f"{label}（{self.said(node, value)}）"
        return f"{label}{spaced(self.said(node, value))}"

    def said(self, node: ir.Term, value: Any) -> str:
        """A value of the term's type."""
        if value is None or value is ABSENT:
            return "不明"
        kind = term_type(node)
        if kind is ValueType.INSTANT:
            return self.scene.say_span(value)
        if kind is ValueType.DURATION:
            return self._said_range(value)
        if isinstance(node, ir.FactNum):
            return say_fact_value(self.words.facts[node.fact], value)
        if isinstance(node, ir.IssueNum):
            return say_issue_value(self.words.issues[node.issue], value, self.scene.year, self.words.events)
        return say_number(value, kind, self.in_days)

    def _said_range(self, span: Span) -> str:
        if span.lo == span.hi:
            return say_duration(span.lo, self.in_days)
        return f"{say_duration(span.lo, self.in_days)}到 {say_duration(span.hi, self.in_days)}"

    # -- floors and caps, tiers, working days --------------------------------------------------------

    def _clamped(self, node: ir.Term) -> str:
        """``价款 20 元 × 10% = 2 元，不足 5 元按 5 元，得 5 元``; the result only where a limit is at work."""
        core, limits = unclamp(node)
        said = [self.sum(core), *(say_limit(which, limit, self.in_days) for which, limit in limits)]
        if self.scene.value(core) != self.scene.value(node):
            said.append(f"得{spaced(self.said(node, self.scene.value(node)))}")
        return "，".join(said)

    def _tier(self, node: ir.Tiers, value: Any) -> str:
        """``件数 3 件，满 2 件、不满 5 件一档：价款 100 元 × 10% = 10 元``."""
        step = self._step(node)
        if self.scene.value(step) != value:
            return f"{say_term(node, self.words, self.in_days)} = {self.said(node, value)}"
        return f"{self._reached(node)}：{self.sum(step)}"

    def _step(self, node: ir.Tiers) -> ir.Term:
        got = self.scene.value(node.item)
        reached = got.lo if isinstance(got, Span) else got
        return [value for limit, value in node.steps if reached >= limit][-1]

    def _reached(self, node: ir.Tiers) -> str:
        """The number and the step that it falls in."""
        at = [value for _, value in node.steps].index(self._step(node))
        limits = [limit for limit, _ in node.steps[at : at + 2]]
        bounds = [f"满{spaced(self._bound(node.item, limits[0]))}"] if limits[0] else []
        bounds += [f"不满{spaced(self._bound(node.item, limit))}" for limit in limits[1:]]
        return "，".join(filter(None, (self.sum(node.item), f"{'、'.join(bounds)}一档" if bounds else "")))

    def _bound(self, item: ir.Term, limit: int) -> str:
        return say_with_unit(item, limit, self.words, self.in_days)

    def _working_days(self, node: ir.WorkdaysAfter, value: Span) -> str:
        """The last day, what was passed over on the way, and whether the table of that year is only provisional."""
        start, calendar = self.scene.value(node.item), self.words.calendar
        head = f"{self.shown(node.item)}后第 {node.days} 个工作日"
        if value.lo == value.hi:
            weekends, holidays = calendar.not_worked(start.lo, value.lo)
            parts = ((weekends, "周末"), (holidays, "放假"))
            skipped = "、".join(f"{word} {count} 天" for count, word in parts if count)
            day = say_date(value.lo - 1, self.scene.year)
            head += f"是 {day}{f'（跳过{skipped}）' if skipped else ''}，到当日 24:00 为止"
        years = "、".join(map(str, calendar.provisional_years(start.lo, value.hi)))
        note = f"（{years} 年的放假安排还没有公布，暂按周末推算）" if years else ""
        return f"{head}，即{spaced(self.said(node, value))}{note}"
