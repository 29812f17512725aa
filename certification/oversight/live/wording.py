"""What standings, needs, reasons and acts are called, and the sentences for what the live page refuses."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.attempts.domain import ClosedBy
from certification.attempts.wording import REFUSALS as OF_ATTEMPTS
from certification.core.refusals import Refusal
from certification.core.wording import refusal_text
from certification.grading.lateness import Lateness
from certification.grading.wording import REFUSALS as OF_GRADING
from certification.oversight.live.domain import Need, Order, Show, Standing
from certification.rounds.domain import AllowanceCause
from certification.rounds.wording import REFUSALS as OF_ROUNDS

LIVE_REFUSALS: Final = {
    "live.bad-time": _("请写加几分钟（1 到 600 的整数），或选倍数（最多 300%%）。"),
    "live.bad-cause": _("请选加时的原因。"),
    "live.own-seat": _("这是你自己的考位，请另一位监考人来做。"),
    "live.handed-in": _("已经交卷，没有加时：交了的卷子不会重新打开。"),
    "live.not-started": _("还没开始作答。"),
    "live.not-sitting": _("没有在作答，不用收卷。"),
    "live.not-closed": _("还没到截止时间，不能一次收所有人的卷。可以逐个收。"),
    "live.nobody-chosen": _("请先勾选要收卷的人。"),
    "live.nothing-chosen": _("请先勾选要决定的作答。"),
}
_ALL: Final[Mapping[str, str | Promise]] = {**OF_ROUNDS, **OF_ATTEMPTS, **OF_GRADING, **LIVE_REFUSALS}

STANDING_NAMES: Final[Mapping[Standing, Promise]] = {
    Standing.ABSENT: _("未到"),
    Standing.CHECKED_IN: _("已签到"),
    Standing.SITTING: _("作答中"),
    Standing.HANDED_IN: _("已交卷"),
}
STANDING_TONES: Final[Mapping[Standing, str]] = {Standing.SITTING: "act", Standing.HANDED_IN: "good"}
SHOW_NAMES: Final[Mapping[Show, Promise]] = {
    Show.ALL: _("考位"),
    Show.NEED: _("要看一眼"),
    Show.ABSENT: _("未到"),
    Show.CHECKED_IN: _("已签到"),
    Show.SITTING: _("作答中"),
    Show.HANDED_IN: _("已交卷"),
}
ORDER_NAMES: Final[Mapping[Order, Promise]] = {
    Order.NEED: _("谁最要紧"),
    Order.NAME: _("姓名"),
    Order.TIME_LEFT: _("剩余时间"),
    Order.LAST_SEEN: _("最久没动静"),
}
NEED_NAMES: Final[Mapping[Need, Promise]] = {
    Need.SILENT: _("很久没有动静"),
    Need.LATE_ANSWERS: _("有迟到的作答"),
    Need.QUIET: _("没有动静"),
    Need.ABSENT: _("开考了还没到"),
}
CLOSED_NAMES: Final[Mapping[str, Promise]] = {
    ClosedBy.TRAINEE: _("自己交的"),
    ClosedBy.CLOCK: _("到时自动交"),
    "invigilator": _("监考人收的"),
}
CAUSE_NAMES: Final[Mapping[str, Promise]] = {
    AllowanceCause.TECHNICAL: _("网络或设备故障"),
    AllowanceCause.ACCOMMODATION: _("需要照顾"),
    AllowanceCause.OTHER: _("其他"),
}
#: Acts of the journal; what is not named here shows its own name.
VERB_NAMES: Final[Mapping[str, Promise]] = {
    "round.made": _("建立场次"),
    "round.edited": _("修改场次"),
    "round.published": _("发布场次"),
    "round.cancelled": _("取消场次"),
    "round.seated": _("加入考生"),
    "round.unseated": _("移出考生"),
    "round.announced": _("发通知"),
    "round.released": _("公布成绩和答案"),
    "late.accepted": _("计入迟到的作答"),
    "late.rejected": _("不计入迟到的作答"),
}
LATENESS_NAMES: Final[Mapping[Lateness, Promise]] = {
    Lateness.ANSWERED_AFTER_DEADLINE: _("时间到以后才作答"),
    Lateness.ANSWERED_AFTER_HAND_IN: _("交卷以后才作答"),
    Lateness.GRACE_OVER: _("到得太晚，宽限已过"),
    Lateness.AFTER_HAND_IN: _("交卷以后才到"),
    Lateness.TIME_UNKNOWN: _("浏览器没有说是何时作答的"),
    Lateness.EXTENDED_SINCE: _("到的时候已经超时，后来加了时"),
}


def told(refusal: Refusal) -> str:
    """Return the sentence for a refusal of any slice that the live page calls."""
    return refusal_text(refusal, _ALL)


def why(code: str) -> str:
    """Return the sentence for a refusal that the journal kept: one without parameters."""
    return str(_ALL[code])
