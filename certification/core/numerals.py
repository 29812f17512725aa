"""Numbers as Chinese writes them."""

from typing import Final

DIGITS: Final = "〇一二三四五六七八九"
_TEN: Final = 10


def chinese_number(number: int) -> str:
    """Return a number from 0 to 99 in Chinese: 二十四."""
    tens, ones = divmod(number, _TEN)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")
