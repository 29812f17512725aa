"""A rule told without a case: when it applies, and what it then decides, worked out or not. Pure."""

from __future__ import annotations

from collections.abc import Container

from cases.engine import ir
from cases.engine.rules import Rule
from cases.engine.verbalise.conditions import say_clamped, say_condition
from cases.engine.verbalise.sums import day_limits
from cases.engine.verbalise.values import bare, literal_key, quoted
from cases.engine.vocabulary import Issue, Vocabulary


def say_conditions(rule: Rule, words: Vocabulary) -> tuple[str, ...]:
    """What has to hold for the rule to apply, each a sentence without its full stop."""
    in_days = day_limits(rule)
    return tuple(say_condition(node, words, in_days=in_days) for node in rule.when)


def say_conclusions(rule: Rule, words: Vocabulary) -> tuple[str, ...]:
    """What the rule decides, each a sentence without its full stop: ``发货期限：付款后 48 小时``."""
    in_days = day_limits(rule)
    return tuple(say_conclusion(words.issues[name], node, words, in_days) for name, node in rule.then.items())


def say_conclusion(issue: Issue, node: ir.Conclusion, words: Vocabulary, in_days: Container[int] = ()) -> str:
    """What is decided of one issue."""
    match node:
        case ir.Const(value):
            return _say_value(issue, value=value)
        case ir.EnumValue(literal):
            return _say_value(issue, value=literal)
        case ir.EnumFrom(source, is_issue):
            label = (words.issues if is_issue else words.facts)[source].label
            return f"{issue.label}：与{quoted(label)}相同"
        case (
            ir.And()
            | ir.Or()
            | ir.Not()
            | ir.FactIs()
            | ir.IssueIs()
            | ir.StatusIs()
            | ir.Has()
            | ir.Before()
            | ir.Compare()
        ):
            said = say_condition(node, words, in_days=in_days)
            return f"{said}的，{_say_value(issue, value=True)}，否则{_say_value(issue, value=False)}"
        case _:
            return f"{issue.label}：{say_clamped(node, words, in_days).strip()}"


def _say_value(issue: Issue, *, value: object) -> str:
    said = issue.says.get(literal_key(value))
    if said:
        return bare(said)
    if isinstance(value, bool):
        return f"{issue.label}：{'是' if value else '否'}"
    return f"{issue.label}：{issue.values.get(str(value), str(value))}"
