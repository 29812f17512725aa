"""Outcomes as propositions of the rule language, so that an option can be bound to one. Pure."""

from __future__ import annotations

from typing import Any

from cases.engine.case import Case
from cases.engine.values import MINUTES_PER_DAY, MINUTES_PER_HOUR, Span, next_midnight
from cases.engine.vocabulary import Issue, ValueType


def claim_text(issue: Issue, value: Any, case: Case) -> str:
    """The proposition that ``issue`` came out as ``value``; "" where the language cannot say it.

    An instant is said as a distance from the first dated event of ``case``.
    """
    if issue.type is ValueType.BOOL:
        return issue.id if value is True else f"not {issue.id}"
    if issue.type is ValueType.ENUM:
        return f"{issue.id} == {value}"
    if isinstance(value, Span):
        place = _distance(value, case)
        return f"{issue.id} == {place}" if place else ""
    if issue.type is ValueType.MONEY:
        yuan, fen = divmod(value, 100)
        return f"{issue.id} == {value}fen" if fen else f"{issue.id} == {yuan}yuan"
    return f"{issue.id} == {value}"


def _distance(value: Span, case: Case) -> str:
    dated = [(at.lo, name, at) for name, at in case.events.items() if isinstance(at, Span) and not at.base]
    if value.base or value.lo != value.hi or not dated:
        return ""
    at, name, span = min(dated)
    anchor = f"@{name}"
    if span.lo != span.hi:
        at, anchor = next_midnight(span.lo), f"next_midnight(@{name})"
    gap = value.lo - at
    return f"{anchor} {'+' if gap >= 0 else '-'} {_duration(abs(gap))}" if gap else anchor


def _duration(minutes: int) -> str:
    for size, unit in ((MINUTES_PER_DAY, "d"), (MINUTES_PER_HOUR, "h")):
        if minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}min"
