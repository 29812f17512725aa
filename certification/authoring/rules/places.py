"""Where in the editor a problem belongs: from its path in the rule to the field that shows it, with its name."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cases import api

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
    "code": _lazy("编号"),
    "version": _lazy("口径"),
    "book": _lazy("规则集"),
    "topic": _lazy("主题"),
    "title": _lazy("标题"),
    "text": _lazy("正文"),
    "doc": _lazy("来源"),
    "clause": _lazy("条款"),
    "as_published": _lazy("公布日期"),
    "start": _lazy("施行日期"),
    "end": _lazy("废止日期"),
    "by": _lazy("按哪件事的日期"),
    "then": _lazy("结论"),
    "overrides": _lazy("优先于"),
    "catalogue": _lazy("目录"),
    "kind": _lazy("性质"),
    "force": _lazy("效力"),
    "burden": _lazy("举证责任"),
    "note": _lazy("备注"),
    "": _lazy("整条规则"),
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
    name = {"when": _("条件"), "then": _("结论"), "misreadings": _("常见误读"), "examples": _("例子")}[listed[1]]
    inner = _("，条件 %(number)s") % {"number": int(listed[4]) + 1} if listed[3] else ""
    return f"{name} {number}{inner}"
