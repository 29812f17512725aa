"""The case card of a question: what the case says, in words, all alike. No window, no derived duration, no emphasis."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from cases import api
from certification.core.punctuation import listed

_SHIFT: Final = re.compile(r"([a-z][a-z0-9_]*)\s*([+-])\s*(\d+)\s*(min|h|d)")
_ACT_MARKS: Final = ("act", "at", "retracted")
_BOOK_KIND: Final = re.compile(r"(平台)?规则$|店规$")  # a case is on 天猫, not on its rules
_YES: Final = ("yes", "true")
_NO: Final = ("no", "false")


@dataclass(frozen=True, slots=True)
class CardFact:
    """A line of the card: what, and how it is."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class CardEvent:
    """A line of the timeline: when (as the case says it), and what. `iso` is empty where the case names no date."""

    when: str
    iso: str
    label: str


@dataclass(frozen=True, slots=True)
class CaseCard:
    """A case in words, in the order of the vocabulary; events by their time, those without a date as they stand."""

    facts: tuple[CardFact, ...]
    events: tuple[CardEvent, ...]

    def __bool__(self) -> bool:
        return bool(self.facts or self.events)


def case_card(case: Mapping[str, Any], edition: api.Edition) -> CaseCard:
    """Return the card of a raw case that the edition can read."""
    return CaseCard(tuple(_facts(case, edition)), tuple(_events(case, edition.vocabulary)))


def _facts(case: Mapping[str, Any], edition: api.Edition) -> Iterator[CardFact]:
    words = edition.vocabulary
    stack: Mapping[str, str] = case.get("stack") or {}
    for part, label in (("platform", _("平台")), ("shop", _("店铺"))):
        if name := stack.get(part):
            book = edition.books.get(name)
            yield CardFact(label, _BOOK_KIND.sub("", book.name) if book else name)
    stated: Mapping[str, str] = case.get("facts") or {}
    for name, fact in words.facts.items():
        if name in stated and not _says_nothing(fact, stated[name]):
            yield CardFact(fact.label, _fact_text(fact, stated[name]))
    for entry in case.get("acts") or ():
        yield CardFact(_("客服"), _act_text(entry, words))
    if as_of := case.get("as_of"):
        yield CardFact(_("判断时间"), instant_text(as_of))


def _says_nothing(fact: Any, raw: str) -> bool:
    """Say whether a stated fact is only an enum's "none", which is what silence says too."""
    return bool(fact.type == "enum" and raw == fact.silence == "none")


def _fact_text(fact: Any, raw: str) -> str:
    value = "yes" if raw in _YES else "no" if raw in _NO else raw
    if value == "?":
        return _("不清楚")
    if value == "unproven":
        return str(fact.says.get(value) or _("没有举证"))
    if fact.type in ("bool", "enum"):
        return str(fact.values.get(value) or fact.says.get(value, value))
    return _money_text(raw) if fact.type == "money" else f"{raw} {fact.unit}".strip()


def _money_text(raw: str) -> str:
    return re.sub(r"\s*(yuan|元)", " 元", raw)


def _act_text(entry: Any, words: api.Vocabulary) -> str:
    if isinstance(entry, str):
        entry = {"act": entry}
    act = words.acts[entry["act"]]
    said = listed(_money_text(str(value)) for key, value in entry.items() if key not in _ACT_MARKS)
    text = f"{act.label} {said}" if said else act.label
    if at := entry.get("at"):
        text = f"{instant_text(at)} {text}"
    return _("%(act)s（后来收回）") % {"act": text} if entry.get("retracted") in _YES else text


def _events(case: Mapping[str, Any], words: api.Vocabulary) -> list[CardEvent]:
    stated: dict[str, str] = {**dict.fromkeys(case.get("order") or (), "yes"), **(case.get("events") or {})}
    placed = []
    order = list(case.get("order") or ())
    for rank, (name, raw) in enumerate(stated.items()):
        label = words.events[name].label
        span = None if raw in (*_YES, *_NO, "?") or _SHIFT.fullmatch(raw) else api.parse_instant(raw)
        if span is not None:
            placed.append(((0, span.lo, rank), CardEvent(instant_text(raw), raw.replace(" ", "T"), label)))
        else:
            place = order.index(name) if name in order else len(order) + rank
            placed.append(((1, place, rank), CardEvent(_undated(raw, name, order, words), "", label)))
    return [event for _rank, event in sorted(placed, key=lambda pair: pair[0])]


def _undated(raw: str, name: str, order: list[str], words: api.Vocabulary) -> str:
    if raw in _NO:
        return _("没有发生")
    if raw == "?":
        return _("是否发生不清楚")
    if found := _SHIFT.fullmatch(raw):
        anchor, sign, count, unit = found.groups()
        side = _("%(event)s后 %(span)s") if sign == "+" else _("%(event)s前 %(span)s")
        return side % {"event": words.events[anchor].label, "span": _span(int(count), unit)}
    if name in order:
        return _("先后第 %(n)d") % {"n": order.index(name) + 1}
    return _("时间没有说明")


def _span(count: int, unit: str) -> str:
    said = {
        "min": npgettext("duration", "%(n)d 分钟", "%(n)d 分钟", count),
        "h": npgettext("duration", "%(n)d 小时", "%(n)d 小时", count),
        "d": npgettext("duration", "%(n)d 天", "%(n)d 天", count),
    }
    return said[unit] % {"n": count}


def instant_text(raw: str) -> str:
    """Return 2025-08-16 17:05 as people write it: 2025 年 8 月 16 日 17:05."""
    day, _space, clock = raw.partition(" ")
    parts = day.split("-")
    if len(parts) != 3:  # noqa: PLR2004 - year, month, day
        return raw
    at = date(*map(int, parts))
    return f"{date_format(at, 'Y 年 n 月 j 日')} {clock}".strip()
