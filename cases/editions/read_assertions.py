"""Raw ``gaps.yaml`` and ``invariants.yaml`` → :class:`Waiver` and :class:`Invariant`, with every problem named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from cases.editions import keys
from cases.editions.fields import Fields, Problems
from cases.engine import ir
from cases.engine.assertions import Invariant, Waiver
from cases.engine.grammar import LanguageError
from cases.engine.language import parse_condition
from cases.engine.rules import Level, Rulebook
from cases.engine.vocabulary import Vocabulary

_LAW_ALONE: Final = "law"
_ALWAYS: Final = "yes"
_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def read_waivers(raw: Any, words: Vocabulary, books: Mapping[str, Rulebook], problems: Problems) -> tuple[Waiver, ...]:
    """Read the gaps that are meant."""
    found = []
    for item in Fields(raw, problems, "gaps", ("gaps",)).items("gaps"):
        fields = Fields(item, problems, "gaps", keys.GAP)
        issue = fields.text("issue", required=True)
        if issue and issue not in words.issues:
            fields.fail(f"没有叫“{issue}”的争点", "issue")
        text = fields.text("when") or _ALWAYS
        found.append(
            Waiver(
                issue=issue,
                platform=_platform(fields, books),
                when=_condition(fields, "when", text, words),
                when_text=text,
                reason=fields.text("reason", required=True),
            )
        )
    return tuple(found)


def read_invariants(
    raw: Any, words: Vocabulary, books: Mapping[str, Rulebook], problems: Problems
) -> tuple[Invariant, ...]:
    """Read what the trainers claim always to hold."""
    found: dict[str, Invariant] = {}
    for item in Fields(raw, problems, "invariants", ("invariants",)).items("invariants"):
        name = str(item.get("id", "")) if isinstance(item, Mapping) else ""
        fields = Fields(item, problems, name, keys.INVARIANT)
        if not _NAME.fullmatch(name):
            fields.fail(f"编号“{name}”应为小写字母、数字和连字符", "id")
        if name in found:
            fields.fail("编号重复", "id")
        premise, conclusion = fields.text("if", required=True), fields.text("then", required=True)
        found[name] = Invariant(
            id=name,
            says=fields.text("says", required=True),
            premise=_condition(fields, "if", premise, words),
            conclusion=_condition(fields, "then", conclusion, words),
            premise_text=premise,
            conclusion_text=conclusion,
            platform=_platform(fields, books),
            note=fields.text("note"),
        )
    return tuple(found.values())


def _platform(fields: Fields, books: Mapping[str, Rulebook]) -> str:
    return fields.text(
        "platform", choices=(_LAW_ALONE, *(book.id for book in books.values() if book.level is Level.PLATFORM))
    )


def _condition(fields: Fields, key: str, text: str, words: Vocabulary) -> ir.Bool:
    if not text:
        return ir.Const(value=True)  # the missing text is a problem told already
    try:
        return parse_condition(text, words)
    except LanguageError as error:
        fields.fail(f"{key}:{error}", key)
        return ir.Const(value=True)
