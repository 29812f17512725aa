"""The sentences for what grading refuses, and what its kinds of things are called."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.grading.domain import AppealKind, AppealOutcome, Cause, Policy

REFUSALS: Final = {
    "grading.nothing-to-correct": _("还没有说要更正哪道题。"),
    "grading.corrected-twice": _("同一道题的同一版本写了两处更正，请合成一处。"),
    "grading.reason-missing": _("请写明重新评分的原因：每个分数有变的人都会看到。"),
    "grading.preview-stale": _("预览之后有分数变了，没有写入。请重新预览，再确认一次。"),
    "grading.regrade-applied": _("这次重新评分已经生效，没有再做一遍。"),
    "grading.nothing-changes": _("这样更正没有任何分数会变，不必重新评分。"),
    "grading.text-too-long": _("写得太长，最多 %(most)s 字。"),
    "grading.report-empty": _("请写明这道题哪里有问题，培训师才知道该看什么。"),
    "grading.nothing-disputed": _(
        "还没有改动任何事实或时间。请把你读法不同的那一处改成你的读法，或者改用“报告这道题”。"
    ),
    "grading.bad-reading": _("按这样读，案情不成立：%(problem)s。请改一下再试。"),
    "grading.appeal-open": _("这道题你已经提过申诉，请等培训师答复。"),
    "grading.answer-missing": _("请写答复：申诉的人会看到。"),
    "grading.own-appeal": _("这是你自己提的申诉，请另一位培训师答复。"),
    "grading.appeal-answered": _("这条申诉已经有人答复了，没有再写一遍。"),
    "grading.unknown-question": _("没有编号为 %(code)s 的题。"),
    "grading.never-marked": _("%(code)s 还没有出现在任何交了的卷子里，不用重新评分。"),
    "grading.cause-missing": _("请选哪里错了。"),
    "grading.policy-missing": _("请选怎样改分。"),
    "grading.bad-key": _("请勾选正确的答案：单选题和判断题恰好一个，多选题至少一个。"),
    "grading.no-option": _("请勾选要作废的选项。"),
    "grading.unknown-edition": _("这一版规则库推不出这道题的答案，不能按它重评。"),
    "grading.same-edition": _("请选两个不同的规则库版本。"),
    "grading.late-decided": _("这条迟到的作答已经有人决定过了，没有再决定一次。"),
    "grading.late-own": _("这是你自己的作答，请另一位监考人决定。"),
    "grading.late-void": _("这份卷子作废了，迟到的作答不用再决定。"),
}

OUTCOME_NAMES: Final[Mapping[str, Promise]] = {
    AppealOutcome.UPHELD: _("成立"),
    AppealOutcome.REJECTED: _("不成立"),
    AppealOutcome.NOTED: _("已记录"),
}
OUTCOME_HINTS: Final[Mapping[str, Promise]] = {
    AppealOutcome.UPHELD: _("题目或答案确实有错。下一步可以重新评分。"),
    AppealOutcome.REJECTED: _("答案没有错，请说明为什么。"),
    AppealOutcome.NOTED: _("说得有道理，但不影响这次得分，例如题干可以写得更清楚。"),
}
KIND_NAMES: Final[Mapping[str, Promise]] = {
    AppealKind.FACTS: _("事实读法不同"),
    AppealKind.REPORT: _("报告这道题"),
}
CAUSE_NAMES: Final[Mapping[str, Promise]] = {
    Cause.CORRECTED_KEY: _("更正答案"),
    Cause.VOID_OPTION: _("作废选项"),
    Cause.VOID_ITEM: _("作废整题"),
    Cause.NEW_EDITION: _("按新版规则库重评"),
    Cause.LATE_ANSWER: pgettext_lazy("singular", "迟到的作答"),
    Cause.DRILL_REVIEW: _("演练复核"),
}
CAUSE_HINTS: Final[Mapping[str, Promise]] = {
    Cause.CORRECTED_KEY: _("标准答案定错了。按勾选的答案重新判。"),
    Cause.VOID_OPTION: _("某个选项有毛病。当它从来没有过，选没选都不影响。"),
    Cause.VOID_ITEM: _("整道题不能用。人人得满分，没答的也得。"),
    Cause.NEW_EDITION: _("规则改了，要追溯。按所选版本推出的答案重新判。"),
}
POLICY_NAMES: Final[Mapping[str, Promise]] = {
    Policy.NEVER_LOWER: _("只升不降"),
    Policy.BEST_OF: _("取高"),
    Policy.EXACT: _("照实重算"),
}
POLICY_HINTS: Final[Mapping[str, Promise]] = {
    Policy.NEVER_LOWER: _("逐题比，新分高就用新分，低就保留原来的。没有人会少分。"),
    Policy.BEST_OF: _("整卷比，新总分不低就全用新分，低就全部保留原来的。没有人总分会低。"),
    Policy.EXACT: _("一律用新分，可能有人少分，甚至掉到合格线下。"),
}
