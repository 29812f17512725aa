"""The sentences for what attempts and papers refuse."""

from typing import Final

from django.utils.translation import gettext_lazy as _

REFUSALS: Final = {
    "attempts.closed": _("这份卷子已经交了，这次改动没有收下。"),
    "attempts.over": _("考试时间已到，这次改动没有收下。"),
    "attempts.bad-answer": _("这个选项不存在，可选：%(allowed)s。"),
    "attempts.nothing-chosen": _("先选一个答案，再看结果。"),
    "attempts.bad-request": _("这次保存的内容不完整，请刷新页面再选一次。"),
    "attempts.wrong-state": _("这份卷子已经交过了。"),
    "attempts.late": _("已送达，但超过了时间，由监考人决定是否计入。"),
    "attempts.left-behind": _("这道题已经过去，这场考试不能回头改。"),
    "attempts.no-round": _("这场考试没有开放。"),
    "attempts.not-open": _("还没到开考时间。"),
    "attempts.window-over": _("这场考试的入场时间已经过了，不能再开始。"),
    "attempts.used-up": _("这场考试最多考 %(allowed)s 次，已经考完。"),
    "attempts.other-exam": _("你有另一场考试还没交，先把它做完。"),
    "attempts.no-paper": _("这个考位还没有试卷。请联系监考人。"),
    "attempts.handed-in": _("这份卷子已经交了，不能再加时。"),
    "attempts.not-over": _("时间还没到。"),
    "attempts.mock-running": _("模拟考试进行中，交卷以后再练习。"),
}
