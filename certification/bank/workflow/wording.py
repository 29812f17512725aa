"""The sentences for what the workbench's workflow refuses, and the names of its states."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from certification.bank.workflow.domain import ChangeKind, DraftState

REFUSALS: Final = {
    "workflow.stale": _(
        "%(who)s 在 %(at)s 存过这份草稿，你改的是更早的一版。两份都在下面，请合并后再存；你写的没有丢。"
    ),
    "workflow.in-review": _("这份草稿正在复核。要改，请先撤回；复核人也可以退回给你。"),
    "workflow.closed": _("这份草稿已经结束，不能再改。请从现在的题重新编辑。"),
    "workflow.wrong-state": _("这份草稿刚被人处理过，不能再这样做。请刷新看它现在的样子。"),
    "workflow.bad-code": _(
        "编号“%(code)s”不能用：只用字母、数字、短横、下划线和点，以字母或数字开头，最多 %(longest)s 个字符。"
    ),
    "workflow.code-taken": _("编号“%(code)s”已经有题用了，请换一个，或留空由系统编号。"),
    "workflow.unknown-place": _("没有“%(place)s”这个位置可以批注。"),
    "workflow.comment-empty": _("请写下要说的话。"),
    "workflow.comment-long": _("批注最多 %(longest)s 个字，请分开写。"),
    "workflow.reason-missing": _("请写明为什么退回，作者才知道要改什么。"),
    "workflow.reviewer-is-author": _("主管要求复核人不能是作者。这份草稿是你写的或你改过的，请同事复核。"),
    "workflow.gate": _("还不能发布：%(findings)s"),
    "workflow.nothing-changed": _("和现在的版本一样，没有要发布的。可以丢弃这份草稿。"),
    "workflow.twin-content": _("内容和 %(code)s 完全相同，请改一处，或丢弃这份草稿。"),
    "workflow.moved-on": _("你打开这一页以后，草稿或题目变了（题目现在是第 %(number)s 版）。请看过现在的对照再发布。"),
    "workflow.nothing-to-copy": _("%(code)s 还没有内容，不能复制。"),
    "workflow.no-sound-version": _("没有一个版本通过现在规则的检查，不能直接恢复。请编辑后重新发布。"),
    "workflow.bad-tag": _("标签“%(tag)s”不能用：不能为空，最多 %(longest)s 个字，不能有逗号。"),
    "workflow.withdrawn-content": _("内容和停用过的第 %(number)s 版完全相同，那一版答案有误。请改好再发布。"),
    "workflow.not-a-manager": _("题库规定由主管来定。"),
    "workflow.filter-long": _("筛选条件太长，不能保存。"),
    "workflow.filter-name": _("请给这个筛选起一个名字，最多 %(longest)s 个字。"),
    "workflow.not-an-author": _("只有培训师和主管可以管题。"),
}

STATES: Final = {
    DraftState.DRAFT: _("草稿"),
    DraftState.IN_REVIEW: _("待复核"),
    DraftState.PUBLISHED: _("已发布"),
    DraftState.DISCARDED: _("已丢弃"),
}

#: What a change means for who is graded.
CHANGES: Final = {
    ChangeKind.NEW: _("新题，还没有人做过"),
    ChangeKind.NOTHING: _("没有改动"),
    ChangeKind.WORDS: _("只改文字，不影响判分"),
    ChangeKind.SUBSTANCE: _("影响判分"),
}
