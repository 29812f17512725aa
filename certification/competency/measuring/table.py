"""A table of marks: a person a row, an item a column."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: The row of this name holds the greatest mark of each item.
MAX_ROW: Final = "max"
#: The row of this name, which may be missing, holds what a blind guess is expected to get of each item.
GUESS_ROW: Final = "random_guess"


class TableError(ValueError):
    """A table that cannot be read: says where, what stands there, and what to do."""


@dataclass(frozen=True, slots=True)
class MarkTable:
    """Who got which mark on which item.

    `marks[p][i]` is the mark of person `p` on item `i`, None where the person gave no answer; `maxima[i]` is the
    greatest mark of item `i`, above 0. `guesses[i]` is the mark that a blind guess is expected to get, None where
    nobody says so.
    """

    persons: tuple[str, ...]
    items: tuple[str, ...]
    marks: tuple[tuple[float | None, ...], ...]
    maxima: tuple[float, ...]
    guesses: tuple[float | None, ...] = ()


def read_marks(text: str) -> MarkTable:
    """Read a CSV of marks: the first column `person`, then a column an item, the header holding the items' ids.

    The row whose person is `max` holds the greatest marks, wherever it stands; without it each item is worth 1. An
    empty cell is a question without an answer. A row whose person is `random_guess` is nobody's: see `GUESS_ROW`.

    Raises:
        TableError: a cell is no number, negative or above the greatest mark, a row has too many or too few cells, an
            item or a person is given twice or has no name, or nothing is in the table.
    """
    rows = [row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) if any(cell.strip() for cell in row)]
    if not rows:
        raise TableError("表是空的：第一行写 person 和各题编号，之后一人一行。")
    header = [cell.strip() for cell in rows[0]]
    if header[0].lower() != "person":
        raise TableError(f"第 1 行第 1 列应为 person，现在是“{header[0]}”。")
    items = tuple(header[1:])
    _check_names(items, "题目")
    if not items:
        raise TableError("第 1 行只有 person，没有题目的列。")
    read = [(row[0].strip(), _read_row(row, number, items)) for number, row in enumerate(rows[1:], start=2)]
    people = [(name, marks) for name, marks in read if name.lower() not in (MAX_ROW, GUESS_ROW)]
    _check_names([name for name, _marks in people], "人员")
    if not people:
        raise TableError("表里没有人：表头之后一人一行。")
    maxima = _maxima([marks for name, marks in read if name.lower() == MAX_ROW], items)
    guesses = _only([marks for name, marks in read if name.lower() == GUESS_ROW], GUESS_ROW)
    for name, marks in [*people, *([(GUESS_ROW, guesses)] if guesses else [])]:
        _check_range(name, marks, items, maxima)
    persons, told = zip(*people, strict=True)
    return MarkTable(persons, items, told, maxima, guesses or ())


def _only(rows: Sequence[tuple[float | None, ...]], name: str) -> tuple[float | None, ...] | None:
    if len(rows) > 1:
        raise TableError(f"person 为 {name} 的行只能有一行。")
    return rows[0] if rows else None


def _check_names(names: Sequence[str], what: str) -> None:
    seen: set[str] = set()
    for name in names:
        if not name:
            raise TableError(f"有一个{what}没有编号，请补上。")
        if name in seen:
            raise TableError(f"{what}“{name}”出现了两次，请只留一个。")
        seen.add(name)


def _read_row(row: Sequence[str], number: int, items: Sequence[str]) -> tuple[float | None, ...]:
    if len(row) != len(items) + 1:
        raise TableError(f"第 {number} 行有 {len(row)} 格，表头有 {len(items) + 1} 格，请对齐。")
    return tuple(_read_mark(cell, number, item) for cell, item in zip(row[1:], items, strict=True))


def _read_mark(cell: str, number: int, item: str) -> float | None:
    if not cell.strip():
        return None
    try:
        mark = float(cell)
    except ValueError:
        mark = math.nan
    if not math.isfinite(mark):
        raise TableError(f"第 {number} 行“{item}”列的“{cell.strip()}”不是数，请改成得分。")
    return mark


def _maxima(rows: Sequence[tuple[float | None, ...]], items: Sequence[str]) -> tuple[float, ...]:
    found = _only(rows, MAX_ROW)
    if found is None:
        return (1.0,) * len(items)
    for item, most in zip(items, found, strict=True):
        if most is None or most <= 0:
            raise TableError(f"max 行“{item}”列应为大于 0 的满分，现在是“{'空' if most is None else f'{most:g}'}”。")
    return tuple(most or 0.0 for most in found)


def _check_range(name: str, marks: Sequence[float | None], items: Sequence[str], maxima: Sequence[float]) -> None:
    for item, mark, most in zip(items, marks, maxima, strict=True):
        if mark is not None and not 0 <= mark <= most:
            raise TableError(
                f"“{name}”在“{item}”上的得分 {mark:g} 不在 0 到 {most:g} 之间；满分另写在 person 为 max 的一行。"
            )
