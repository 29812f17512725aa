"""The vocabulary as plain JSON values, for people and programs that write cases."""

from __future__ import annotations

from typing import Any

from cases.engine.edition import Edition
from cases.engine.rules import Level
from cases.engine.values import UNPROVEN, format_money
from cases.engine.vocabulary import Fact, Issue, ValueType


def describe_vocabulary(edition: Edition) -> dict[str, list[dict[str, Any]]]:
    """Lists ``stacks``, ``facts``, ``events``, ``acts``, ``issues``, ``constraints``, with ids and labels.

    A fact has ``type``, ``unit``, ``values`` (value → Chinese wording), ``silence`` (what an unmentioned fact is taken
    to be), ``stating``, ``burden``, ``ask`` and ``meaning``; an issue ``type``, ``values``, ``favour`` and
    ``raised_when``; an act ``args`` and the facts or events it ``sets``.
    """
    words = edition.vocabulary
    return {
        "stacks": [
            {"id": book.id, "label": book.name, "type": book.level.value, "extends": book.extends}
            for book in edition.books.values()
            if book.level is not Level.LAW
        ],
        "facts": [_fact(fact) for fact in words.facts.values()],
        "events": [
            {"id": event.id, "label": event.label, "ask": event.ask, "meaning": event.meaning}
            for event in words.events.values()
        ],
        "acts": [
            {
                "id": act.id,
                "label": act.label,
                "args": {name: kind.value for name, kind in act.args.items()},
                "sets": [f"{projection.target}({projection.how})" for projection in act.projects],
                "meaning": act.meaning,
            }
            for act in words.acts.values()
        ],
        "issues": [_issue(issue) for issue in words.issues.values()],
        "constraints": [{"id": item.id, "label": item.text, "must": item.must} for item in words.constraints],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    values = dict(fact.values)
    if fact.type is ValueType.BOOL:
        values = {"yes": fact.says.get("yes", ""), "no": fact.says.get("no", "")}
    if fact.burden:
        values["unproven"] = fact.says.get("unproven", f"{fact.label}未能证明")
    bounded = fact.low is not None or fact.high is not None
    return {
        "id": fact.id,
        "label": fact.label,
        "type": fact.type.value,
        "unit": fact.unit or ("分;写作 30元 或 12.5yuan" if fact.type is ValueType.MONEY else ""),
        "values": values,
        "range": f"{fact.low} 到 {fact.high}" if bounded else "",
        "silence": _silence(fact),
        "stating": fact.stating.value,
        "burden": fact.burden,
        "group": fact.group,
        "ask": fact.ask,
        "meaning": fact.meaning,
    }


def _silence(fact: Fact) -> str:
    if fact.silence is None:
        return "?"
    if isinstance(fact.silence, bool):
        return "yes" if fact.silence else "no"
    if fact.type is ValueType.MONEY and isinstance(fact.silence, int):
        return format_money(fact.silence)
    return "unproven" if fact.silence is UNPROVEN else str(fact.silence)


def _issue(issue: Issue) -> dict[str, Any]:
    values = {"yes": "是", "no": "否"} if issue.type is ValueType.BOOL else {}
    return {
        "id": issue.id,
        "label": issue.label,
        "type": issue.type.value,
        "unit": issue.unit or {"money": "分", "instant": "北京时间"}.get(issue.type.value, ""),
        "values": {**values, **(issue.says if issue.type is ValueType.BOOL else {}), **issue.values},
        "favour": list(issue.favour),
        "raised_when": issue.raised_when or "yes",
        "question": issue.question,
        "meaning": issue.meaning,
    }
