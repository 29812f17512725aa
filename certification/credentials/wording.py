"""The sentences for what certificates refuse, and what their states and reasons are called."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.credentials.domain import Happening, RevokeReason, Shown, Status

REFUSALS: Final = {
    "credentials.closed": _("这个认证项目已经停止发证。"),
    "credentials.not-counted": _("这场考试不算在这个认证项目里。"),
    "credentials.not-handed-in": _("这份卷子还没有交，或者已经作废，不能发证。"),
    "credentials.not-passed": _("这份卷子没有合格，不能发证。"),
    "credentials.too-long-ago": _("这场考试是 %(days)d 天以前的，超过了这个项目的时限，不能发证。"),
    "credentials.drills-missing": _("还有演练没有通过：%(codes)s。"),
    "credentials.papers-missing": _("还有试卷没有通过：%(papers)s。"),
    "credentials.gone": _("这个人已经不在名册里，不能发证。"),
    "credentials.revoked-already": _("这张证书已经撤销了，没有再撤一次。"),
    "credentials.reason-missing": _("请选撤销的原因：持证人和查验的人会看到。"),
    "credentials.over": _("这张证书已经过期、撤销、换发或者成绩不合格，不能补测，请重新参加认证考试。"),
    "credentials.nothing-changed": _("这张证书范围内的规则没有改动，不用补测。"),
    "credentials.no-questions": _("题库里还没有考到这些改动规则的题。请联系培训师出题，证书先照期限算。"),
    "credentials.exam-running": _("你有一场没交的考试或模考，交了再来补测。"),
}

STATUS_NAMES: Final[Mapping[Status, Promise]] = {
    Status.VALID: _("有效"),
    Status.DUE: _("有效，待补测"),
    Status.SUSPENDED: _("中止，未补测"),
    Status.REPLACED: _("已换发新证"),
    Status.WITHHELD: _("中止，成绩不合格"),
    Status.EXPIRED: _("已过期"),
    Status.REVOKED: _("已撤销"),
}
STATUS_TONES: Final[Mapping[Status, str]] = {
    Status.VALID: "good",
    Status.DUE: "warn",
    Status.SUSPENDED: "seal",
    Status.REPLACED: "",
    Status.WITHHELD: "seal",
    Status.EXPIRED: "",
    Status.REVOKED: "seal",
}
REASON_NAMES: Final[Mapping[RevokeReason, Promise]] = {
    RevokeReason.EXAM_VOID: _("考试作废"),
    RevokeReason.MARK_CHANGED: _("重新评分后不合格"),
    RevokeReason.CHEATING: _("考试作弊"),
    RevokeReason.ISSUED_IN_ERROR: _("发错了"),
    RevokeReason.MISCONDUCT: _("严重违反服务规范"),
    RevokeReason.HOLDER_ASKED: _("持证人要求"),
    RevokeReason.HOLDER_ERASED: _("持证人的个人资料已经抹除"),
}
HAPPENING_NAMES: Final[Mapping[Happening, Promise]] = {
    Happening.REVOKED: pgettext_lazy("badge", "撤销"),
    Happening.RULES_CHANGED: _("范围内的规则改了"),
    Happening.TOPPED_UP: _("补测合格"),
    Happening.REMINDED: _("提醒持证人有效期"),
    Happening.DUE_REMINDED: _("提醒持证人补测"),
    Happening.FAILED: _("考试成绩改过以后不再合格"),
    Happening.PASSED_AGAIN: _("考试成绩又合格了"),
}
SHOWN_NAMES: Final[Mapping[Shown, Promise]] = {
    Shown.NOTHING: _("不显示姓名"),
    Shown.MASKED: _("只显示首尾字"),
    Shown.FULL: _("显示全名"),
}
