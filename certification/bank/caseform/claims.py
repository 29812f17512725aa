"""What an option claims, as rows to pick from lists and as text: two views of one thing, lossless. Pure.

Rows are joined all by 且 or all by 或. What rows cannot say byte for byte stays text, see `rows_of`.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

#: Comparisons with one value beside the issue.
COMPARISONS: Final = ("==", "!=", "<=", ">=", "<", ">")
#: 成立 and 不成立, for issues that are a yes or a no.
HOLDS, FAILS, AMONG, STATUS, NOT_STATUS = "holds", "fails", "in", "status", "not-status"
OPERATORS: Final = (*COMPARISONS, AMONG, HOLDS, FAILS, STATUS, NOT_STATUS)
STATUSES: Final = ("decided", "conflict", "gap", "undetermined", "not_raised")
AND, OR = "and", "or"

_NAME: Final = r"[a-z][a-z0-9_]*"
_STATUS: Final = re.compile(rf"status\(({_NAME})\) (==|!=) ({_NAME}|)")
_AMONG: Final = re.compile(rf"({_NAME}) in \(((?:{_NAME}(?:, {_NAME})*)?)\)")
_COMPARED: Final = re.compile(rf"({_NAME}) (==|!=|<=|>=|<|>) (.*)", re.DOTALL)
_BARE: Final = re.compile(rf"(not )?({_NAME})")


@dataclass(frozen=True, slots=True)
class Row:
    """One condition: an issue, how it is compared, with what. Empty parts are not filled in yet.

    `value` is as the language writes it; of AMONG the values with a comma and a space between them.
    """

    issue: str = ""
    operator: str = "=="
    value: str = ""

    @property
    def values(self) -> tuple[str, ...]:
        """Return the values of AMONG one by one."""
        return tuple(one for one in self.value.split(", ") if one)

    @property
    def is_finished(self) -> bool:
        """Say whether nothing is left to pick."""
        return bool(self.issue) and (self.operator in (HOLDS, FAILS) or bool(self.value))


@dataclass(frozen=True, slots=True)
class Claim:
    """Rows, and the word between them."""

    rows: tuple[Row, ...] = ()
    joiner: str = AND


def text_of(claim: Claim) -> str:
    """Return the rows as text; unfinished ones leave a text that cannot be judged, and reads back as it was."""
    return f" {claim.joiner} ".join(map(_row_text, claim.rows))


def rows_of(text: str) -> Claim | None:
    """Return the text as rows, None where rows cannot say exactly this: nested 或, 非 before more than a name."""
    if not text:
        return Claim()
    if " and " in text and " or " in text:
        return None
    joiner = OR if re.search(r"(^| )or( |$)", text) else AND
    rows = tuple(_row_of(part) for part in text.split(f" {joiner} "))
    found = Claim(tuple(row for row in rows if row is not None), joiner)
    return found if len(found.rows) == len(rows) and text_of(found) == text else None


def with_row(claim: Claim, row: Row, at: int | None = None) -> Claim:
    """Return the claim with another row at the end, or instead of the one at a place."""
    if at is None:
        return replace(claim, rows=(*claim.rows, row))
    return replace(claim, rows=(*claim.rows[:at], row, *claim.rows[at + 1 :]))


def without_row(claim: Claim, at: int) -> Claim:
    """Return the claim without one row."""
    return replace(claim, rows=(*claim.rows[:at], *claim.rows[at + 1 :]))


def _row_text(row: Row) -> str:
    if not row.issue:
        return ""
    form = _FORMS.get(row.operator, f"{{issue}} {row.operator} {{value}}")
    return form.format(issue=row.issue, value=row.value)


_FORMS: Final = {
    HOLDS: "{issue}",
    FAILS: "not {issue}",
    AMONG: "{issue} in ({value})",
    STATUS: "status({issue}) == {value}",
    NOT_STATUS: "status({issue}) != {value}",
}


def _row_of(text: str) -> Row | None:
    if not text:
        return Row()
    if found := _STATUS.fullmatch(text):
        return Row(found[1], STATUS if found[2] == "==" else NOT_STATUS, found[3])
    if found := _AMONG.fullmatch(text) or _COMPARED.fullmatch(text):
        return Row(found[1], AMONG if found.re is _AMONG else found[2], found[found.re.groups])
    found = _BARE.fullmatch(text)
    return Row(found[2], FAILS if found[1] else HOLDS) if found else None
