"""The sentences for what grading refuses."""

from typing import Final

from django.utils.translation import gettext_lazy as _

REFUSALS: Final = {
    "grading.nothing-to-correct": _("还没有说要更正哪道题。"),
    "grading.corrected-twice": _("同一道题的同一版本写了两处更正，请合成一处。"),
    "grading.reason-missing": _("请写明重新评分的原因：每个分数有变的人都会看到。"),
    "grading.preview-stale": _("预览之后有分数变了，没有写入。请重新预览，再确认一次。"),
    "grading.nothing-changes": _("这样更正没有任何分数会变，不必重新评分。"),
}
