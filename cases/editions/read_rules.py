"""Raw rulebooks (files or stored JSON) → :class:`Rulebook` and :class:`Rule` values, with every problem named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from cases.editions import keys
from cases.editions.fields import Fields, Problems
from cases.engine import ir
from cases.engine.grammar import LanguageError
from cases.engine.language import parse_conclusion, parse_condition
from cases.engine.rules import Effective, Example, Force, Kind, Level, Misreading, Rule, Rulebook, Source
from cases.engine.values import parse_instant
from cases.engine.vocabulary import Vocabulary

_RULE_ID: Final = re.compile(r"[0-9A-Z]+(-[0-9A-Z]+)*")


def read_book(raw: Any, problems: Problems) -> Rulebook:
    """Read ``book.yaml``."""
    fields = Fields(raw, problems, "book", keys.BOOK)
    level = Level(fields.text("level", required=True, choices=[level.value for level in Level]) or "platform")
    usual = Force.MANDATORY if level is Level.LAW else Force.DEFAULT
    force = fields.text("force", choices=[force.value for force in Force])
    return Rulebook(
        id=fields.text("id", required=True),
        name=fields.text("name", required=True),
        level=level,
        force=Force(force) if force else usual,
        extends=fields.text("extends"),
    )


def read_rules(raw: Any, book: Rulebook, topic: str, words: Vocabulary, problems: Problems) -> list[Rule]:
    """Read one topic file of ``book``."""
    top = Fields(raw, problems, f"{book.id}/{topic}", ("rules",))
    return [read_rule(item, book, topic, words, problems) for item in top.items("rules")]


def read_rule(item: Any, book: Rulebook, topic: str, words: Vocabulary, problems: Problems) -> Rule:
    """Read one rule of a topic of ``book``; what it is worth where ``problems`` were found, nobody knows."""
    return _RuleReader(item, book, topic, words, problems).read()


class _RuleReader:
    def __init__(self, item: Any, book: Rulebook, topic: str, words: Vocabulary, problems: Problems) -> None:
        self.item = item
        self.name = str(item.get("id", "")) if isinstance(item, Mapping) else ""
        self.fields = Fields(item, problems, self.name, keys.RULE)
        self.book, self.topic, self.words, self.problems = book, topic, words, problems

    def read(self) -> Rule:
        fields = self.fields
        kind = Kind(fields.text("kind", choices=[kind.value for kind in Kind]) or "rule")
        if not _RULE_ID.fullmatch(self.name):
            fields.fail(f"规则编号“{self.name}”应为大写字母、数字和连字符", "id")
        when_text = fields.texts("when")
        then_text = self.conclusions(kind)
        force = fields.text("force", choices=[force.value for force in Force])
        return Rule(
            id=self.name,
            book=self.book.id,
            topic=self.topic,
            title=fields.text("title", required=True),
            text=fields.text("text", required=True),
            source=self.source(),
            version=fields.text("version"),
            kind=kind,
            level=self.book.level,
            force=Force(force) if force else self.book.force,
            effective=self.effective(),
            when=self.conditions(when_text, "when"),
            when_text=when_text,
            then=self.parse_then(then_text),
            then_text=then_text,
            overrides=fields.texts("overrides"),
            burden=fields.text("burden", choices=("buyer", "seller")),
            misreadings=tuple(self.misreading(part) for part in fields.items("misreadings")),
            examples=tuple(self.example(part) for part in fields.items("examples")),
            catalogue=fields.texts("catalogue") or (self.name,),
            note=fields.text("note"),
        )

    def conclusions(self, kind: Kind) -> dict[str, str]:
        fields = self.fields
        raw = fields.raw("then")
        if kind is Kind.CITED:
            if fields.has("then") or fields.has("when") or fields.has("issue"):
                fields.fail("cited 规则只有文字,不能有 issue、when、then", "kind")
            return {}
        if isinstance(raw, Mapping):
            if fields.has("issue"):
                fields.fail("then 写成“争点: 结论”时不要再写 issue", "issue")
            return {str(key): str(value).strip() for key, value in raw.items()}
        issue = fields.text("issue", required=True)
        return {issue: fields.text("then", required=True)} if issue else {}

    def source(self) -> Source:
        fields = Fields(self.fields.raw("source") or {}, self.problems, self.name, keys.SOURCE)
        doc = fields.text("doc")
        if not doc:
            self.fields.fail("缺少 source.doc(法律或平台规则的名称)", "source")
        return Source(doc, fields.text("clause"), fields.text("as_published"))

    def effective(self) -> Effective:
        raw = self.fields.raw("effective")
        if raw is None:
            return Effective()
        fields = Fields(raw, self.problems, self.name, keys.EFFECTIVE)
        by = fields.text("by")
        if by and by not in self.words.events:
            fields.fail(f"effective.by:没有叫“{by}”的事件", "by")
            by = ""
        start, end = self.date(fields, "from"), self.date(fields, "to")
        if start is not None and end is not None and end <= start:
            fields.fail("effective.to 应晚于 from", "to")
        return Effective(start, end, by, fields.flag("approximate"))

    def date(self, fields: Fields, key: str) -> int | None:
        text = fields.text(key)
        if not text:
            return None
        try:
            span = parse_instant(text)
        except ValueError:
            span = None
        if span is None:
            fields.fail(f"{key} “{text}”不是日期(如 2025-08-15)", key)
            return None
        return span.lo

    def conditions(self, texts: tuple[str, ...], key: str) -> tuple[ir.Bool, ...]:
        parsed = []
        for text in texts:
            try:
                parsed.append(parse_condition(text, self.words))
            except LanguageError as error:
                self.fields.fail(f"{key}:{error}", key)
        return tuple(parsed)

    def parse_then(self, texts: Mapping[str, str]) -> dict[str, ir.Conclusion]:
        parsed: dict[str, ir.Conclusion] = {}
        for name, text in texts.items():
            issue = self.words.issues.get(name)
            if issue is None:
                self.fields.fail(f"没有叫“{name}”的争点", "then" if self.fields.has("then") else "issue")
                continue
            try:
                parsed[name] = parse_conclusion(text, issue, self.words)
            except LanguageError as error:
                self.fields.fail(f"then:{error}", "then")
        return parsed

    def misreading(self, part: Any) -> Misreading:
        fields = Fields(part, self.problems, self.name, keys.MISREADING)
        if not fields.has("when") and not fields.has("then"):
            fields.fail("误读要改变 when 或 then", "say")
        raw = fields.raw("then")
        then = None
        if isinstance(raw, Mapping):
            then = self.parse_then({str(key): str(value) for key, value in raw.items()})
        elif fields.has("then"):
            then = self.parse_then(dict.fromkeys(self.conclusions(Kind.RULE), fields.text("then")))
        when = self.conditions(fields.texts("when"), "misreadings.when") if fields.has("when") else None
        return Misreading(fields.text("say", required=True), when, then)

    def example(self, part: Any) -> Example:
        fields = Fields(part, self.problems, self.name, keys.EXAMPLE)
        case = {key: fields.raw(key) for key in keys.CASE if fields.has(key)}
        applies = fields.text("applies", required=True, choices=("yes", "no")) == "yes"
        expect = {str(key): str(value) for key, value in fields.mapping("expect").items()}
        return Example(fields.text("name", required=True), applies, case, expect)
