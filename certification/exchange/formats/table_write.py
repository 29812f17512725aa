"""A table as an Excel workbook of one sheet: figures stay figures, text stays text."""

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

import openpyxl
from openpyxl.utils import get_column_letter

from certification.exchange.formats.xlsx_cells import saved, text_cell

#: Widths in characters: as wide as its head asks for, within bounds.
NARROWEST, WIDEST = 8, 40
_WIDE_CHARACTER: Final = 2
Cell: TypeAlias = str | int | float | None


def write_table(title: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a workbook whose only sheet `title` holds a head that stays in sight, and the rows; None is empty."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for at, name in enumerate(head, start=1):
        wanted = 2 + sum(_WIDE_CHARACTER if one > "\u2e7f" else 1 for one in name)
        sheet.column_dimensions[get_column_letter(at)].width = max(NARROWEST, min(WIDEST, wanted))
    sheet.append([text_cell(sheet, name, head=True) for name in head])
    for row in rows:
        sheet.append([text_cell(sheet, one) if isinstance(one, str) else one for one in row])
    return saved(book)
