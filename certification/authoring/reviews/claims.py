"""What an option claims, in words: 退款处理 = 不支持 且 退货运费 = 买家."""

from typing import Final

from django.utils.translation import gettext as _

from cases import api
from certification.bank.caseform.claim_values import say_value
from certification.bank.caseform.claims import AND, FAILS, HOLDS, STATUS, Row, rows_of

_SIGNS: Final = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}

#: Conditions on an issue that is a yes or a no.
_HOLDS: Final = {
    (HOLDS, ""): True,
    (FAILS, ""): False,
    ("==", "yes"): True,
    ("==", "no"): False,
    ("!=", "yes"): False,
    ("!=", "no"): True,
}


def say_claim(text: str, edition: api.Edition) -> str:
    """Return a claim in words; one that no rows can hold stays as its author typed it."""
    claim = rows_of(text)
    if claim is None or not all(row.issue in edition.vocabulary.issues for row in claim.rows):
        return text
    joiner = _(" 且 ") if claim.joiner == AND else _(" 或 ")
    return joiner.join(_say_row(row, edition.vocabulary) for row in claim.rows)


def _say_row(row: Row, words: api.Vocabulary) -> str:
    issue = words.issues[row.issue]
    if (holds := _HOLDS.get((row.operator, row.value))) is not None:
        return (_("%(issue)s 成立") if holds else _("%(issue)s 不成立")) % {"issue": issue.label}
    match row.operator:
        case "in":
            return f"{issue.label} = {_('、').join(issue.values.get(one, one) for one in row.values)}"
        case "status" | "not-status":
            sign = "=" if row.operator == STATUS else "≠"
            return f"{issue.label} {sign} {_statuses().get(row.value, row.value)}"
        case sign:
            return f"{issue.label} {_SIGNS[sign]} {issue.values.get(row.value) or say_value(row.value, words)}"


def _statuses() -> dict[str, str]:
    return {
        "decided": _("有结论"),
        "conflict": _("冲突"),
        "gap": _("空白"),
        "undetermined": _("未决"),
        "not_raised": _("不涉及"),
    }
