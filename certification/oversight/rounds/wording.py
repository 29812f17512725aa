"""What the policies of a round are called, and what each means to those who sit it."""

from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from certification.rounds.domain import AllowanceCause, Forms, Navigation, Review


class Phase(StrEnum):
    """Where a round stands by the clock."""

    DRAFT = "draft"
    COMING = "coming"
    RUNNING = "running"
    OVER = "over"
    CANCELLED = "cancelled"


PHASE_NAMES: Final = {
    Phase.RUNNING: _("进行中"),
    Phase.COMING: _("待开考"),
    Phase.DRAFT: _("草稿"),
    Phase.OVER: _("已结束"),
    Phase.CANCELLED: _("已取消"),
}
PHASE_TONES: Final = {Phase.RUNNING: "act", Phase.COMING: "good", Phase.DRAFT: "warn"}

FORM_NAMES: Final = {
    Forms.FIXED: _("全场一套"),
    Forms.PARALLEL: _("几套平行卷"),
    Forms.PERSONAL: _("一人一套"),
}
FORM_HINTS: Final = {
    Forms.FIXED: _("所有人做同一套题，选项次序也相同。便于讲评，座位要隔开。"),
    Forms.PARALLEL: _("抽出几套结构和难度相当的卷子轮流发，邻座不同卷；再考一次发下一套。"),
    Forms.PERSONAL: _("每人每次单独抽一套，结构相同，题目不同；尽量避开这个人以前考过的题。"),
}
NAVIGATION_NAMES: Final = {Navigation.FREE: _("可以来回"), Navigation.FORWARD: _("只能往前")}
NAVIGATION_HINTS: Final = {
    Navigation.FREE: _("交卷以前可以回到任何一题修改。"),
    Navigation.FORWARD: _("离开一题以后不能再回去改，卷面会事先提醒。"),
}
REVIEW_NAMES: Final = {
    Review.AFTER_CLOSE: _("全场结束以后"),
    Review.AFTER_HAND_IN: _("交卷以后"),
    Review.ON_RELEASE: _("由培训师公布"),
    Review.NEVER: _("不公开"),
}
REVIEW_HINTS: Final = {
    Review.AFTER_CLOSE: _("窗口关闭、最后一个人（含加时的）交卷以后，成绩、答案和裁决书一起开放。"),
    Review.AFTER_HAND_IN: _("谁交卷谁就能看。别人还在考，同一套题会传出去，适合一人一套。"),
    Review.ON_RELEASE: _("结束以后由培训师定时间公布，公布以前只看得到“已交卷”。"),
    Review.NEVER: _("全场结束以后只看得到分数，答案和裁决书一直不开放。"),
}
CAUSE_NAMES: Final = {
    AllowanceCause.ACCOMMODATION: _("特殊需要"),
    AllowanceCause.TECHNICAL: _("设备或网络故障"),
    AllowanceCause.OTHER: _("其他"),
}
#: The factors on offer, in per cent.
FACTORS: Final = {100: _("不乘"), 125: _("1.25 倍"), 150: _("1.5 倍"), 200: _("2 倍")}
