"""The row report of an import, as text and as JSON: the same for the page, the command and the error workbook."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from certification.exchange.domain import Place, ReadRow, RowProblem, Verdict
from certification.exchange.models import ImportPlan, ImportRow
from certification.exchange.wording import VERDICTS

_MARKS: Final = {
    Verdict.NEW: "＋", Verdict.UPDATE: "～", Verdict.UNCHANGED: "＝", Verdict.TWIN: "≈", Verdict.ERROR: "✗",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tab:
    """A filter of a report, with how many rows it shows."""

    name: str
    label: str | Promise
    number: int
    is_current: bool


def tabs_of(counts: Mapping[str, int], names: Mapping[Verdict, str | Promise], show: str) -> list[Tab]:
    """Return the filters: everything, then each verdict that there is, in the order of its names."""
    found = [Tab("", _("全部"), sum(counts.values()), not show)]
    found += [Tab(one, label, counts[one], one == show) for one, label in names.items() if counts[one]]
    return found


def place_text(row: ImportRow) -> str:
    """Return where a row stands in its file."""
    sheet = f"{row.sheet} " if row.sheet else ""
    return f"{sheet}第 {row.row} 行" if row.row else sheet.strip() or f"第 {row.number} 题"


def report_lines(plan: ImportPlan, rows: Iterable[ImportRow]) -> Iterator[str]:
    """Yield the report as text, a line for each row and one for each thing that is wrong or left out."""
    counts = ImportRow.objects.filter(plan=plan).counts()
    told = "，".join(f"{VERDICTS[Verdict(name)]} {number}" for name, number in counts.items() if number)
    yield f"{plan.name}：共 {plan.total} 题，{told}"
    for row in rows:
        other = f"（同 {row.other}）" if row.verdict == Verdict.TWIN else ""
        verdict = Verdict(row.verdict)
        yield f"{_MARKS[verdict]} {place_text(row)} {row.code or '（新编号）'} {VERDICTS[verdict]}{other} {row.stem}"
        for one in row.problems:
            value = f"“{one['value']}”" if one["value"] else ""
            yield f"    {one['column']}{value}：{one['todo']}"
        for told in row.warnings:
            yield f"    请留意：{told}"
        if row.dropped:
            yield f"    不导入：{'、'.join(row.dropped)}"


def report_json(plan: ImportPlan, rows: Iterable[ImportRow]) -> dict[str, Any]:
    """Return the report as JSON values."""
    return {
        "file": plan.name,
        "format": plan.format,
        "sha256": plan.file_hash,
        "state": plan.state,
        "total": plan.total,
        "counts": ImportRow.objects.filter(plan=plan).counts(),
        "rows": [
            {
                "number": row.number, "sheet": row.sheet, "row": row.row, "verdict": row.verdict, "code": row.code,
                "stem": row.stem, "twin": row.other, "problems": row.problems, "dropped": row.dropped,
                "warnings": row.warnings, "pictures": row.pictures,
            }
            for row in rows
        ],
    }  # fmt: skip


def rows_to_mend(rows: Iterable[ImportRow]) -> Iterator[ReadRow]:
    """Yield the rows with errors as the error workbook takes them."""
    for row in rows:
        problems = tuple(RowProblem(one["column"], one["value"], one["todo"]) for one in row.problems)
        problems += tuple(RowProblem("图片", "", one) for one in row.warnings)
        yield ReadRow(Place(row.sheet, row.row), None, problems, cells=tuple(row.cells))


def headings_to_mend(plan: ImportPlan) -> list[str]:
    """Return the headings above the rows of the error workbook: those of the file, where it is a table."""
    for table in plan.tables.values():
        if "stem" in table["fields"]:
            return [str(one) for one in table["headings"]]
    return ["原文"]
