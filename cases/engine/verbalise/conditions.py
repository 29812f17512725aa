"""Conditions in Chinese: what a rule asks for, as natural sentences, with negations said positively. Pure."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from itertools import zip_longest
from typing import Final

from cases.engine import ir
from cases.engine.evaluate_terms import term_type
from cases.engine.values import MINUTES_PER_DAY, MINUTES_PER_HOUR, UNPROVEN
from cases.engine.verbalise.values import (
    STATUS_WORDS,
    literal_key,
    say_duration,
    say_fact,
    say_issue,
    say_money,
    spaced,
)
from cases.engine.vocabulary import Fact, ValueType, Vocabulary

_INVERSE: Final[Mapping[str, str]] = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_CAPS: Final[Mapping[ValueType, str]] = {ValueType.MONEY: "最高", ValueType.DURATION: "最长"}
_INSTANT_WORDS: Final[Mapping[str, str]] = {
    "==": "就是",
    "!=": "不是",
    "<": "早于",
    "<=": "不晚于",
    ">": "晚于",
    ">=": "不早于",
}
_NUMBER_WORDS: Final[Mapping[str, str]] = {
    "==": "等于",
    "!=": "不等于",
    "<": "不满",
    "<=": "不超过",
    ">": "超过",
    ">=": "达到",
}


def say_condition(
    node: ir.Bool, words: Vocabulary, *, positive: bool = True, in_days: Container[int] = (), nested: bool = False
) -> str:
    """The condition as a sentence without a full stop; ``positive`` False says that it does not hold."""

    def say(item: ir.Bool, *, yes: bool = positive, inner: bool = False) -> str:
        return say_condition(item, words, positive=yes, in_days=in_days, nested=inner)

    match node:
        case ir.Const(value):
            return "任何情形都适用" if value is positive else "任何情形都不适用"
        case ir.Not(item):
            return say(item, yes=not positive, inner=nested)
        case ir.And(items) | ir.Or(items):
            return _joined(items, say, every=isinstance(node, ir.And) is positive, nested=nested)
        case ir.Compare():
            return say_comparison(node, words, positive=positive, in_days=in_days)
        case _:
            return _say_atom(node, words, positive=positive)


def _joined(items: Sequence[ir.Bool], say: Callable[..., str], *, every: bool, nested: bool) -> str:
    said = (say(item, inner=True) for item in items)
    text = ("，并且" if every else "，或者").join(dict.fromkeys(said))
    return f"（{text}）" if nested and len(items) > 1 else text


def _say_atom(node: ir.Bool, words: Vocabulary, *, positive: bool) -> str:
    match node:
        case ir.FactIs(name, values):
            return say_membership(words.facts[name], values, positive=positive)
        case ir.IssueIs(name, values):
            return _say_issue_is(words, name, values, positive=positive)
        case ir.StatusIs(name, status):
            return f"“{words.issues[name].label}”{'' if positive else '并非'}{STATUS_WORDS[status]}"
        case ir.Has(event):
            return f"{'已有' if positive else '没有'}{event_label(words, event)}"
        case ir.Before(first, second):
            return f"{event_label(words, first)}{'早于' if positive else '不早于'}{event_label(words, second)}"
        case _:
            raise TypeError(f"no atom: {node!r}")


def say_membership(fact: Fact, values: Sequence[object], *, positive: bool) -> str:
    """The fact is (not) one of ``values``; what is left of a small domain is said outright."""
    if fact.type is ValueType.BOOL:
        domain: tuple[object, ...] = (True, False, UNPROVEN) if fact.burden else (True, False)
        left = [value for value in domain if (value in values) is positive]
        return "，或者".join(say_fact(fact, value) for value in left) if left else f"{fact.label}不可能如此"
    if positive and len(values) == 1:
        return say_fact(fact, values[0])
    left = [value for value in fact.values if value not in values]
    if not positive and len(left) == 1:
        return say_fact(fact, left[0])
    literals = [fact.values.get(str(value), str(value)) for value in values]
    return f"{fact.label}{'为' if positive else '不是'}{either(literals)}"


def _say_issue_is(words: Vocabulary, name: str, values: Sequence[object], *, positive: bool) -> str:
    issue = words.issues[name]
    domain: Sequence[object] = (True, False) if issue.type is ValueType.BOOL else tuple(issue.values)
    left = [value for value in domain if (value in values) is positive]
    if len(left) == 1:
        return say_issue(issue, left[0], 0, words.events)
    if positive and issue.says:
        return "，或者".join(say_issue(issue, value, 0, words.events) for value in values)
    literals = [issue.values.get(literal_key(value), literal_key(value)) for value in values]
    return f"{issue.label}{'为' if positive else '不是'}{either(literals)}"


def say_comparison(
    node: ir.Compare, words: Vocabulary, *, positive: bool = True, in_days: Container[int] = (), asking: bool = False
) -> str:
    """A comparison without the case's numbers: ``从付款到揽收的时间超过 48 小时``; ``asking`` says 是否超过."""
    op = node.op if positive else _INVERSE[node.op]
    if isinstance(node.right, ir.Num) and node.right.value == 0 and isinstance(node.left, ir.FactNum | ir.IssueNum):
        label = say_term(node.left, words)
        if op in (">", "!=", "==", "<="):
            return f"{'有' if op in ('>', '!=') else '没有'}{label}"
    operators = _INSTANT_WORDS if term_type(node.left) is ValueType.INSTANT else _NUMBER_WORDS
    right = say_term(node.right, words, in_days)
    if isinstance(node.right, ir.Num):
        right = say_with_unit(node.left, node.right.value, words, in_days)
    whether = "是否" if asking else ""
    return f"{say_term(node.left, words, in_days)}{whether}{operators[op]}{spaced(right)}"


def say_term(node: ir.Term, words: Vocabulary, in_days: Container[int] = ()) -> str:
    """A term in words, without the case's numbers."""
    match node:
        case ir.Num(value, kind):
            return say_number(value, kind, in_days)
        case ir.FactNum(name, _):
            return words.facts[name].label
        case ir.IssueNum(name, _):
            return words.issues[name].label
        case ir.EventAt(event):
            return event_label(words, event)
        case ir.Elapsed(first, second):
            return f"从{event_label(words, first)}到{event_label(words, second)}的时间"
        case ir.Add(left, right) if term_type(left) is ValueType.INSTANT:
            return f"{say_term(left, words)}后{spaced(say_term(right, words, in_days))}"
        case ir.Sub(left, right) if term_type(left) is ValueType.INSTANT:
            return f"{say_term(left, words)}前{spaced(say_term(right, words, in_days))}"
        case ir.Add(left, right):
            return f"{_inner(left, words, in_days)}与{spaced(_inner(right, words, in_days))}之和"
        case ir.Sub(left, right):
            return f"{_inner(left, words, in_days)}减去{spaced(_inner(right, words, in_days))}"
        case ir.Scale(factor, item, kind):
            return _say_scaled(factor, item, kind, words, in_days)
        case ir.Extreme(which, items):
            said = "与".join(spaced(_inner(item, words, in_days)) for item in items).strip()
            return f"{said}中较{_extreme_word(which, term_type(items[0]))}的"
        case ir.Percent(item, percent):
            return f"{_inner(item, words, in_days)}的 {percent}%"
        case ir.NextMidnight(item):
            return f"{say_term(item, words)}次日零时"
        case ir.MonthsAfter(item, months):
            return f"{say_term(item, words)}后 {months} 个月"
        case ir.WorkdaysAfter(item, days):
            return f"{say_term(item, words)}后第 {days} 个工作日结束"
        case ir.Tiers(item, steps):
            return _say_tiers(item, steps, words, in_days)


def _say_scaled(factor: int, item: ir.Term, kind: ValueType, words: Vocabulary, in_days: Container[int]) -> str:
    said = _inner(item, words, in_days)
    if kind is ValueType.DURATION and term_type(item) is not ValueType.DURATION:
        unit = {MINUTES_PER_DAY: "天", MINUTES_PER_HOUR: "小时"}.get(factor)
        return f"{said}（{unit}）" if unit else f"{said} × {say_duration(factor)}"
    return f"{factor} × {said}"


def _say_tiers(item: ir.Term, steps: Sequence[tuple[int, ir.Term]], words: Vocabulary, in_days: Container[int]) -> str:
    """``按迟延天数分档：不满 10 天为 5 元，满 10 天为 10 元``: the last step reached counts."""
    said = []
    for (limit, value), following in zip_longest(steps, steps[1:]):
        start = spaced(say_with_unit(item, limit, words, in_days))
        reach = f"满{start}"
        if limit == 0 and following is not None:
            reach = f"不满{spaced(say_with_unit(item, following[0], words, in_days))}"
        said.append(f"{reach}的，{spaced(say_term(value, words, in_days)).strip()}")
    return f"按{say_term(item, words, in_days)}分档（{'；'.join(said)}）"


def say_with_unit(item: ir.Term, value: int, words: Vocabulary, in_days: Container[int] = ()) -> str:
    """A constant that ``item`` is held against: ``48 小时``, ``50 元``, ``3 件``."""
    said, unit = say_number(value, term_type(item), in_days), ""
    if isinstance(item, ir.FactNum):
        unit = words.facts[item.fact].unit
    elif isinstance(item, ir.IssueNum):
        unit = words.issues[item.issue].unit
    return f"{said} {unit}" if unit else said


def _extreme_word(which: str, kind: ValueType) -> str:
    if kind is ValueType.INSTANT:
        return "早" if which == "min" else "晚"
    return "小" if which == "min" else "大"


def unclamp(node: ir.Term) -> tuple[ir.Term, list[tuple[str, ir.Num]]]:
    """What floors and caps (``max`` or ``min`` with one constant) hold, and those limits, innermost first."""
    if isinstance(node, ir.Extreme) and term_type(node) is not ValueType.INSTANT:
        limits = [item for item in node.items if isinstance(item, ir.Num)]
        inner = [item for item in node.items if not isinstance(item, ir.Num)]
        if len(limits) == len(inner) == 1:
            core, below = unclamp(inner[0])
            return core, [*below, (node.which, limits[0])]
    return node, []


def say_clamped(node: ir.Term, words: Vocabulary, in_days: Container[int] = ()) -> str:
    """A term in words; floors and caps follow what they hold: ``价款的 10%，不足 5 元按 5 元，最高 100 元``."""
    core, limits = unclamp(node)
    return "，".join([say_term(core, words, in_days), *(say_limit(which, limit, in_days) for which, limit in limits)])


def _inner(node: ir.Term, words: Vocabulary, in_days: Container[int]) -> str:
    """A part of a longer term: in brackets where its end would not be seen."""
    said = say_clamped(node, words, in_days)
    composed = isinstance(node, ir.Extreme | ir.Add | ir.Sub) and term_type(node) is not ValueType.INSTANT
    return f"（{said}）" if composed else said


def say_limit(which: str, limit: ir.Num, in_days: Container[int] = ()) -> str:
    """``不足 5 元按 5 元`` for a floor (``max``), ``最高 100 元`` for a cap."""
    said = spaced(say_number(limit.value, limit.type, in_days))
    return f"不足{said}按{said}" if which == "max" else f"{_CAPS.get(limit.type, '最多')}{said}"


def say_number(value: int, kind: ValueType, in_days: Container[int] = ()) -> str:
    """A constant with its unit."""
    if kind is ValueType.DURATION:
        return say_duration(value, in_days)
    return say_money(value) if kind is ValueType.MONEY else str(value)


def event_label(words: Vocabulary, event: str) -> str:
    """The event's wording; ``now`` is the day the case is judged by."""
    return "裁决基准时间" if event == "now" else words.events[event].label


def either(items: Sequence[str]) -> str:
    """``甲``, ``甲或乙``, ``甲、乙或丙``."""
    return items[0] if len(items) == 1 else f"{'、'.join(items[:-1])}或{items[-1]}"
