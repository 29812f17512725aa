"""Money, durations and instants in normalised Chinese text. Pure; money is in 分, durations in minutes."""

import re
from dataclasses import dataclass

_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "仨": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
NUMBER = r"(?:\d{1,7}(?:\.\d{1,2})?|[零〇一二两俩三仨四五六七八九十百千万]{1,7})"
_MONEY = re.compile(
    rf"[¥￥]\s?(?P<sign>{NUMBER})|(?P<word>{NUMBER})\s?(?P<half>来|多)?(?:元|块|rmb|大洋|大元)(?:钱)?(?P<tail>[一二两三四五六七八九]|\d)?(?!\d|[天个小分])"
    rf"|(?P<jiao>{NUMBER})\s?(?:毛|角)(?:钱)?|(?P<fen>{NUMBER})\s?分钱"
)
_DURATION = re.compile(
    rf"(?P<number>半|{NUMBER})\s?(?P<half>个半|个多)?\s?(?:个)?\s?"
    r"(?P<unit>分钟|分(?!钱|好|评|满)|小时|钟头|刻钟|工作日|天|日(?!期)|周|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天])|月|h|min)"
)
_MINUTES = {
    "分钟": 1, "分": 1, "min": 1, "小时": 60, "钟头": 60, "h": 60, "刻钟": 15, "工作日": 1_440,
    "天": 1_440, "日": 1_440, "周": 10_080, "星期": 10_080, "礼拜": 10_080, "月": 43_200,
}  # fmt: skip
_MOST_FEN = 10_000_000_00


@dataclass(frozen=True, slots=True)
class Slot:
    """A value found in [start, end) of a view: 分 or minutes."""

    start: int
    end: int
    value: int


def parse_number(text: str) -> float | None:
    """Read 12, 12.5, 二十, 一百二, 两千; None where the characters make no number."""
    try:
        return float(text)
    except ValueError:
        pass
    total = section = digit = 0
    last_unit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            last_unit = _UNITS[char]
            if last_unit == _UNITS["万"]:
                total, section, digit = (total + section + digit) * last_unit, 0, 0
            else:
                section += (digit or 1) * last_unit
                digit = 0
        else:
            return None
    shorthand = last_unit // 10 if last_unit >= _UNITS["百"] and "零" not in text else 1
    return float(total + section + digit * shorthand) if text else None


def money(text: str) -> list[Slot]:
    """Return every sum of money, in 分: 20元, ¥12.5, 二十块, 三块五, 五毛."""
    found = [Slot(*match.span(), _to_fen(match)) for match in _MONEY.finditer(text)]
    return [slot for slot in found if 0 < slot.value <= _MOST_FEN]


def _to_fen(match: re.Match[str]) -> int:
    for group, fen in (("sign", 100), ("word", 100), ("jiao", 10), ("fen", 1)):
        if match[group]:
            value = round((parse_number(match[group]) or 0) * fen)
            if group == "word" and match["tail"]:
                value += round((parse_number(match["tail"]) or 0) * 10)
            return value
    return 0


def durations(text: str) -> list[Slot]:
    """Return every duration, in minutes: 24小时, 半小时, 两个工作日, 一个半小时."""
    slots = []
    for match in _DURATION.finditer(text):
        number = 0.5 if match["number"] == "半" else parse_number(match["number"])
        if number is not None:
            number += 0.5 if match["half"] == "个半" else 0
            slots.append(Slot(*match.span(), round(number * _MINUTES[match["unit"]])))
    return slots
