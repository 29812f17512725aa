"""How numbers, names and days are spelled on a certificate, and a typed number read back. Pure."""

import hashlib
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from certification.core.numerals import DIGITS, chinese_number
from certification.credentials.domain import Shown

#: Nothing here looks like something else: no 0 O, 1 I L.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
PREFIX: Final = "MD"
#: Letters of the last group: so many numbers a day that trying them out leads nowhere.
SECRET_LETTERS: Final = 6
_MASK: Final = "＊"
_CHECK_LENGTH: Final = 4


def number_of(day: datetime, letters: str) -> str:
    """Return the number of a certificate issued on `day` (local time): MD-2026-0918-7F3K9Q."""
    return f"{PREFIX}-{day:%Y}-{day:%m%d}-{letters}"


def read_number(typed: str) -> str:
    """Return a number as it is kept, however it was typed: full-width, small letters, blanks, other dashes."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    parts = [part for part in "".join(one if one.isalnum() else " " for one in plain).split() if part.isascii()]
    joined = "".join(parts)
    cuts = (len(PREFIX), len(PREFIX) + 4, len(PREFIX) + 8)
    if not joined.startswith(PREFIX) or len(joined) != cuts[-1] + SECRET_LETTERS:
        return "-".join(parts)
    return "-".join((joined[: cuts[0]], joined[cuts[0] : cuts[1]], joined[cuts[1] : cuts[2]], joined[cuts[2] :]))


def masked(name: str) -> str:
    """Return a name with all but its first and last letter hidden: 林＊雯; of two letters only the first is shown."""
    letters = name.strip()
    if len(letters) <= 1:
        return _MASK
    if len(letters) == 2:  # noqa: PLR2004 - 林＊
        return letters[0] + _MASK
    return letters[0] + _MASK * (len(letters) - 2) + letters[-1]


def shown_name(name: str, how: Shown) -> str:
    """Return what a verifier sees of a name, "" for nothing."""
    return {Shown.NOTHING: "", Shown.MASKED: masked(name), Shown.FULL: name}[how]


def check_code(parts: Sequence[str]) -> str:
    """Return eight letters that stand on the certificate and on the public page: 9c41·e07b."""
    found = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return f"{found[:_CHECK_LENGTH]}·{found[_CHECK_LENGTH : 2 * _CHECK_LENGTH]}"


def chinese_day(day: datetime) -> str:
    """Return a day in Chinese: 二〇二六年九月十八日."""
    year = "".join(DIGITS[int(one)] for one in str(day.year))
    return f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"
