"""Cells of the workbooks that we write: text that stays text, whatever it begins with."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from certification.exchange.domain import RowProblem
from certification.exchange.sheets.columns import MENDED

_HEAD: Final = Font(bold=True)
_SHADE: Final = PatternFill("solid", fgColor="E8EEF0")
_WRONG: Final = PatternFill("solid", fgColor="F7DCD6")
_WRAP: Final = Alignment(vertical="top", wrap_text=True)
_TEXT: Final = "@"


class Wrong(Protocol):
    """A row that cannot come in: as it stood, and what is wrong with it."""

    @property
    def problems(self) -> Sequence[RowProblem]: ...

    @property
    def cells(self) -> Sequence[str]: ...


def text_cell(sheet: Any, text: str, *, head: bool = False) -> Any:
    """Return a cell that stays text: what looks like a formula is none, in Excel too after a double click."""
    cell = WriteOnlyCell(sheet, value=_writable(text))
    cell.data_type = "s"
    cell.number_format = _TEXT
    cell.quotePrefix = text.lstrip()[:1] in tuple("=+-@＝＋－＠")
    cell.alignment = _WRAP
    if head:
        cell.font, cell.fill = _HEAD, _SHADE
    return cell


def _writable(text: str) -> str:
    """Return a text without what XML cannot hold, as long as Excel lets a cell be."""
    return "".join(one for one in text if one in "\t\n" or " " <= one not in "\ufffe\uffff")[:32_767]


def add_lists(book: Any, name: str, lists: Iterable[Sequence[str]]) -> None:
    """Add the hidden sheet that drop-downs take their words from, a column for each list."""
    sheet = book.create_sheet(name)
    sheet.sheet_state = "hidden"
    columns = list(lists)
    for index in range(max(map(len, columns))):
        sheet.append([text_cell(sheet, one[index]) if index < len(one) else None for one in columns])


def drop_down(name: str, column: int, length: int) -> DataValidation:
    """Return a drop-down of the words in a column (from 1) of the hidden sheet `name`."""
    letter = get_column_letter(column)
    return DataValidation(type="list", formula1=f"'{name}'!${letter}$1:${letter}${length}", allow_blank=True)


def saved(book: Any) -> bytes:
    """Return a workbook as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def add_table(book: Any, name: str, widths: Mapping[str, int], rows: Iterable[Sequence[str]]) -> Any:
    """Add a sheet with headings and rows of text; return it.

    Args:
        book: a workbook that is only written.
        name: of the sheet.
        widths: the headings with the widths of their columns.
        rows: the cells.
    """
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for index, width in enumerate(widths.values(), 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.append([text_cell(sheet, heading, head=True) for heading in widths])
    for row in rows:
        sheet.append([text_cell(sheet, text) if text else None for text in row])
    return sheet


def mending_sheet(name: str, rows: Iterable[Wrong], headings: Iterable[str]) -> bytes:
    """Return a workbook of rows that cannot come in as they stood, with what is to be mended in front of each.

    Args:
        name: of its one sheet.
        rows: as they stood, with what is wrong.
        headings: above the cells.
    """
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["A"].width = 60
    sheet.append([text_cell(sheet, text, head=True) for text in (MENDED, *headings)])
    for row in rows:
        told = "\n".join(f"{one.column}{f'“{one.value}”' if one.value else ''}：{one.todo}" for one in row.problems)
        first = text_cell(sheet, told)
        first.fill = _WRONG
        sheet.append([first, *(text_cell(sheet, text) for text in row.cells)])
    return saved(book)
