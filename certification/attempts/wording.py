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
    "attempts.mock-running": _("模拟考试进行中，交卷以后再练习。"),
    "papers.too-few": _("题库里的%(type)s不够：一份卷子要 %(need)s 题，互不重复的只有 %(have)s 题。请联系培训师补题。"),
    "papers.too-alike": _("题库里 %(have)s 道可用的题彼此太相近，配不出互不重复的 %(size)s 题。请联系培训师补题。"),
    "papers.nothing-here": _("这个领域还没有可以练的题，换一个领域试试。"),
    "papers.no-edition": _("规则库还没有装入，暂时不能出题。请联系运维。"),
}
