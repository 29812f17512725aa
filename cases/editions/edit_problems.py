"""What is wrong with an edited rule, each problem at its field and column. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cases.editions.fields import Problems
from cases.editions.read_rules import read_rule
from cases.editions.rule_rows import HOLE
from cases.engine.grammar import LanguageError
from cases.engine.language import parse_conclusion, parse_condition
from cases.engine.rules import Rule, Rulebook
from cases.engine.vocabulary import Vocabulary

#: Reading a rule tells of its expressions without their place; they are looked at again, one by one.
_EXPRESSION: Final = re.compile(r"(when|then|misreadings\.when):第 \d+ 行")

_UNFINISHED: Final = "还没有选完或填完"


@dataclass(frozen=True, slots=True)
class EditProblem:
    """``field`` is a path into the rule (``when.0``, ``misreadings.1.then``, ``source.doc``), "" for the rule itself.

    ``column`` counts from 1 within that field; 0 where the whole field is meant.
    """

    code: str
    field: str
    message: str
    column: int = 0
    version: str = ""


class PlacedProblems(Problems):
    """Problems of one raw rule, each with the path of the entry it is about."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        super().__init__()
        self.places = dict(_places(raw, ""))
        self.found: list[tuple[str, str]] = []

    def at(self, node: object, message: str, key: str = "", name: str = "") -> None:
        super().at(node, message, key, name)
        path = ".".join(part for part in (self.places.get(id(node), ""), key) if part)
        if not _EXPRESSION.match(message):
            self.found.append((path, message))


def _places(value: Any, path: str) -> Iterator[tuple[int, str]]:
    """The path of every mapping, by identity."""
    if isinstance(value, Mapping):
        yield id(value), path
        parts = [(str(key), part) for key, part in value.items()]
    else:
        parts = [(str(at), part) for at, part in enumerate(value)] if isinstance(value, list) else []
    for key, part in parts:
        if isinstance(part, Mapping | list):
            yield from _places(part, f"{path}.{key}" if path else key)


def read_edited(
    raw: Mapping[str, Any], book: Rulebook, topic: str, words: Vocabulary
) -> tuple[Rule | None, tuple[EditProblem, ...]]:
    """The rule, and what is wrong with it by itself; None where something is."""
    problems = PlacedProblems(raw)
    rule = read_rule(raw, book, topic, words, problems)
    code, version = str(raw.get("id", "")), str(raw.get("version", ""))
    found = [EditProblem(code, path, message, 0, version) for path, message in problems.found]
    found += [
        EditProblem(code, path, _said(error), error.column, version) for path, error in _bad_expressions(raw, words)
    ]
    if problems and not found:  # told by the reader alone: nothing may be lost
        found = [EditProblem(code, "", message, 0, version) for message in problems]
    return (None if found else rule), tuple(dict.fromkeys(found))


def _said(error: LanguageError) -> str:
    """What is wrong with an expression; a hole that a form left open is no mistake, only unfinished."""
    return _UNFINISHED if error.message.startswith(f"不认识的字符“{HOLE}”") else error.message


def _bad_expressions(raw: Mapping[str, Any], words: Vocabulary) -> Iterator[tuple[str, LanguageError]]:
    yield from _bad_conditions(raw.get("when"), "when", words)
    yield from _bad_conclusions(raw, raw.get("then"), "then", words)
    misreadings = raw.get("misreadings")
    for at, one in enumerate(misreadings if isinstance(misreadings, list) else ()):
        if isinstance(one, Mapping):
            yield from _bad_conditions(one.get("when"), f"misreadings.{at}.when", words)
            yield from _bad_conclusions(raw, one.get("then"), f"misreadings.{at}.then", words)


def _bad_conditions(texts: Any, path: str, words: Vocabulary) -> Iterator[tuple[str, LanguageError]]:
    for at, text in enumerate(texts if isinstance(texts, list) else ()):
        try:
            parse_condition(str(text), words)
        except LanguageError as error:
            yield f"{path}.{at}", error


def _bad_conclusions(
    raw: Mapping[str, Any], then: Any, path: str, words: Vocabulary
) -> Iterator[tuple[str, LanguageError]]:
    own = raw.get("then")
    names = list(own) if isinstance(own, Mapping) else [raw.get("issue")]
    texts = then if isinstance(then, Mapping) else dict.fromkeys(names, then) if isinstance(then, str) else {}
    for name, text in texts.items():
        issue = words.issues.get(str(name))
        if issue is None or not text:
            continue
        try:
            parse_conclusion(str(text), issue, words)
        except LanguageError as error:
            yield (f"{path}.{name}" if isinstance(then, Mapping) else path), error
