"""The sentences for what drills refuse, and how a time of the engine is said."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MINUTES_PER_DAY: Final = 1440

REFUSALS: Final = {
    "drills.no-script": _("这份演练现在不能用。"),
    "drills.over": _("这场演练已经结束，这句话没有收下。"),
    "drills.moved-on": _("这场演练在别处已经往下走了，请看过新的对话再回复。"),
    "drills.empty": _("先写一句话再发送。"),
    "drills.too-long": _("一次最多 %(most)d 个字，这句话没有发出。"),
    "drills.bad-request": _("这次发送的内容不完整，请刷新页面再发一次。"),
    "drills.no-lookup": _("这里没有这一项可查。"),
    "drills.no-hint": _("没有更多提示了。"),
    "drills.exam": _("考试里的演练不能用提示，也不能重来。"),
    "drills.still-running": _("演练还没有结束。"),
    "drills.no-turn": _("没有这一轮。"),
    "drills.nothing-marked": _("先选出哪句话判错了。"),
    "drills.unknown-act": _("没有“%(act)s”这种行为。"),
    "drills.appeal-open": _("你已经提过复核，请等培训师答复。"),
    "drills.answered": _("这条复核已经答复过了。"),
    "drills.text-too-long": _("最多 %(most)d 个字。"),
    "drills.title-taken": _("你已经有一条叫“%(title)s”的快捷短语。"),
    "drills.phrase-empty": _("名称和内容都要写。"),
    "drills.late": _("已送达，但考试时间已到：这句话收着，计不计入由监考人决定。"),
}


def minute_text(minute: int) -> str:
    """Return a minute of the engine's clock in words; midnight is 24:00 of the day before, as limits end."""
    is_midnight = minute % MINUTES_PER_DAY == 0
    at = datetime(1970, 1, 1) + timedelta(minutes=minute - is_midnight)  # noqa: DTZ001 - the engine's clock is on no zone
    clock = "24:00" if is_midnight else f"{at:%H:%M}"
    return gettext("%(day)s %(clock)s") % {"day": date_format(at, "n 月 j 日"), "clock": clock}
