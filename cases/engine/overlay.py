"""Changing a case: an overlay of facts, events, acts or order laid over a raw case, and values back to text. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cases.engine.values import ABSENT, UNPROVEN, Span, format_money, format_span
from cases.engine.vocabulary import Fact, ValueType

_MERGED: Final = ("facts", "events", "stack")


def lay_over(raw: Mapping[str, Any], overlay: Mapping[str, Any]) -> dict[str, Any]:
    """``raw`` with ``overlay``: facts, events and stack are merged entry by entry, everything else replaced.

    An event that the overlay denies leaves ``order`` too.
    """
    merged = {**raw, **overlay}
    for key in _MERGED:
        if key in overlay:
            merged[key] = {**(raw.get(key) or {}), **overlay[key]}
    denied = {name for name, text in (overlay.get("events") or {}).items() if text == "no"}
    if denied and "order" in merged and "order" not in overlay:
        merged["order"] = [name for name in merged["order"] if name not in denied]
    return merged


def fact_text(fact: Fact, value: object) -> str:
    """The text that reads back as ``value``."""
    if value is None:
        return "?"
    if value is UNPROVEN:
        return "unproven"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if fact.type is ValueType.MONEY and isinstance(value, int):
        return format_money(value)
    return str(value)


def event_text(value: object) -> str:
    """The text that reads back as the Span, ABSENT or None (open)."""
    if value is None:
        return "?"
    if value is ABSENT or not isinstance(value, Span):
        return "no"
    if not value.base:
        return format_span(value)
    return f"{value.base} {'+' if value.lo >= 0 else '-'} {abs(value.lo)}min"
