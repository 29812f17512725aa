"""Write ``cases/corpus/calendar.yaml``: the working days of the years announced, and later years as provisional.

Run it when the holidays of another year are announced and ``chinese-calendar`` knows them:
``.venv/bin/python bin/copy_calendar.py``. The new table is part of the next edition; older editions keep theirs.
"""

import sys
from importlib.metadata import version
from pathlib import Path

from chinese_calendar import constants

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cases.editions.canonical import write_text  # noqa: E402 - found only once the path says where

TARGET = ROOT / "cases" / "corpus" / "calendar.yaml"
LAST_YEAR = 2035
NOTE = "holidays 是放假的周一至周五，worked 是上班的周末；provisional 的年份还没有公布，只按周末计算"


def main() -> None:
    """Copy the table."""
    first, last = min(constants.holidays).year, max(constants.holidays).year
    announced = [
        {"year": str(year), **_days("holidays", year), **_days("worked", year)} for year in range(first, last + 1)
    ]
    later = [{"year": str(year), "provisional": "yes"} for year in range(last + 1, LAST_YEAR + 1)]
    source = f"国务院办公厅历年节假日安排，取自 chinese-calendar {version('chinese_calendar')}"
    table = {"source": source, "note": NOTE, "years": [*announced, *later]}
    TARGET.write_text(write_text(table), encoding="utf-8")
    print(f"{TARGET.name}: {first}–{last}, provisional to {LAST_YEAR}")


def _days(key: str, year: int) -> dict[str, list[str]]:
    table, weekend = (constants.holidays, False) if key == "holidays" else (constants.workdays, True)
    days = [day for day in sorted(table) if day.year == year and (day.weekday() >= 5) is weekend]  # noqa: PLR2004
    return {key: [f"{day:%m-%d}" for day in days]} if days else {}


if __name__ == "__main__":
    main()
