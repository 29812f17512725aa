"""Tables for spreadsheets: UTF-8 with a BOM, which Excel needs for Chinese, and no cell that a sheet would run."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.http import HttpResponse

from certification.core.headers import as_file

#: A cell that begins so is a formula to some spreadsheet, the full-width forms included.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """Return a cell that stays text: a quote goes before what could be a formula, figures are left alone."""
    if not text.lstrip(" ").startswith(FORMULA_STARTS) or _is_figure(text):
        return text
    return f"'{text}"


def _is_figure(text: str) -> bool:
    return text.isascii() and text.lstrip("-").replace(".", "", 1).isdecimal()


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return a table as the text of a file."""
    return "".join(csv_lines(rows))


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table as the pieces of a file, a row at a time."""
    yield "\ufeff"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def csv_response(rows: Iterable[Sequence[str]], *, name: str) -> HttpResponse:
    """Answer a table as a file to keep under `name`, Chinese allowed."""
    return as_file(HttpResponse(csv_text(rows), content_type="text/csv; charset=utf-8"), name)
