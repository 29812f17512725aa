"""The value of a claim as people write it: 11元, 签收 + 7天, 签收次日零点 + 7天, 签收后 7 个工作日. Pure.

Whatever has no such form stays as the language writes it, so that nothing is lost on the way there and back.
"""

import re
from collections.abc import Mapping
from typing import Final

from cases.api import Vocabulary

_UNITS: Final = {"d": "天", "h": "小时", "min": "分钟", "yuan": "元", "fen": "分"}
_BACK: Final = {spoken: unit for unit, spoken in _UNITS.items()}
_AMOUNT: Final = re.compile(r"(\d+(?:\.\d{1,2})?)(d|h|min|yuan|fen)")
_SPOKEN_AMOUNT: Final = re.compile(rf"(\d+(?:\.\d{{1,2}})?) ?({'|'.join(_BACK)})")
_PLACE: Final = r"(?:@([a-z][a-z0-9_]*)|next_midnight\(@([a-z][a-z0-9_]*)\))"
_INSTANT: Final = re.compile(rf"{_PLACE}(?: ([+-]) (\d+)(d|h|min))?")
_WORKDAYS: Final = re.compile(r"workdays_after\(@([a-z][a-z0-9_]*), (\d+)\)")
_MIDNIGHT: Final = "次日零点"
_SPOKEN_INSTANT: Final = re.compile(r"(.+?)(次日零点)? ?(?:([+＋-]) ?(\d+) ?(天|小时|分钟))?")
_SPOKEN_WORKDAYS: Final = re.compile(r"(.+?)后 ?(\d+) ?个工作日")


def say_value(text: str, words: Vocabulary) -> str:
    """Return a value of the language in words; as it stands where words would not read back as the same."""
    said = _said(text, words)
    return said if said and read_value(said, words) == text else text


def read_value(text: str, words: Vocabulary) -> str:
    """Return what somebody wrote as the language writes it; unknown texts stay."""
    text = text.strip()
    if found := _SPOKEN_AMOUNT.fullmatch(text):
        return f"{found[1]}{_BACK[found[2]]}"
    ids = {event.label: event.id for event in words.events.values()}
    if found := _SPOKEN_WORKDAYS.fullmatch(text):
        return f"workdays_after(@{ids[found[1]]}, {found[2]})" if found[1] in ids else text
    found = _SPOKEN_INSTANT.fullmatch(text)
    return _instant(found, ids) if found and found[1] in ids else text


def _instant(found: re.Match[str], ids: Mapping[str, str]) -> str:
    label, midnight, sign, count, unit = found.groups()
    place = f"next_midnight(@{ids[label]})" if midnight else f"@{ids[label]}"
    return f"{place} {'-' if sign == '-' else '+'} {count}{_BACK[unit]}" if sign else place


def _said(text: str, words: Vocabulary) -> str:
    if found := _AMOUNT.fullmatch(text):
        return f"{found[1]}{_UNITS[found[2]]}"
    if found := _WORKDAYS.fullmatch(text):
        event = words.events.get(found[1])
        return f"{event.label}后 {found[2]} 个工作日" if event else ""
    if found := _INSTANT.fullmatch(text):
        event = words.events.get(found[1] or found[2])
        place = f"{event.label}{_MIDNIGHT if found[2] else ''}" if event else ""
        return f"{place} {found[3]} {found[4]}{_UNITS[found[5]]}" if place and found[3] else place
    return ""
