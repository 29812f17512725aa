"""Values a case is made of: instants with precision, durations, money, and the ways of not knowing. Pure.

Instants are whole minutes of Beijing wall clock since 1970-01-01 00:00, durations are minutes, money is 分.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from typing import Final, NamedTuple

MINUTES_PER_HOUR: Final = 60
MINUTES_PER_DAY: Final = 1440
FEN_PER_YUAN: Final = 100
#: The years a case may speak of: whatever rules add to a time in them is still a date.
YEARS: Final = range(1900, 2200)
_EPOCH: Final = date(1970, 1, 1).toordinal()
_MONTHS_PER_YEAR: Final = 12

#: A distance no case reaches: the open end of a duration known only by order.
UNBOUNDED_MINUTES: Final = 10**9


class Sentinel:
    """A value that is itself and nothing else; compares by identity."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name

    def __reduce__(self) -> str:
        return self.name.upper()


#: The party who bore the burden of proof failed: an ordinary value of a fact.
UNPROVEN: Final = Sentinel("unproven")
#: An event that did not happen, or an issue that is not in dispute: atoms over it are false.
ABSENT: Final = Sentinel("absent")


class Span(NamedTuple):
    """An instant known to lie in ``[lo, hi]`` minutes; ``base`` names the floating time line, "" the calendar.

    Spans with the same ``root``, an event known to the day from which others are counted, lie at an exact distance.
    """

    lo: int
    hi: int
    base: str = ""
    root: str = ""

    @property
    def is_day(self) -> bool:
        """True when the span is exactly one calendar day: day precision."""
        return not self.base and self.lo % MINUTES_PER_DAY == 0 and self.hi == self.lo + MINUTES_PER_DAY - 1

    def __repr__(self) -> str:
        """As it stands in the hash of a case; the root only where there is one."""
        root = f", root={self.root!r}" if self.root else ""
        return f"Span(lo={self.lo}, hi={self.hi}, base={self.base!r}{root})"

    def plain(self) -> Span:
        """The same interval by itself, without its distance from others."""
        return Span(self.lo, self.hi, self.base) if self.root else self


def aligned(one: Span, other: Span) -> tuple[Span, Span]:
    """Both as they are; where their distance is exact, as two minutes at that distance."""
    if one.root and one.root == other.root:
        return Span(one.lo, one.lo, one.base), Span(other.lo, other.lo, other.base)
    return one, other


def surely_later(one: Span, other: Span) -> bool:
    """Whether ``one`` lies after ``other`` wherever in their intervals they are."""
    one, other = aligned(one, other)
    return one.base == other.base and one.lo > other.hi


_INSTANT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::\d{2})?)?")


def parse_instant(text: str) -> Span | None:
    """Read ``2025-08-16 17:05`` (a minute), ``2025-08-16`` (a day) or ``a/b`` (between two such); else None.

    Raises:
        ValueError: the form is right but the date or the time does not exist, or ``b`` is before ``a``.
    """
    first, slash, second = text.partition("/")
    if slash:
        start, end = _parse_point(first), _parse_point(second)
        if start is None or end is None:
            return None
        if end.hi < start.lo:
            raise ValueError(f"{second.strip()} 早于 {first.strip()}")
        return Span(start.lo, end.hi)
    return _parse_point(text)


def _parse_point(text: str) -> Span | None:
    found = _INSTANT.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute = found.groups()
    if int(year) not in YEARS:
        raise ValueError(f"年份应在 {YEARS[0]} 到 {YEARS[-1]} 之间")
    try:
        start = (date(int(year), int(month), int(day)).toordinal() - _EPOCH) * MINUTES_PER_DAY
    except ValueError as error:
        raise ValueError("没有这一天") from error
    if hour is None:
        return Span(start, start + MINUTES_PER_DAY - 1)
    if int(hour) >= 24 or int(minute) >= MINUTES_PER_HOUR:  # noqa: PLR2004 - hours of a day
        raise ValueError(f"没有 {hour}:{minute} 这个时刻")
    at = start + int(hour) * MINUTES_PER_HOUR + int(minute)
    return Span(at, at)


def day_of(minute: int) -> date:
    """The calendar day of ``minute``."""
    return date.fromordinal(_EPOCH + minute // MINUTES_PER_DAY)


def day_number(day: date) -> int:
    """The days from 1970-01-01 to ``day``."""
    return day.toordinal() - _EPOCH


def as_datetime(minute: int) -> datetime:
    """The wall-clock time of ``minute`` as a naive datetime (Beijing)."""
    days, rest = divmod(minute, MINUTES_PER_DAY)
    day = date.fromordinal(_EPOCH + days)
    return datetime(day.year, day.month, day.day, rest // 60, rest % 60)  # noqa: DTZ001 - wall clock by design


def format_minute(minute: int) -> str:
    """``2025-08-16 17:05``."""
    return as_datetime(minute).strftime("%Y-%m-%d %H:%M")


def format_span(span: Span) -> str:
    """``2025-08-16 17:05``, ``2025-08-16`` for a day, ``a/b`` for any other interval, ``base+N`` when floating."""
    if span.base:
        return f"{span.base}{span.lo:+d}min"
    if span.is_day:
        return as_datetime(span.lo).strftime("%Y-%m-%d")
    if span.lo == span.hi:
        return format_minute(span.lo)
    return f"{format_minute(span.lo)}/{format_minute(span.hi)}"


def next_midnight(minute: int) -> int:
    """The first midnight after the day of ``minute`` (次日零时).

    Source: 网络购买商品七日无理由退货暂行办法 第10条 (counting starts the day after receipt).
    """
    return (minute // MINUTES_PER_DAY + 1) * MINUTES_PER_DAY


def months_after(minute: int, months: int) -> int:
    """The same clock time ``months`` calendar months later; a missing day becomes the month's last.

    Source: 民法典 第202条 (no corresponding day: the last day of the month).
    """
    at = as_datetime(minute)
    year, month = divmod(at.year * _MONTHS_PER_YEAR + at.month - 1 + months, _MONTHS_PER_YEAR)
    day = date(year, month + 1, min(at.day, monthrange(year, month + 1)[1]))
    return (day.toordinal() - _EPOCH) * MINUTES_PER_DAY + minute % MINUTES_PER_DAY


def percent_of(fen: int, percent: int) -> int:
    """``percent`` per cent of ``fen``, rounded half up to whole 分."""
    return (fen * percent + 50) // 100


_MONEY = re.compile(r"(-?)(\d+)(?:\.(\d{1,2}))?\s*(?:yuan|元)")
_FEN = re.compile(r"(-?\d+)\s*(?:fen|分)")


def parse_money(text: str) -> int | None:
    """Read ``12.5yuan``, ``12.50元`` or ``1250fen`` as 分; None when the text is no sum of money."""
    found = _MONEY.fullmatch(text.strip())
    if found is not None:
        sign, yuan, cents = found.groups()
        fen = int(yuan) * FEN_PER_YUAN + int((cents or "").ljust(2, "0"))
        return -fen if sign else fen
    found = _FEN.fullmatch(text.strip())
    return int(found.group(1)) if found is not None else None


def format_money(fen: int) -> str:
    """``12.5元``, without trailing zeros."""
    sign, rest = ("-", -fen) if fen < 0 else ("", fen)
    yuan, cents = divmod(rest, FEN_PER_YUAN)
    tail = f".{cents:02d}".rstrip("0") if cents else ""
    return f"{sign}{yuan}{tail}元"


_DURATION = re.compile(r"(\d+)\s*(min|h|d)")
_UNIT_MINUTES: Final = {"min": 1, "h": MINUTES_PER_HOUR, "d": MINUTES_PER_DAY}


def parse_duration(text: str) -> int | None:
    """Read ``30min``, ``48h`` or ``7d`` as minutes; None when the text is no duration."""
    found = _DURATION.fullmatch(text.strip())
    return int(found.group(1)) * _UNIT_MINUTES[found.group(2)] if found is not None else None
