"""The words of the list of questions."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from certification.authoring.questions.domain import Act, KeyState, Sort, State
from certification.bank.domain import QuestionType

STATES: Final = {
    State.PUBLISHED: _("已发布"),
    State.DRAFT: _("草稿"),
    State.IN_REVIEW: _("待复核"),
    State.BLOCKED: _("未通过检查"),
    State.RETIRED: _("已停用"),
}
STATE_TONES: Final = {
    State.PUBLISHED: "good",
    State.DRAFT: "act",
    State.IN_REVIEW: "warn",
    State.BLOCKED: "seal",
    State.RETIRED: "",
}
KEYS: Final = {
    KeyState.OK: _("答案有据"),
    KeyState.CHANGED: _("答案变了"),
    KeyState.BLOCKED: _("推不出答案"),
    KeyState.NONE: _("还没有答案"),
}
KEY_TONES: Final = {KeyState.CHANGED: "warn", KeyState.BLOCKED: "seal"}
TYPES: Final = {
    QuestionType.SINGLE: _("单选"),
    QuestionType.MULTIPLE: _("多选"),
    QuestionType.TRUEFALSE: _("判断"),
    QuestionType.DRILL: _("演练"),
}
POOLS: Final = {"open": _("公开（练习和模考可用）"), "secure": _("保密（只在考试里用）"), "released": _("保密后公布的")}
POOL_NAMES: Final = {"open": _("公开题库"), "secure": _("保密题库")}
ANSWERED: Final = {"no": _("还没有人做过"), "yes": _("有人做过")}
SORTS: Final = {
    Sort.CODE: _("按编号"),
    Sort.EDITED: _("最近编辑的在前"),
    Sort.HARDEST: _("最难的在前"),
    Sort.EASIEST: _("最易的在前"),
}
ACTS: Final = {
    Act.TAG: _("加标签"),
    Act.UNTAG: _("去标签"),
    Act.OWNER: _("交给负责人"),
    Act.SUBMIT: _("送复核"),
    Act.RETIRE: _("停用"),
    Act.RESTORE: _("恢复"),
    Act.POOL: _("移到题库"),
}
#: What becomes of one question, told before and after.
WILL: Final = {
    Act.TAG: _("加上标签“%(value)s”"),
    Act.UNTAG: _("去掉标签“%(value)s”"),
    Act.OWNER: _("交给%(value)s"),
    Act.SUBMIT: _("草稿送去复核，通知其他培训师"),
    Act.RETIRE: _("停用：以后组卷和练习都不再抽到；已经发出的卷子不变"),
    Act.RESTORE: _("恢复：以后可以抽到"),
    Act.POOL: _("移到%(value)s"),
}
DONE: Final = {
    Act.TAG: _("%(n)d 道题加上了标签“%(value)s”。"),
    Act.UNTAG: _("%(n)d 道题去掉了标签“%(value)s”。"),
    Act.OWNER: _("%(n)d 道题交给了%(value)s。"),
    Act.SUBMIT: _("%(n)d 份草稿送去复核了。"),
    Act.RETIRE: _("%(n)d 道题停用了。"),
    Act.RESTORE: _("%(n)d 道题恢复了。"),
    Act.POOL: _("%(n)d 道题移到了%(value)s。"),
}
REFUSALS: Final = {
    "questions.has-tag": _("已经有标签“%(tag)s”"),
    "questions.has-no-tag": _("没有标签“%(tag)s”"),
    "questions.same-owner": _("本来就由这个人负责"),
    "questions.in-review": _("已经在等复核"),
    "questions.no-draft": _("没有草稿可送；先编辑"),
    "questions.retired": _("已经停用"),
    "questions.never-published": _("还没有发布过；不要它，丢弃草稿即可"),
    "questions.not-retired": _("没有停用"),
    "questions.no-sound-version": _("没有一个版本通过现在规则的检查；请编辑后重新发布"),
    "questions.released": _("已经公布，不能再改题库"),
    "questions.same-pool": _("本来就在那个题库"),
    "questions.from-files": _("由题目文件管理，题库要在文件里改；从工作台发布过一次以后可以在这里移"),
    "questions.on-running-paper": _("还没考完的场次里有它，考完才能公开"),
    "questions.none-chosen": _("还没有勾选试题。"),
    "questions.no-act": _("请选要做什么。"),
    "questions.no-tag": _("请写标签，最多 30 个字，不能有逗号。"),
    "questions.no-owner": _("请选一位培训师或主管。"),
    "questions.no-pool": _("请选移到哪个题库。"),
    "questions.too-many": _("一次最多处理 %(most)s 道，选了 %(n)s 道。请再加一个筛选条件。"),
    "questions.unknown-rule": _("没有编号为“%(rule)s”的规则。"),
    "questions.cited-rule": _("%(rule)s 只引用条文，没有可推导的案情；请新建引用题。"),
    "questions.nothing-drafted": _("%(rule)s 没有起草出合格的新题：题库里已经有了，或者起草的过不了检查。换一批试试。"),
    "questions.no-draft-chosen": _("还没有勾选要收下的草稿。"),
    "questions.drafts-moved": _("题库或规则刚刚变了，起草的题和你看到的不一样了。请重新选。"),
    "questions.unknown-type": _("请选题型。"),
}
