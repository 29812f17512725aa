"""When an event happened, and how exactly that is known: a text and a choice. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.api import Edition
from certification.bank.caseform.fields import raw_text
from certification.bank.caseform.reading import read_time
from certification.bank.caseform.wording import plain_words
from certification.core.choices import Choice

MINUTE, DAY, RELATIVE, HAPPENED, NEVER, OPEN = "minute", "day", "relative", "yes", "no", "?"
PRECISIONS: Final[Mapping[str, str | Promise]] = {
    MINUTE: _("精确到分"),
    DAY: _("只有日期"),
    RELATIVE: _("从另一事件算起"),
    HAPPENED: _("只知发生了"),
    OPEN: _("不清楚"),
    NEVER: _("没有发生"),
}
_DAY: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_SHIFT: Final = re.compile(r"([a-z][a-z0-9_]*) ([+-]) (\d+)(min|h|d)")
_UNITS: Final = {"min": "分钟", "h": "小时", "d": "天"}


@dataclass(frozen=True, slots=True)
class TimeField:
    """One line of the time line."""

    name: str
    label: str
    hint: str
    text: str
    precisions: tuple[Choice, ...]
    precision: str
    is_stated: bool
    is_wrong: bool = False


def time_field(edition: Edition, name: str, events: Mapping[str, object], *, is_wrong: bool = False) -> TimeField:
    """Return the field of an event; one that the vocabulary does not know keeps its name."""
    event = edition.vocabulary.events.get(name)
    raw = raw_text(events[name]) if name in events else ""
    precision, text = _split(raw, edition)
    return TimeField(
        name=name,
        label=event.label if event else name,
        hint=plain_words(event.meaning, edition) if event else "",
        text=text,
        precisions=tuple(Choice(one, str(label), one == precision) for one, label in PRECISIONS.items()),
        precision=precision,
        is_stated=name in events,
        is_wrong=is_wrong,
    )


def _split(raw: str, edition: Edition) -> tuple[str, str]:
    if raw in (HAPPENED, NEVER, OPEN):
        return raw, ""
    if _DAY.fullmatch(raw):
        return DAY, raw
    found = _SHIFT.fullmatch(raw)
    if not found:
        return MINUTE, raw
    event = edition.vocabulary.events.get(found[1])
    said = f"{event.label} {found[2]} {found[3]}{_UNITS[found[4]]}" if event else raw
    ids = {one.label: one.id for one in edition.vocabulary.events.values()}
    return RELATIVE, said if read_time(said, ids) == raw else raw


def read_event(fields: Mapping[str, str], name: str, ids: Mapping[str, str]) -> str:
    """Return an event as a case writes it, "" where nothing was said.

    Of a text and a choice that contradict each other, what was changed last counts: `was` is the choice that was shown.
    """
    text = read_time(fields.get(f"event.{name}", ""), ids)
    precision = fields.get(f"precision.{name}", MINUTE)
    if precision in (HAPPENED, NEVER, OPEN):
        is_new = bool(text) and precision == fields.get(f"was.{name}", "")
        return text if is_new else precision
    if precision == DAY and (found := _DAY.match(text)):
        return found[0]
    return text
