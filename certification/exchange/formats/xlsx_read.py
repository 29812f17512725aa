"""Excel workbooks, read row by row: bounded, without macros, whatever the cells claim to be."""

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import openpyxl
from defusedxml.common import DefusedXmlException
from lxml.etree import XMLSyntaxError
from openpyxl.utils.exceptions import InvalidFileException

from certification.core.refusals import Refusal, RefusedError
from certification.exchange.decoding import tidy
from certification.exchange.formats.xlsx_pictures import pictures_in
from certification.exchange.limits import MEGABYTE, MOST_COLUMNS, MOST_QUESTIONS, Package, open_package
from certification.exchange.reading import ReadFile
from certification.exchange.sheets.columns import Mapped
from certification.exchange.sheets.tables import Chosen, read_headings, read_tables

#: Sheets of our template that explain and show, and are not read.
ASIDE: Final = frozenset({"说明", "示例", "清单"})
MOST_SHEETS: Final = 50
_LAST_ROW: Final = MOST_QUESTIONS + 1_000
#: Looks of cells cost the most to read, and say nothing.
MOST_STYLES_BYTES: Final = 5 * MEGABYTE
_STYLES: Final = "xl/styles.xml"
_MACROS: Final = b"macroEnabled"
_BROKEN: Final = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, AssertionError, OverflowError, EOFError, OSError,
    RecursionError, ArithmeticError, BadZipFile, InvalidFileException, ParseError, XMLSyntaxError,
)  # fmt: skip


def read_xlsx(data: bytes, chosen: Chosen) -> ReadFile:
    """Return the questions of a workbook.

    Raises:
        RefusedError: it is none, hostile or broken, or there is nothing in it.
    """
    package = _checked(data)
    return read_tables(_sheets(data), chosen, pictures_in(package))


def xlsx_headings(data: bytes, chosen: Chosen) -> dict[str, Mapped]:
    """Return what the columns of each sheet seem to hold."""
    return read_headings(read_rows(data), chosen)


def read_rows(data: bytes) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Yield the sheets of a workbook with their rows as texts.

    Raises:
        RefusedError: it is none, hostile or broken.
    """
    _checked(data)
    return _sheets(data)


def _sheets(data: bytes) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Yield the sheets of a workbook whose package was checked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except DefusedXmlException as error:
        raise RefusedError(Refusal("exchange.entities")) from error
    except _BROKEN as error:
        raise RefusedError(Refusal("exchange.damaged")) from error
    for sheet in book.worksheets[:MOST_SHEETS]:
        if sheet.title.strip() not in ASIDE and sheet.sheet_state == "visible":
            yield sheet.title, _rows(sheet)


def _checked(data: bytes) -> Package:
    package = open_package(data)
    names = set(package.names)
    types = package.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if any(name.lower().endswith("vbaproject.bin") for name in names) or _MACROS in types:
        raise RefusedError(Refusal("exchange.macros"))
    if not any(name.endswith("workbook.xml") for name in names):
        raise RefusedError(Refusal("exchange.no-package"))
    if _STYLES in names and package.archive.getinfo(_STYLES).file_size > MOST_STYLES_BYTES:
        raise RefusedError(Refusal("exchange.bomb"))
    for name in names:
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in package.read(name)[:4096]:
            raise RefusedError(Refusal("exchange.entities"))
    return package


def _rows(sheet: Any) -> Iterator[list[str]]:
    """Yield the rows of a sheet; what its first lines say of its size is not believed."""
    sheet.reset_dimensions()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
                if number > _LAST_ROW:
                    return
                yield [_text(value) for value in row]
    except DefusedXmlException as error:
        raise RefusedError(Refusal("exchange.entities")) from error
    except _BROKEN as error:
        raise RefusedError(Refusal("exchange.damaged")) from error


def _text(value: Any) -> str:
    if isinstance(value, str):
        return tidy(value.replace("_x000D_", ""))
    if value is None or isinstance(value, bool):
        return {None: "", True: "正确", False: "错误"}[value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact so far
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat(" ", "minutes") if isinstance(value, datetime) else value.isoformat()
    return str(value)
