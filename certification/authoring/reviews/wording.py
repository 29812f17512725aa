"""The words of a question's page and its review."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from certification.bank.domain import Pool, QuestionType
from certification.bank.workflow.domain import ChangeKind, Origin, Standing

TYPES: Final = {
    QuestionType.SINGLE: _("单选题"),
    QuestionType.MULTIPLE: _("多选题"),
    QuestionType.TRUEFALSE: _("判断题"),
    QuestionType.DRILL: _("演练"),
}
POOLS: Final = {Pool.OPEN: _("公开池"), Pool.SECURE: _("保密池")}
ORIGINS: Final = {Origin.FILES: _("题目文件"), Origin.WORKBENCH: _("工作台")}
STANDINGS: Final = {
    Standing.NEW: (_("还没有发布"), ""),
    Standing.PUBLISHED: (_("在用"), "good"),
    Standing.BLOCKED: (_("不出题"), "warn"),
    Standing.RETIRED: (_("已停用"), "seal"),
}
CHANGE_TONES: Final = {
    ChangeKind.NEW: "act",
    ChangeKind.NOTHING: "",
    ChangeKind.WORDS: "good",
    ChangeKind.SUBSTANCE: "warn",
}
PARTS: Final = {
    "type": _("题型"),
    "stem": _("题干"),
    "ask": _("设问方向"),
    "case": _("案情"),
    "cited": _("引用的条文"),
    "proof": _("答案的来历"),
    "explanation": _("讲评"),
}
