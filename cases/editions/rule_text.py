"""One rule as text, as it stands in a file but for the indentation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cases.editions.canonical import rule_lines
from cases.editions.rule_form import plain
from cases.editions.text_yaml import CorpusError, load_text


def rule_text(raw: Mapping[str, Any]) -> str:
    """The canonical text of one rule, as it stands in a file but for the indentation."""
    return "\n".join(rule_lines(raw)) + "\n"


def rule_from_text(text: str) -> dict[str, Any]:
    """Read the text of one rule.

    Raises:
        CorpusError: it is not YAML, or not one rule; the place is ``文字:line:column``.
    """
    raw = load_text(text, "文字")
    if isinstance(raw, list) and len(raw) == 1:
        raw = raw[0]
    if not isinstance(raw, Mapping):
        raise CorpusError(["文字:1:1:这里应为一条规则，写成“键: 值”的样子"])
    found: dict[str, Any] = plain(raw)
    return found
