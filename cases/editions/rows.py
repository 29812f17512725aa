"""An edition's content taken apart into what is shared between editions, and put together again. Pure.

``join(split(content))`` is ``content`` with every key in its order.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One version of one rule, as it stands in a file."""

    book: str
    topic: str
    raw: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The hash of the rule with its place."""
        return text_hash(as_text([self.book, self.topic, self.raw]))


@dataclass(frozen=True, slots=True)
class BookRow:
    """The head of a rulebook, its ``book.yaml``."""

    code: str
    raw: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The hash of the head with its folder."""
        return text_hash(as_text([self.code, self.raw]))


@dataclass(frozen=True, slots=True)
class Parts:
    """``frame`` is the content in which each head is None and each list of rules the number of its rules."""

    frame: Mapping[str, Any]
    books: tuple[BookRow, ...]
    rules: tuple[RuleRow, ...]


def split(content: Mapping[str, Any]) -> Parts:
    """Take a sound content apart."""
    books: list[BookRow] = []
    rules: list[RuleRow] = []
    frames: dict[str, Any] = {}
    for name, files in content["books"].items():
        frames[name] = {}
        for topic, raw in files.items():
            if topic == "book":
                books.append(BookRow(name, raw))
                frames[name][topic] = None
            else:
                rules.extend(RuleRow(name, topic, rule) for rule in raw.get("rules", []))
                frames[name][topic] = {key: len(part) if key == "rules" else part for key, part in raw.items()}
    frame = {key: frames if key == "books" else part for key, part in content.items()}
    return Parts(frame, tuple(books), tuple(rules))


def join(parts: Parts) -> dict[str, Any]:
    """Put a content together again."""
    heads = {row.code: row.raw for row in parts.books}
    rest = iter(parts.rules)
    books = {
        name: {topic: heads[name] if topic == "book" else _filled(raw, rest) for topic, raw in files.items()}
        for name, files in parts.frame["books"].items()
    }
    return {key: books if key == "books" else part for key, part in parts.frame.items()}


def _filled(raw: Mapping[str, Any], rest: Iterator[RuleRow]) -> dict[str, Any]:
    return {key: [dict(next(rest).raw) for _ in range(part)] if key == "rules" else part for key, part in raw.items()}


def as_text(value: Any) -> str:
    """JSON with keys in their order."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def text_hash(text: str) -> str:
    """``sha256:…`` of a text."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
