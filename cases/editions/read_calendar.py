"""Raw table of working days (file or stored JSON) → :class:`Calendar`, with every problem named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any, Final

from cases.editions.fields import Fields, Problems
from cases.engine.calendar import Calendar, Year
from cases.engine.values import YEARS

_SATURDAY: Final = 5


def read_calendar(raw: Mapping[str, Any], problems: Problems) -> Calendar:
    """Read the table; an empty one counts no working days. Problems are collected, what could be read is returned."""
    top = Fields(raw, problems, "calendar", ("source", "note", "years"))
    years: dict[int, Year] = {}
    for item in top.items("years"):
        fields = Fields(item, problems, "calendar", ("year", "holidays", "worked", "provisional"))
        number = fields.integer("year") or 0
        if number not in YEARS or number in years:
            fields.fail(f"year “{fields.text('year')}”重复,或不是年份", "year")
            continue
        years[number] = _read_year(fields, number)
    if any(two != one + 1 for one, two in pairwise(years)):
        top.fail("年份要从早到晚,中间不能缺", "years")
    return Calendar(years)


def _read_year(fields: Fields, number: int) -> Year:
    year = Year(_days(fields, "holidays", number), _days(fields, "worked", number), fields.flag("provisional"))
    for day in sorted(year.holidays):
        if day.weekday() >= _SATURDAY:
            fields.fail(f"holidays 只列放假的周一至周五,{day} 是周末", "holidays")
    for day in sorted(year.worked):
        if day.weekday() < _SATURDAY:
            fields.fail(f"worked 只列上班的周末,{day} 不是周末", "worked")
    if year.provisional and (year.holidays or year.worked):
        fields.fail("provisional 的年份还没有放假安排,不能列 holidays、worked", "provisional")
    return year


def _days(fields: Fields, key: str, number: int) -> frozenset[date]:
    found = set()
    for text in fields.texts(key):
        try:
            found.add(date.fromisoformat(f"{number:04d}-{text}"))
        except ValueError:
            fields.fail(f"{key} 里的“{text}”不是 {number} 年的一天(写作 05-01)", key)
    return frozenset(found)
