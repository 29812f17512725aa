"""Placing events on a time line: calendar instants, days, distances from another event, or an order only. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cases.engine.values import ABSENT, MINUTES_PER_DAY, Span, parse_duration, parse_instant, surely_later

_RELATIVE = re.compile(r"([a-z][a-z0-9_]*)\s*([+-])\s*(.+)")
# How far from 1970, or from the start of a floating time line, distances between events may lead: 400 years.
_FARTHEST: Final = 400 * 366 * MINUTES_PER_DAY


def anchor_of(text: str) -> str:
    """The event that ``paid + 49h`` counts from, "" for any other text."""
    found = _RELATIVE.fullmatch(text.strip())
    return found.group(1) if found else ""


class TimelineError(ValueError):
    """A time line that cannot be read or cannot be; ``problems`` has one clear line each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def place_events(
    texts: Mapping[str, str], order: Sequence[str], labels: Mapping[str, str]
) -> tuple[dict[str, object], frozenset[tuple[str, str]]]:
    """Place every event.

    Args:
        texts: event id → ``2025-08-16 17:05``, ``2025-08-16``, ``a/b`` (between two of these), ``paid + 49h``, ``yes``
            (time unstated), ``no``, ``?``.
        order: events from earliest to latest; one not in ``texts`` happened at an unstated time.
        labels: event id → wording, for the messages.

    Returns:
        event id → Span, None (open) or ABSENT; and the pairs (earlier, later) that ``order`` gives.

    Raises:
        TimelineError: unreadable instants, distances that go in circles, an order against the instants.
    """
    placer = _Placer({**dict.fromkeys(order, "yes"), **texts})
    placed = {name: placer.place(name, ()) for name in placer.texts}
    if placer.problems:
        raise TimelineError(placer.problems)
    placed.update({name: span._replace(root=name) for name, span in _roots(placed)})
    if len(set(order)) < len(order):
        raise TimelineError([f"order 里有事件出现两次:{'、'.join(order)}"])
    pairs = frozenset((a, b) for i, a in enumerate(order) for b in order[i + 1 :])
    problems = _against_order(placed, pairs, labels)
    if problems:
        raise TimelineError(problems)
    return placed, pairs


class _Placer:
    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts
        self.problems: list[str] = []

    def place(self, name: str, seen: tuple[str, ...]) -> object:
        text = self.texts[name]
        if text in ("no", "false"):
            return ABSENT
        if text == "?":
            return None
        if text in ("yes", "true"):
            return Span(0, 0, name)
        try:
            span = parse_instant(text)
        except ValueError as error:
            self.problems.append(f"事件 {name} 的时间“{text}”:{error}")
            return None
        return span if span is not None else self.relative(name, text, seen)

    def relative(self, name: str, text: str, seen: tuple[str, ...]) -> object:
        found = _RELATIVE.fullmatch(text)
        minutes = parse_duration(found.group(3)) if found else None
        if found is None or minutes is None:
            self.problems.append(
                f"事件 {name} 的时间“{text}”看不懂,可写 2025-08-16 17:05、2025-08-16、paid + 49h、yes、no 或 ?"
            )
            return None
        anchor = found.group(1)
        if anchor not in self.texts or anchor in (*seen, name):
            why = "没有列出" if anchor not in self.texts else "互相依赖"
            self.problems.append(f"事件 {name} 的时间“{text}”:{anchor} {why}")
            return None
        base = self.place(anchor, (*seen, name))
        if not isinstance(base, Span):
            return None
        shift = minutes if found.group(2) == "+" else -minutes
        if abs(base.lo + shift) > _FARTHEST:
            self.problems.append(f"事件 {name} 的时间“{text}”:离得太远")
            return None
        root = "" if base.lo == base.hi else base.root or anchor
        return Span(base.lo + shift, base.hi + shift, base.base, root)


def _roots(placed: Mapping[str, object]) -> Iterator[tuple[str, Span]]:
    """The events known to the day from which others are counted."""
    for name in {span.root for span in placed.values() if isinstance(span, Span) and span.root}:
        span = placed[name]
        assert isinstance(span, Span)
        yield name, span


def _against_order(
    placed: Mapping[str, object], pairs: frozenset[tuple[str, str]], labels: Mapping[str, str]
) -> list[str]:
    problems = []
    for first, second in sorted(pairs):
        a, b = placed[first], placed[second]
        if a is ABSENT or b is ABSENT:
            missing = first if a is ABSENT else second
            problems.append(f"order 里有“{labels.get(missing, missing)}”({missing}),events 里却说它没有发生")
        elif isinstance(a, Span) and isinstance(b, Span) and surely_later(a, b):
            problems.append(
                f"order 说“{labels.get(first, first)}”({first})早于“{labels.get(second, second)}”({second}),时间却相反"
            )
    return problems
