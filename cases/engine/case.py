"""A case: stack, as-of, facts, events, order and acts, read strictly from plain mappings. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from cases.engine.timeline import TimelineError, place_events
from cases.engine.values import UNPROVEN, Span, format_span, parse_instant, parse_money
from cases.engine.vocabulary import Act, Fact, Projection, ValueType, Vocabulary

_KEYS: Final = ("stack", "as_of", "facts", "events", "order", "acts")
_TRUE: Final = {"yes", "true", "是"}
_FALSE: Final = {"no", "false", "否"}


class CaseError(ValueError):
    """A case that cannot be read or cannot have happened; ``problems`` has one clear line each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Stack:
    """The rulebooks a case is judged by, besides the law."""

    platform: str = ""
    shop: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A readable case.

    ``facts`` holds typed values of stated facts (None is open, UNPROVEN unproven); ``projected`` those that follow
    from acts. ``events`` holds a Span, None (open) or ABSENT; ``order`` the closed relation "earlier than".
    """

    stack: Stack
    as_of: Span
    facts: Mapping[str, object] = field(default_factory=dict)
    projected: Mapping[str, object] = field(default_factory=dict)
    events: Mapping[str, object] = field(default_factory=dict)
    order: frozenset[tuple[str, str]] = frozenset()
    raw: Mapping[str, object] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """SHA-256 of the case's canonical form: the same case written in another order has the same hash."""
        canonical = {
            "stack": [self.stack.platform, self.stack.shop],
            "as_of": format_span(self.as_of),
            "facts": {key: repr(value) for key, value in {**self.projected, **self.facts}.items()},
            "events": {key: repr(value) for key, value in self.events.items()},
            "order": sorted(self.order),
        }
        text = json.dumps(canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def parse_case(data: Mapping[str, object], vocabulary: Vocabulary) -> Case:
    """Read a case from a mapping of texts (booleans and whole numbers are understood too).

    Raises:
        CaseError: unknown keys, facts, values or events, wrong types, an impossible timeline; all problems at once.
    """
    return _Reader(data, vocabulary).read()


def parse_value(fact: Fact, raw: object) -> object:
    """The typed value of ``raw`` for ``fact``: None for ``?``.

    Raises:
        ValueError: the value is not of the fact's type; the message says what may stand there.
    """
    text = _text(raw)
    if text == "?":
        return None
    if text == "unproven" and fact.burden:
        return UNPROVEN
    match fact.type:
        case ValueType.BOOL:
            return _parse_bool(fact, text)
        case ValueType.ENUM:
            if text in fact.values:
                return text
            raise ValueError(f"“{text}”不是可用的值,可用:{'、'.join(fact.values)}、?")
        case ValueType.MONEY:
            return _in_range(fact, parse_money(text), text, "金额,如 30元、12.5yuan")
        case _:
            number = int(text) if text.removeprefix("-").isdigit() else None
            return _in_range(fact, number, text, f"整数{f'({fact.unit})' if fact.unit else ''}")


def _parse_bool(fact: Fact, text: str) -> bool:
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    extra = "、unproven" if fact.burden else ""
    raise ValueError(f"“{text}”不是可用的值,可用:yes、no{extra}、?")


def _in_range(fact: Fact, number: int | None, text: str, form: str) -> int:
    if number is None:
        raise ValueError(f"“{text}”不是{form}")
    if (fact.low is not None and number < fact.low) or (fact.high is not None and number > fact.high):
        raise ValueError(f"“{text}”超出范围 {fact.low} 到 {fact.high}")
    return number


def _text(raw: object) -> str:
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if raw is None:
        return "?"
    return str(raw).strip()


class _Reader:
    """One case being read; collects problems instead of stopping at the first."""

    def __init__(self, data: Mapping[str, object], vocabulary: Vocabulary) -> None:
        self.data = data
        self.words = vocabulary
        self.problems: list[str] = []

    def read(self) -> Case:
        for key in self.data:
            if key not in _KEYS:
                self.problems.append(f"案情里没有“{key}”这一项,可用:{'、'.join(_KEYS)}")
        stack, as_of = self.stack(), self.as_of()
        facts = self.facts()
        projected, act_events = self.acts()
        events, order = self.events(act_events)
        if self.problems or as_of is None:
            raise CaseError(tuple(self.problems))
        projected = {name: value for name, value in projected.items() if name not in facts}
        return Case(stack, as_of, facts, projected, events, order, self.data)

    def mapping(self, key: str) -> Mapping[str, object]:
        value = self.data.get(key) or {}
        if not isinstance(value, Mapping):
            self.problems.append(f"{key} 应为“名称: 值”的列表,这里是“{value}”")
            return {}
        return {str(name): item for name, item in value.items()}

    def sequence(self, key: str) -> list[object]:
        value = self.data.get(key) or []
        if not isinstance(value, (list, tuple)):
            self.problems.append(f"{key} 应为列表,这里是“{value}”")
            return []
        return list(value)

    def stack(self) -> Stack:
        stack = self.mapping("stack")
        for key in stack:
            if key not in ("platform", "shop"):
                self.problems.append(f"stack 里没有“{key}”,可用:platform、shop")
        return Stack(_text(stack.get("platform") or ""), _text(stack.get("shop") or ""))

    def as_of(self) -> Span | None:
        text = _text(self.data.get("as_of") or "")
        try:
            span = parse_instant(text)
        except ValueError as error:
            span = None
            self.problems.append(f"as_of “{text}”:{error}")
        else:
            if span is None:
                self.problems.append(f"as_of 应为日期或时刻(如 2025-09-01),这里是“{text}”")
        return span

    def unknown(self, kind: str, name: str, names: Mapping[str, object]) -> None:
        near = get_close_matches(name, names, n=3, cutoff=0.5)
        hint = f",是不是 {'、'.join(near)}?" if near else ""
        self.problems.append(f"没有叫“{name}”的{kind}{hint}")

    def facts(self) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, raw in self.mapping("facts").items():
            fact = self.words.facts.get(name)
            if fact is None:
                self.unknown("事实", name, self.words.facts)
                continue
            try:
                found[name] = parse_value(fact, raw)
            except ValueError as error:
                self.problems.append(f"事实 {name}({fact.label}):{error}")
        return found

    def events(self, act_events: Mapping[str, str]) -> tuple[dict[str, object], frozenset[tuple[str, str]]]:
        texts = dict(act_events)
        for name, raw in self.mapping("events").items():
            if name not in self.words.events:
                self.unknown("事件", name, self.words.events)
            else:
                texts[name] = _text(raw)
        order = [str(name) for name in self.sequence("order")]
        for name in order:
            if name not in self.words.events:
                self.unknown("事件", name, self.words.events)
        try:
            return place_events(texts, [name for name in order if name in self.words.events], self.labels())
        except TimelineError as error:
            self.problems.extend(error.problems)
            return {}, frozenset()

    def labels(self) -> dict[str, str]:
        return {name: event.label for name, event in self.words.events.items()}

    def acts(self) -> tuple[dict[str, object], dict[str, str]]:
        done: list[tuple[Act, dict[str, object], dict[str, str]]] = []
        for raw in self.sequence("acts"):
            entry = {"act": raw} if isinstance(raw, str) else raw
            if not isinstance(entry, Mapping):
                self.problems.append(f"acts 的每一项应写成 act: 名称,这里是“{raw}”")
                continue
            read = self.act({str(key): value for key, value in entry.items()})
            if read is not None:
                done.append(read)
        return self.project(done)

    def act(self, entry: dict[str, object]) -> tuple[Act, dict[str, object], dict[str, str]] | None:
        name = _text(entry.pop("act", ""))
        act = self.words.acts.get(name)
        if act is None:
            self.unknown("行为", name, self.words.acts)
            return None
        marks: dict[str, str] = {key: _text(entry.pop(key)) for key in ("at", "retracted") if key in entry}
        args: dict[str, object] = {}
        for key, raw in entry.items():
            if key not in act.args:
                self.problems.append(f"行为 {name} 没有参数“{key}”,可用:{'、'.join([*act.args, 'at', 'retracted'])}")
                continue
            try:
                args[key] = parse_value(Fact(key, act.args[key], key, None), raw)
            except ValueError as error:
                self.problems.append(f"行为 {name} 的 {key}:{error}")
        return act, args, marks

    def project(
        self, done: list[tuple[Act, dict[str, object], dict[str, str]]]
    ) -> tuple[dict[str, object], dict[str, str]]:
        facts: dict[str, object] = {}
        events: dict[str, str] = {}
        for act, args, marks in done:
            for projection in act.projects:
                if projection.how == "first_at":
                    events.setdefault(projection.target, marks.get("at", "yes"))
                else:
                    self.project_fact(facts, projection, args, retracted=marks.get("retracted") in _TRUE)
        return facts, events

    def project_fact(
        self, facts: dict[str, object], projection: Projection, args: Mapping[str, object], *, retracted: bool
    ) -> None:
        name, value = projection.target, args.get(projection.arg)
        before = facts.get(name)
        match projection.how:
            case "ever":
                facts[name] = True
            case "count":
                facts[name] = (before if isinstance(before, int) else 0) + 1
            case "greatest" if projection.arg in args:
                amounts = [value, before] if name in facts else [value]
                known = [amount for amount in amounts if isinstance(amount, int)]
                facts[name] = max(known) if len(known) == len(amounts) else None
            case "last" if projection.arg in args and not retracted:
                facts[name] = value
            case _:
                pass
