"""The report of an import, ready to print."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from certification.exchange.domain import Verdict
from certification.exchange.models import ImportPlan, ImportRow
from certification.exchange.report import place_text
from certification.exchange.wording import VERDICTS

TONES: Final = {
    Verdict.NEW: "good", Verdict.UPDATE: "act", Verdict.UNCHANGED: "", Verdict.TWIN: "warn", Verdict.ERROR: "seal",
}  # fmt: skip
#: The verdicts as filters, in the order in which they ask for something.
FILTERS: Final = {
    one: VERDICTS[one]
    for one in (Verdict.ERROR, Verdict.NEW, Verdict.UPDATE, Verdict.TWIN, Verdict.UNCHANGED)
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the report."""

    place: str
    code: str
    verdict: str | Promise
    tone: str
    stem: str
    problems: tuple[dict[str, str], ...]
    dropped: tuple[str, ...]
    warnings: tuple[str, ...]
    pictures: int
    note: str


def rows_of(rows: Iterable[ImportRow]) -> list[RowView]:
    """Return rows as the report shows them."""
    return [
        RowView(
            place=place_text(row), code=row.code or _("自动编号"), verdict=VERDICTS[Verdict(row.verdict)],
            tone=TONES[Verdict(row.verdict)], stem=row.stem, problems=tuple(row.problems), dropped=tuple(row.dropped),
            warnings=tuple(row.warnings), pictures=len(row.pictures), note=_note(row),
        )
        for row in rows
    ]  # fmt: skip


def _note(row: ImportRow) -> str:
    if row.verdict == Verdict.TWIN:
        return _("和 %(code)s 相同，不导入。") % {"code": row.other}
    if row.other and row.verdict in {Verdict.NEW, Verdict.UPDATE}:
        return _("和 %(code)s 考法相同（依据和结论一样），不会同卷。") % {"code": row.other}
    return ""


def percent(plan: ImportPlan) -> int:
    """Return how far looking at a file is."""
    return 100 * plan.done // plan.total if plan.total else 0
