"""The report of a sheet of people, ready to print."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.core.punctuation import listed
from certification.exchange.domain import RowProblem, Verdict
from certification.exchange.people import PersonRow
from certification.exchange.roster.models import RosterPlan
from certification.exchange.roster.services import MOST_PASSWORDS
from certification.people.domain import Role
from certification.people.wording import ROLE_NAMES

#: The verdicts, also as filters, in the order in which they ask for something.
VERDICTS: Final = {
    Verdict.ERROR: _("有错"), Verdict.NEW: _("新人"), Verdict.UPDATE: _("更新"), Verdict.UNCHANGED: _("没有变化"),
}  # fmt: skip
TONES: Final = {Verdict.ERROR: "seal", Verdict.NEW: "good", Verdict.UPDATE: "act", Verdict.UNCHANGED: ""}


@dataclass(frozen=True, slots=True)
class RowView:
    """One row of the report."""

    place: int
    number: str
    name: str
    cohort: str
    roles: str
    is_active: bool
    verdict: str | Promise
    tone: str
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Those who get their first passwords in one sheet: from `start` on, shown from 1."""

    start: int
    first: int
    last: int


def view_of(row: PersonRow) -> RowView:
    """Return a row as the report shows it."""
    roles = listed(str(ROLE_NAMES[role]) for role in Role if role in row.roles)
    return RowView(
        row.place.row, row.number, row.name, row.cohort, roles, row.is_active, VERDICTS[row.verdict],
        TONES[row.verdict], row.problems,
    )  # fmt: skip


def batches_of(plan: RosterPlan) -> list[Batch]:
    """Return the sheets of first passwords that a plan makes."""
    made = len(plan.made)
    return [
        Batch(start, start + 1, min(start + MOST_PASSWORDS, made)) for start in range(0, made, MOST_PASSWORDS)
    ]  # fmt: skip
