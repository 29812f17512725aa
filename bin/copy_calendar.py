"""Write ``cases/corpus/calendar.yaml``: the working days of the years announced, and later years as provisional.

Run it when the holidays of another year are announced and ``chinese-calendar`` knows them:
``.venv/bin/python bin/copy_calendar.py``. The new table is part of the next edition; older editions keep theirs.
"""

from importlib.metadata import version
from pathlib import Path
from textwrap import wrap

from chinese_calendar import constants

TARGET = Path(__file__).resolve().parent.parent / "cases" / "corpus" / "calendar.yaml"
LAST_YEAR = 2035
WIDTH = 112
NOTE = "holidays 是放假的周一至周五，worked 是上班的周末；provisional 的年份还没有公布，只按周末计算"


def main() -> None:
    """Copy the table."""
    first, last = min(constants.holidays).year, max(constants.holidays).year
    lines = [
        f"source: 国务院办公厅历年节假日安排，取自 chinese-calendar {version('chinese_calendar')}",
        f"note: {NOTE}",
        "years:",
    ]
    for year in range(first, last + 1):
        lines += [f"  - year: {year}", *_days("holidays", year), *_days("worked", year)]
    for year in range(last + 1, LAST_YEAR + 1):
        lines += [f"  - year: {year}", "    provisional: yes"]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {first}–{last}, provisional to {LAST_YEAR}")


def _days(key: str, year: int) -> list[str]:
    table, weekend = (constants.holidays, False) if key == "holidays" else (constants.workdays, True)
    days = [day for day in sorted(table) if day.year == year and (day.weekday() >= 5) is weekend]  # noqa: PLR2004
    if not days:
        return []
    text = f"{key}: [{', '.join(f'{day:%m-%d}' for day in days)}]"
    return wrap(text, WIDTH, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False)


if __name__ == "__main__":
    main()
