"""The fields of a rule by name, and those of them that differ, as pages show them."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.core.differences import Piece

FIELDS: Final[dict[str, Promise]] = {
    "title": _("标题"),
    "text": _("正文"),
    "source": _("来源"),
    "effective": _("起止日期"),
    "issue": _("争点"),
    "kind": _("性质"),
    "burden": _("举证责任"),
    "force": _("效力"),
    "when": _("适用条件"),
    "then": _("结论"),
    "overrides": _("优先于"),
    "catalogue": _("目录编号"),
    "misreadings": _("常见误解"),
    "examples": _("例子"),
    "note": _("备注"),
    "book": _("规则集"),
    "topic": _("主题"),
    "label": _("名称"),
    "values": _("取值"),
    "says": _("说法"),
    "silence": _("未提及时"),
    "raised_when": _("何时提出"),
    "favour": _("利于买家的次序"),
    "must": _("约束"),
    "meaning": _("释义"),
    "ask": _("提问"),
    "stating": _("题面是否必须写明"),
}


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field that differs: a row of pieces for each line."""

    label: str
    lines: tuple[tuple[Piece, ...], ...]
