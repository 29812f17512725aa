"""Where in the editor a problem belongs: from its path in the rule to the field that shows it, with its name."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cases import api
from certification.core.punctuation import commas

_FIELDS: Final[Mapping[str, str]] = {
    "id": "code",
    "source": "doc",
    "source.doc": "doc",
    "source.clause": "clause",
    "source.as_published": "as_published",
    "effective": "start",
    "effective.from": "start",
    "effective.to": "end",
    "effective.by": "by",
    "effective.approximate": "start",
    "issue": "then",
}
_LABELS: Final[Mapping[str, str | Promise]] = {
    "code": gettext_lazy("编号"),
    "version": gettext_lazy("口径"),
    "book": gettext_lazy("规则集"),
    "topic": gettext_lazy("主题"),
    "title": gettext_lazy("标题"),
    "text": gettext_lazy("正文"),
    "doc": gettext_lazy("来源"),
    "clause": gettext_lazy("条款"),
    "as_published": gettext_lazy("公布日期"),
    "start": gettext_lazy("施行日期"),
    "end": gettext_lazy("废止日期"),
    "by": gettext_lazy("按哪件事的日期"),
    "then": gettext_lazy("结论"),
    "overrides": gettext_lazy("优先于"),
    "catalogue": gettext_lazy("目录"),
    "kind": gettext_lazy("性质"),
    "force": gettext_lazy("效力"),
    "burden": gettext_lazy("举证责任"),
    "note": gettext_lazy("备注"),
    "": gettext_lazy("整条规则"),
}
_LISTED: Final = re.compile(r"(when|misreadings|examples|then)\.(\d+)(?:\.(when)\.(\d+))?")


def place_of(problem: api.EditProblem, issues: Sequence[str]) -> str:
    """Return the name of the field that shows a problem; of a list, that of the item.

    Args:
        problem: the problem.
        issues: the issues that the rule's conclusions are about, in the order of the form.
    """
    field = problem.field
    if field.partition(".")[0] in ("then", "issue") and issues:
        named = field.partition(".")[2]
        return f"then.{issues.index(named) if named in issues else 0}"
    listed = _LISTED.match(field)
    if listed:
        inner = f".{listed[3]}.{listed[4]}" if listed[3] else ""
        return f"{listed[1]}.{listed[2]}{inner}"
    if field in _FIELDS:
        return _FIELDS[field]
    top = field.partition(".")[0]
    return top if top in _LABELS else ""


def by_place(problems: Sequence[api.EditProblem], issues: Sequence[str]) -> dict[str, tuple[api.EditProblem, ...]]:
    """Return the problems by the field that shows them; `issues` are as for `place_of`."""
    found: dict[str, list[api.EditProblem]] = {}
    for problem in problems:
        found.setdefault(place_of(problem, issues), []).append(problem)
    return {place: tuple(some) for place, some in found.items()}


def label_of(place: str) -> str:
    """Return what a field is called: 条件 2, 例子 1, 标题."""
    listed = _LISTED.match(place)
    if not listed:
        return str(_LABELS.get(place, place))
    number = int(listed[2]) + 1
    name = {
        "when": _("条件"),
        "then": _("结论"),
        "misreadings": pgettext("singular", "常见误读"),
        "examples": pgettext("singular", "例子"),
    }[listed[1]]
    inner = [_("条件 %(number)s") % {"number": int(listed[4]) + 1}] if listed[3] else []
    return commas((f"{name} {number}", *inner))
