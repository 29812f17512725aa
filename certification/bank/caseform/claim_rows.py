"""The claim picker: rows of a claim as fields to pick from lists, and back. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.api import Vocabulary
from certification.bank.caseform.claim_values import read_value, say_value
from certification.bank.caseform.claims import (
    AMONG,
    AND,
    FAILS,
    HOLDS,
    NOT_STATUS,
    OR,
    STATUS,
    STATUSES,
    Claim,
    Row,
    rows_of,
    text_of,
)
from certification.core.choices import Choice
from certification.core.punctuation import listed

OPERATORS: Final[Mapping[str, str | Promise]] = {
    "==": "=",
    "!=": "≠",
    AMONG: _("属于"),
    "<=": "≤",
    ">=": "≥",
    "<": "＜",
    ">": "＞",
    HOLDS: pgettext_lazy("operator", "成立"),
    FAILS: pgettext_lazy("operator", "不成立"),
    STATUS: _("状态是"),
    NOT_STATUS: _("状态不是"),
}
JOINERS: Final[Mapping[str, str | Promise]] = {AND: _("且"), OR: _("或")}
STATUS_WORDS: Final[Mapping[str, str | Promise]] = {
    "decided": _("有结论"),
    "conflict": _("冲突"),
    "gap": _("空白"),
    "undetermined": _("未决"),
    "not_raised": _("不发生"),
}
_YES_NO: Final[Mapping[str, str | Promise]] = {"yes": _("是"), "no": _("否")}
_BY_TYPE: Final = {"bool": (HOLDS, FAILS, "==", "!="), "enum": ("==", "!=", AMONG)}
_SIZED: Final = ("==", "!=", "<=", ">=", "<", ">")


@dataclass(frozen=True, slots=True)
class IssueGroup:
    """The issues of one topic, to pick from."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class RowField:
    """One row as fields; `kind` says how the value is given: select, several, text, or none."""

    name: str
    issue: str
    groups: tuple[IssueGroup, ...]
    operators: tuple[Choice, ...]
    kind: str
    values: tuple[Choice, ...] = ()
    text: str = ""
    unit: str = ""


def row_fields(claim: Claim, words: Vocabulary, *, prefix: str) -> tuple[RowField, ...]:
    """Return the rows of a claim as fields whose names begin with `prefix`."""
    return tuple(_row_field(row, f"{prefix}.{at}", words) for at, row in enumerate(claim.rows))


def _row_field(row: Row, name: str, words: Vocabulary) -> RowField:
    issue = words.issues.get(row.issue)
    operators = _offered(issue, row.operator)
    values = _values(issue, row)
    chosen = row.values if row.operator == AMONG else (row.value,)
    if values:  # what was picked comes first, so that its order stays
        values = {**{one: values[one] for one in chosen}, **values} if row.operator == AMONG else {"": "—", **values}
    kind = "none" if issue is None or row.operator in (HOLDS, FAILS) else "text"
    if values and kind == "text":
        kind = "several" if row.operator == AMONG else "select"
    return RowField(
        name=name,
        issue=row.issue,
        groups=_groups(words, row.issue),
        operators=tuple(Choice(one, str(OPERATORS.get(one, one)), one == row.operator) for one in operators),
        kind=kind,
        values=tuple(Choice(value, str(label), value in chosen) for value, label in values.items()),
        text=say_value(row.value, words),
        unit=issue.unit if issue else "",
    )


def _groups(words: Vocabulary, chosen: str) -> tuple[IssueGroup, ...]:
    topics: dict[str, list[Choice]] = {}
    for issue in words.issues.values():
        name = words.topics.get(issue.topic, issue.topic)
        topics.setdefault(name, []).append(Choice(issue.id, issue.label, issue.id == chosen))
    if chosen and chosen not in words.issues:
        topics[str(_("规则库里没有"))] = [Choice(chosen, chosen, is_chosen=True)]
    return tuple(IssueGroup(name, tuple(choices)) for name, choices in topics.items())


def _offered(issue: Any, chosen: str) -> Sequence[str]:
    if issue is None:
        return (chosen,)
    offered = (*_BY_TYPE.get(str(issue.type), _SIZED), STATUS, NOT_STATUS)
    return offered if chosen in offered else (*offered, chosen)


def _values(issue: Any, row: Row) -> dict[str, str | Promise]:
    if row.operator in (STATUS, NOT_STATUS):
        known: dict[str, str | Promise] = {one: STATUS_WORDS[one] for one in STATUSES}
    elif issue is None or str(issue.type) not in _BY_TYPE:
        return {}
    else:
        known = dict(_YES_NO) if issue.type == "bool" else dict(issue.values)
    chosen = row.values if row.operator == AMONG else (row.value,)
    return {**known, **{value: value for value in chosen if value and value not in known}}


def say_claim(text: str, words: Vocabulary) -> str:
    """Return a claim in words: 处理 = 退货退款 且 发货运费 = 商家; as it stands where rows cannot say it."""
    claim = rows_of(text)
    if claim is None:
        return text
    return f" {JOINERS[claim.joiner]} ".join(_say_row(row, words) for row in claim.rows)


def _say_row(row: Row, words: Vocabulary) -> str:
    issue = words.issues.get(row.issue)
    label = issue.label if issue else row.issue or "…"
    operator = OPERATORS.get(row.operator, row.operator)
    if row.operator in (HOLDS, FAILS):
        return f"{label} {operator}"
    values = _values(issue, row)
    if row.operator == AMONG:
        said = listed(str(values.get(one, one)) for one in row.values)
    else:
        said = str(values.get(row.value) or say_value(row.value, words))
    return f"{label} {operator} {said or '…'}"


# -- back ---------------------------------------------------------------------------------------------


def read_claim(fields: QueryDict, words: Vocabulary, *, prefix: str) -> str:
    """Return the claim that was picked, or typed as text."""
    if f"{prefix}.claim" in fields:
        return str(fields[f"{prefix}.claim"]).replace("\r\n", "\n")
    rows: list[Row] = []
    while f"{prefix}.row.{len(rows)}.issue" in fields:
        rows.append(_read_row(fields, f"{prefix}.row.{len(rows)}", words))
    joiner = str(fields.get(f"{prefix}.join", AND))
    return text_of(Claim(tuple(rows), joiner if joiner in JOINERS else AND))


def _read_row(fields: QueryDict, name: str, words: Vocabulary) -> Row:
    issue_id, operator = str(fields[f"{name}.issue"]), str(fields.get(f"{name}.operator", "=="))
    given = [str(one) for one in fields.getlist(f"{name}.value") if one]
    value = ", ".join(given) if operator == AMONG else given[-1] if given else ""
    issue = words.issues.get(issue_id)
    if issue is None:
        return Row(issue_id, operator, value)
    changed = issue_id != fields.get(f"{name}.was", issue_id)
    offered = (*_BY_TYPE.get(str(issue.type), _SIZED), STATUS, NOT_STATUS)
    if changed and (operator not in offered or (issue.type == "bool" and operator == "==")):
        operator = offered[0]
    if operator in (HOLDS, FAILS):
        return Row(issue_id, operator)
    known = _values(issue, Row(issue_id, operator))
    if not known:
        return Row(issue_id, operator, "" if changed and value.isidentifier() else read_value(value, words))
    kept = [one for one in value.split(", ") if one in known or not (changed or _was_other(fields, name, operator))]
    return Row(issue_id, operator, ", ".join(kept if operator == AMONG else kept[:1]))


def _was_other(fields: QueryDict, name: str, operator: str) -> bool:
    """Say whether another comparison was shown: a status is no outcome, an outcome no status."""
    return fields.get(f"{name}.compared", operator) != operator
