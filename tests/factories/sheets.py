"""Workbooks as people bring them."""

from collections.abc import Iterable, Sequence

import openpyxl

from certification.exchange.formats.xlsx_cells import saved

PEOPLE_HEAD = ("工号", "姓名", "班组", "角色", "在职")


def workbook(rows: Iterable[Sequence[object]]) -> bytes:
    """Return a workbook of one sheet as a file."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def people_workbook(*people: Sequence[object]) -> bytes:
    """Return a sheet of people as a file, headings above."""
    return workbook((PEOPLE_HEAD, *people))
