"""The sentences of the draft edition: what is refused or still missing, each with what to do."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.publishing.drafts.domain import Waived

REFUSALS: Final = {
    "drafts.closed": _("这份草稿已经发布或放弃，没有写入。请回到规则库草稿，看现在打开的是哪一份。"),
    "drafts.being-published": _("正在发布，暂时不能改。发布完再改，会开一份新的草稿。"),
    "drafts.stale": _("%(editor)s 在你打开之后改过 %(code)s，你的改动还没有写入。下面两份都在，请对照后再保存。"),
    "drafts.untouched": _("草稿里没有改过 %(code)s，没有写入。请重新打开这条规则再保存。"),
    "drafts.nothing-changed": _("草稿里还没有改动：先改一条规则。"),
    "drafts.base-moved": _("草稿打开之后，现行的规则库换了版本。先把草稿移到现行版本上，再看一遍影响。"),
    "drafts.problems": _("有 %(number)s 处规则写错了或例子不符：按“核对”里的提示改好。"),
    "drafts.unchecked": _("现在这份内容还没有核对过：点“重新核对”。"),
    "drafts.still-checking": _("求解器还没有核对完现在这份内容，未能判定：等它做完，多半只要几秒。"),
    "drafts.conflicts": _("有 %(number)s 处规则冲突：改其中一条，或写明谁优先。"),
    "drafts.gaps": _("有 %(number)s 处新的空白：补一条规则，或在下面写明为什么有意不管。"),
    "drafts.dead": _("有 %(number)s 条规则用不上了：改它的条件，删去它，或在下面写明为什么留着。"),
    "drafts.invariants": _("有 %(number)s 条断言不再成立：改规则，或在下面写明为什么接受。"),
    "drafts.timeouts": _("有 %(number)s 处未能判定：重新核对，或在下面写明为什么接受。"),
    "drafts.bank-moved": _("核对之后题库变了，影响要重算：点“重新核对”。"),
    "drafts.label-missing": _("请给新版本起个名字，例如 2026.2。"),
    "drafts.label-taken": _("已经有叫“%(label)s”的版本，请换一个名字。"),
    "drafts.text-too-long": _("写得太长：名字最多 %(label)s 字，原因最多 %(why)s 字。"),
    "drafts.why-missing": _("请写明为什么改：它会写进版本的记录，人人看得到。"),
    "drafts.unacknowledged": _("请先看受影响的题，再勾选“影响我看过了”。"),
    "drafts.changed-since": _("你看过影响之后，草稿又变了，没有发布。请再看一遍现在的影响。"),
    "drafts.discard-unconfirmed": _("放弃之后改动不再生效，请先勾选“我确定放弃”。"),
    "drafts.finding-gone": _("核对结果里已经没有这一处了，没有写入。请看现在的结果。"),
    "drafts.conflict-stays": _("冲突不能写明理由了事：改其中一条规则，或写明谁优先。"),
    "drafts.reason-missing": _("请写明理由：它会和新版本一起发布。"),
    "drafts.reason-too-long": _("理由写得太长，最多 %(most)s 字。"),
    "drafts.in-force": _("这就是现行的版本，不用恢复。"),
    "drafts.no-edition": _("没有这个版本。"),
    "drafts.edition-unreadable": _("这个版本是旧程序存下的，现在的程序读不出来，不能恢复。"),
}
#: What a finding is called that somebody may accept.
WAIVED_NAMES: Final[Mapping[str, str | Promise]] = {
    Waived.GAP: _("空白"),
    Waived.DEAD: _("用不上的规则"),
    Waived.INVARIANT: _("不成立的断言"),
    Waived.TIMEOUT: _("未能判定"),
}
