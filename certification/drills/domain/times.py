"""When a promise would be kept at the earliest: the time that an act names, on the clock of the engine. Pure.

A time that cannot be read names nothing, so it is too late for nothing. A day without an hour counts from its first
minute: a promise is too late only where no reading of it is in time.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

DAY: Final = 1440
HOUR: Final = 60
_EPOCH: Final = date(1970, 1, 1)
_DATE: Final = re.compile(r"(?:(?P<year>20\d\d)\s?年\s?)?(?:(?P<month>\d{1,2})\s?月\s?份?)?(?P<day>\d{1,2})\s?[日号]")
_WEEKDAY: Final = re.compile(r"(?P<later>下*)[这本]?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
_MONTH_END: Final = re.compile(r"(?P<later>下*)[这本]?个?月[底末]")
_BARE_MONTH: Final = re.compile("(?<!个)月")
_CLOCK: Final = re.compile(r"(?P<hour>\d{1,2})\s?[:：](?P<minute>\d\d)")
_WEEK: Final = "一二三四五六日"
_NEAR: Final = (-1, 0, 1)


def named_minute(named: object, at: int) -> int | None:
    """Return the minute that a named time promises, on the engine's clock; None where it cannot be read.

    Args:
        named: the argument `deadline` of an act: `text`, and as far as they were said `minutes` (a length of time),
            `clock` ("18:00") and `day` (days from today).
        at: the minute of the talk.

    Returns:
        The end of a length of time; the hour of a day; where no hour was said the first minute of the day, 24:00 being
        the day before. None also for what has passed: 9 o'clock without a day, said at 10, may be tonight or tomorrow.
    """
    if not isinstance(named, Mapping):
        return None
    text, minutes, clock = str(named.get("text", "")), named.get("minutes"), str(named.get("clock", ""))
    if (days := _days_in(text, at // DAY)) is not None:
        said = _CLOCK.search(text)
        return _at(days[0], clock or (said[0] if said else ""), at) if days else None
    if isinstance(minutes, int):
        return at + minutes if not _BARE_MONTH.search(text) else None
    day = named.get("day")
    if isinstance(day, int):
        return _at(at // DAY + day, clock, at)
    return _at(at // DAY, clock, at) if clock else None


def _at(day: int, clock: str, at: int) -> int | None:
    """Return the minute of an hour on a day, without an hour the day's first one; None where it has passed."""
    found = _CLOCK.fullmatch(clock)
    if found is None:
        return max(at, day * DAY + 1) if day >= at // DAY else None
    minute = day * DAY + int(found["hour"]) * HOUR + int(found["minute"])
    return minute if minute >= at else None


def _days_in(text: str, today: int) -> list[int] | None:
    """Return the day that words of the calendar name, none where there is no such day; None without such words."""
    now = _EPOCH + timedelta(days=today)
    if found := _DATE.search(text):
        return _nearest(_dates(found, now), today)
    if len(weekdays := list(_WEEKDAY.finditer(text))) == 1:
        later, day = weekdays[0]["later"], weekdays[0]["day"].replace("天", "日")
        return [today - now.weekday() + 7 * len(later) + _WEEK.index(day)]
    if found := _MONTH_END.search(text):
        year, month = _month(now.year, now.month, len(found["later"]))
        return [_number(date(year, month, monthrange(year, month)[1]))]
    return None


def _dates(found: re.Match[str], now: date) -> list[tuple[int, int, int]]:
    """Return what a date without its year, or without its month, may mean: years or months next to this one."""
    day = int(found["day"])
    if found["month"] and found["year"]:
        return [(int(found["year"]), int(found["month"]), day)]
    if found["month"]:
        return [(now.year + step, int(found["month"]), day) for step in _NEAR]
    return [(*_month(now.year, now.month, step), day) for step in _NEAR]


def _month(year: int, month: int, step: int) -> tuple[int, int]:
    years, months = divmod(month - 1 + step, 12)
    return year + years, months + 1


def _nearest(dates: list[tuple[int, int, int]], today: int) -> list[int]:
    """Return the day of those that exist that lies nearest to today."""
    days = [_number(date(*one)) for one in dates if _exists(*one)]
    return sorted(days, key=lambda day: abs(day - today))[:1]


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]  # noqa: PLR2004 - months of a year


def _number(day: date) -> int:
    return (day - _EPOCH).days
