"""Raw vocabulary and acts (files or stored JSON) → :class:`Vocabulary`, with every problem named."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from cases.editions import keys
from cases.editions.fields import Fields, Problems
from cases.editions.read_calendar import read_calendar
from cases.engine.case import parse_value
from cases.engine.grammar import LanguageError
from cases.engine.language import parse_condition, parse_constraint
from cases.engine.vocabulary import (
    Act,
    Constraint,
    Event,
    Fact,
    Issue,
    Projection,
    Repair,
    Stating,
    ValueType,
    Vocabulary,
)

_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_FACT_TYPES: Final = ("bool", "enum", "int", "money")
_ISSUE_TYPES: Final = ("bool", "enum", "int", "money", "instant")
_HOWS: Final = ("ever", "greatest", "count", "last", "first_at")
#: Words of the language that no name may take.
_RESERVED: Final = {"and", "or", "not", "in", "yes", "no", "unproven", "now", "has", "before", "elapsed", "min", "max"}

_EMPTY: Final[Mapping[str, Any]] = {}

T = TypeVar("T", Fact, Event, Issue, Act)


def read_vocabulary(
    raw: Mapping[str, Any], raw_acts: Mapping[str, Any], problems: Problems, raw_calendar: Mapping[str, Any] = _EMPTY
) -> Vocabulary:
    """Read the vocabulary; problems are collected, what could be read is returned."""
    top = Fields(raw, problems, "vocabulary", keys.WORDS)
    acts = Fields(raw_acts, problems, "acts", ("acts",))
    words = Vocabulary(
        topics={str(key): str(value) for key, value in top.mapping("topics").items()},
        facts=_by_id(top.items("facts"), _read_fact, problems),
        events=_by_id(top.items("events"), _read_event, problems),
        issues=_by_id(top.items("issues"), _read_issue, problems),
        acts=_by_id(acts.items("acts"), _read_act, problems),
        constraints=tuple(_read_constraint(item, problems) for item in top.items("constraints")),
        calendar=read_calendar(raw_calendar, problems),
    )
    _check_names(words, problems)
    _check_expressions(words, top, problems)
    _check_acts(words, problems)
    return words


def _by_id(items: list[Any], read: Callable[[Any, Problems], T], problems: Problems) -> dict[str, T]:
    found: dict[str, T] = {}
    for item in items:
        value = read(item, problems)
        if value.id in found:
            problems.at(item, f"“{value.id}”重复")
        found[value.id] = value
    return found


def _values(fields: Fields, kind: str) -> dict[str, str]:
    values = {str(key): str(text) for key, text in fields.mapping("values").items()}
    if (kind == "enum") != bool(values):
        fields.fail("enum 要有 values,其他类型不能有", "values")
    return values


def _says(fields: Fields, values: Mapping[str, str], kind: str) -> dict[str, str]:
    says = {str(key): str(text) for key, text in fields.mapping("says").items()}
    for key in says:
        if kind == "enum" and key not in values:
            fields.fail(f"says 里的“{key}”不在 values 里", "says")
    return says


def _read_fact(item: Any, problems: Problems) -> Fact:
    name = str(item.get("id", "")) if isinstance(item, Mapping) else ""
    fields = Fields(item, problems, name, keys.FACT)
    kind = fields.text("type", required=True, choices=_FACT_TYPES) or "bool"
    values = _values(fields, kind)
    burden = fields.text("burden", choices=("buyer", "seller"))
    says = _says(fields, values, kind)
    for key in ("yes", "no"):
        text = fields.text(key, required=kind == "bool")
        if text and kind == "bool":
            says[key] = text
    if fields.text("unproven"):
        says["unproven"] = fields.text("unproven")
    bare = Fact(
        id=name,
        type=ValueType(kind),
        label=fields.text("label", required=True),
        silence=None,
        stating=Stating(fields.text("stating", choices=("must", "background")) or "background"),
        group=fields.text("group"),
        ask=fields.text("ask"),
        meaning=fields.text("meaning"),
        burden=burden,
        unit=fields.text("unit"),
        low=fields.integer("min"),
        high=fields.integer("max"),
        values=values,
        says=says,
    )
    return _with_silence(bare, fields)


def _with_silence(fact: Fact, fields: Fields) -> Fact:
    try:
        silence = parse_value(fact, fields.text("silence", required=True) or "?")
    except ValueError as error:
        fields.fail(f"silence:{error}", "silence")
        silence = None
    parts = {name: getattr(fact, name) for name in Fact.__slots__}
    return Fact(**{**parts, "silence": silence})


def _read_event(item: Any, problems: Problems) -> Event:
    name = str(item.get("id", "")) if isinstance(item, Mapping) else ""
    fields = Fields(item, problems, name, keys.EVENT)
    return Event(name, fields.text("label", required=True), fields.text("ask"), fields.text("meaning"))


def _read_issue(item: Any, problems: Problems) -> Issue:
    name = str(item.get("id", "")) if isinstance(item, Mapping) else ""
    fields = Fields(item, problems, name, keys.ISSUE)
    kind = fields.text("type", required=True, choices=_ISSUE_TYPES) or "bool"
    values = _values(fields, kind)
    favour = fields.texts("favour")
    allowed = {"bool": {"yes", "no"}, "enum": set(values)}.get(kind, {"more", "less"})
    if not set(favour) <= allowed:
        fields.fail(f"favour 只能用:{'、'.join(sorted(allowed))}", "favour")
    return Issue(
        id=name,
        type=ValueType(kind),
        label=fields.text("label", required=True),
        question=fields.text("question"),
        meaning=fields.text("meaning"),
        topic=fields.text("topic"),
        unit=fields.text("unit"),
        raised_when=fields.text("raised_when"),
        values=values,
        says=_says(fields, values, kind),
        favour=favour,
    )


def _read_act(item: Any, problems: Problems) -> Act:
    name = str(item.get("id", "")) if isinstance(item, Mapping) else ""
    fields = Fields(item, problems, name, keys.ACT)
    args = {}
    for key, kind in fields.mapping("args").items():
        if kind not in ("bool", "int", "money"):
            fields.fail(f"参数 {key} 的类型“{kind}”不可用,可用:bool、int、money", "args")
        else:
            args[str(key)] = ValueType(kind)
    projects = []
    for part in fields.items("projects"):
        inner = Fields(part, problems, name, keys.PROJECTION)
        how = inner.text("as", required=True, choices=_HOWS)
        projects.append(Projection(inner.text("fact") or inner.text("event"), how, inner.text("arg")))
    return Act(name, fields.text("label", required=True), args, tuple(projects), fields.text("meaning"))


def _read_constraint(item: Any, problems: Problems) -> Constraint:
    name = str(item.get("id", "")) if isinstance(item, Mapping) else ""
    fields = Fields(item, problems, name, keys.CONSTRAINT)
    repair = []
    for part in fields.items("repair"):
        inner = Fields(part, problems, name, keys.REPAIR)
        if inner.has("unset"):
            repair.append(Repair(inner.text("unset")))
        else:
            repair.append(Repair(inner.text("set", required=True), inner.text("to", required=True)))
    must, text = fields.text("must", required=True), fields.text("text", required=True)
    return Constraint(name, must, text, tuple(repair))


def _check_names(words: Vocabulary, problems: Problems) -> None:
    owner: dict[str, str] = {}
    for kind, names in (("事实", words.facts), ("事件", words.events), ("争点", words.issues)):
        for name in names:
            if not _NAME.fullmatch(name) or name in _RESERVED:
                problems.append(
                    f"{kind}“{name}”的名字不合法:小写字母开头,只含小写字母、数字和下划线,且不是语言的保留字"
                )
            if name in owner:
                problems.append(f"“{name}”既是{owner[name]}又是{kind},名字不能共用")
            owner[name] = kind


def _check_expressions(words: Vocabulary, top: Fields, problems: Problems) -> None:
    nodes = {str(item.get("id")): item for key in ("issues", "constraints") for item in top.items(key)}
    texts = [
        (issue.id, "raised_when", issue.raised_when, parse_condition)
        for issue in words.issues.values()
        if issue.raised_when
    ]
    texts += [(constraint.id, "must", constraint.must, parse_constraint) for constraint in words.constraints]
    for name, key, text, read in texts:
        try:
            read(text, words)
        except LanguageError as error:
            problems.at(nodes.get(name), f"{key}:{error}", key, name)
    for issue in words.issues.values():
        if issue.topic and issue.topic not in words.topics:
            problems.at(nodes.get(issue.id), f"没有主题“{issue.topic}”", "topic", issue.id)


def _check_acts(words: Vocabulary, problems: Problems) -> None:
    for act in words.acts.values():
        for projection in act.projects:
            known = words.events if projection.how == "first_at" else words.facts
            if projection.target not in known:
                problems.append(
                    f"行为 {act.id}:没有叫“{projection.target}”的{'事件' if known is words.events else '事实'}"
                )
    for constraint in words.constraints:
        for repair in constraint.repair:
            if repair.target not in (words.events if repair.value is None else words.facts):
                problems.append(f"约束 {constraint.id}:repair 里没有“{repair.target}”")
