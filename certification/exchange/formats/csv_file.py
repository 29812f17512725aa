"""CSV: read in the encodings that Chinese spreadsheets write, written with a BOM, formulas made harmless."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from certification.core.refusals import Refusal, RefusedError
from certification.exchange.decoding import decode
from certification.exchange.domain import ForeignQuestion
from certification.exchange.limits import MOST_COLUMNS, MOST_LINE_CHARS, check_length_of
from certification.exchange.reading import ReadFile
from certification.exchange.sheets.columns import COLUMNS, Mapped
from certification.exchange.sheets.rows import LONGEST_CELL, row_of
from certification.exchange.sheets.tables import Chosen, read_headings, read_tables
from certification.exchange.sheets.values import formula_guard, without_guard

_SEPARATORS: Final = ",\t;，"
SHEET: Final = "CSV"


def read_csv(data: bytes, chosen: Chosen) -> ReadFile:
    """Return the questions of a CSV file.

    Raises:
        RefusedError: it cannot be read as one.
    """
    return read_tables([(SHEET, csv_rows(data))], chosen)


def csv_headings(data: bytes, chosen: Chosen) -> dict[str, Mapped]:
    """Return what its columns seem to hold."""
    return read_headings([(SHEET, csv_rows(data))], chosen)


def csv_rows(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV file as texts.

    Raises:
        RefusedError: it cannot be read as one.
    """
    text = decode(data)
    csv.field_size_limit(LONGEST_CELL * 4)
    head = text[: text.find("\n")] if "\n" in text else text
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.reader(_lines(text), delimiter=separator)
    try:
        for row in reader:
            yield [without_guard(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise RefusedError(Refusal("exchange.damaged")) from error


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        check_length_of(len(line), number, MOST_LINE_CHARS)
        yield line


def write_csv(questions: Iterable[ForeignQuestion]) -> bytes:
    """Return our template as CSV."""
    return table_bytes([[column.heading for column in COLUMNS], *map(row_of, questions)])


def table_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV with a BOM; no cell runs."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([formula_guard(cell) for cell in row] for row in rows)
    return f"\ufeff{out.getvalue()}".encode()
