"""Dates in English: `22 Nov 2026, 21:30`.

Templates and code ask for a date in the format that Chinese wants, `n月j日 H:i`; Django looks a format up by its name
here before it takes it as it stands, so these names lead to what English wants instead.
"""

from typing import Final

DATE_FORMAT: Final = "j M Y"
TIME_FORMAT: Final = "H:i"
DATETIME_FORMAT: Final = "j M Y, H:i"
SHORT_DATE_FORMAT: Final = "j M Y"
SHORT_DATETIME_FORMAT: Final = "j M Y, H:i"
MONTH_DAY_FORMAT: Final = "j M"
YEAR_MONTH_FORMAT: Final = "M Y"
FIRST_DAY_OF_WEEK: Final = 1

#: Chinese format → English one. What is not here and has no Chinese in it (`Y-m-d`) is the same in both.
INSTEAD_OF: Final = {
    "Y年n月j日 H:i": "j M Y, H:i",
    "Y年n月j日": "j M Y",
    "Y 年 n 月 j 日": "j F Y",
    "n月j日 H:i:s": "j M, H:i:s",
    "n月j日 H:i": "j M, H:i",
    "n月j日 l": "l j F",
    "n月j日": "j M",
    "n 月 j 日": "j M",
    "n/j": "j M",
    "Y/n/j": "j M Y",
    "n月": "M",
    "Y年": "Y",
    "m-d H:i:s": "j M, H:i:s",
    "m-d H:i": "j M, H:i",
}
globals().update(INSTEAD_OF)
