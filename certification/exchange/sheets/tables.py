"""Tables of any kind, row by row: where the headings are, and every row under them as a question."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from certification.core.refusals import Refusal, RefusedError
from certification.exchange.domain import Place
from certification.exchange.formats.xlsx_pictures import BookPictures
from certification.exchange.limits import MOST_BLANK_ROWS
from certification.exchange.reading import Gathered, ReadFile
from certification.exchange.sheets.columns import Mapped, by_hand, guess
from certification.exchange.sheets.rows import read_row

#: The headings stand in one of the first rows; a title may be above them.
_HEAD_ROWS: Final = 10
_FEWEST_HEADINGS: Final = 2
Cells = list[str]
Chosen = Mapping[str, str]


def read_tables(
    sheets: Iterable[tuple[str, Iterable[Cells]]], chosen: Chosen, pictures: BookPictures | None = None
) -> ReadFile:
    """Return the questions of every sheet that has some.

    Args:
        sheets: each by name, with its rows from the first.
        chosen: field → heading, laid over what is guessed.
        pictures: those of the workbook.

    Raises:
        RefusedError: there is no column of stems, no question, or too many.
    """
    gathered, tables, drawn = Gathered(), {}, pictures or BookPictures()
    for name, rows in sheets:
        numbered = enumerate(rows, 1)
        mapped = _mapped(numbered, chosen)
        if mapped is None:
            continue
        tables[name] = mapped
        if not mapped.is_usable:
            continue
        for number, cells in _filled(numbered):
            shown = drawn.take(name, number, cells)
            gathered.add(read_row(mapped, cells, Place(name, number), shown))
        _tell_left(gathered, drawn.left(name))
    if tables and not any(one.is_usable for one in tables.values()):
        raise RefusedError(Refusal("exchange.no-stem-column"))
    return gathered.file(tables)


def _tell_left(gathered: Gathered, rows: Sequence[int]) -> None:
    """Tell with the last question of a sheet which pictures lie beside its questions: nothing is lost silently."""
    if rows and gathered.rows:
        told = f"第 {'、'.join(map(str, rows[:5]))} 行的图片（那里没有题）"
        gathered.rows[-1] = replace(gathered.rows[-1], dropped=(*gathered.rows[-1].dropped, told))


def read_headings(sheets: Iterable[tuple[str, Iterable[Cells]]], chosen: Chosen) -> dict[str, Mapped]:
    """Return what the columns of each sheet seem to hold; nothing but the headings is read."""
    found = {name: _mapped(enumerate(rows, 1), chosen) for name, rows in sheets}
    return {name: mapped for name, mapped in found.items() if mapped is not None}


def _mapped(numbered: Iterator[tuple[int, Cells]], chosen: Chosen) -> Mapped | None:
    """Return the headings: the first row that names a stem, else the first that has several cells."""
    first: Mapped | None = None
    for number, cells in numbered:
        headings = [cell.strip() for cell in cells]
        mapped = by_hand(headings, chosen) if chosen else guess(headings)
        if mapped.is_usable and len(mapped.fields) >= _FEWEST_HEADINGS:
            return mapped
        if first is None and sum(map(bool, headings)) >= _FEWEST_HEADINGS:
            first = mapped
        if number >= _HEAD_ROWS:
            break
    return first


def _filled(numbered: Iterator[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    """Yield the rows that say something; after a long blank stretch there is nothing more."""
    blank = 0
    for number, cells in numbered:
        if any(cell.strip() for cell in cells):
            blank = 0
            yield number, cells
        else:
            blank += 1
            if blank > MOST_BLANK_ROWS:
                return
