"""What assignments are called, and the sentences for what is refused."""

from typing import Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from certification.competency.assignments.domain import Kind, State
from certification.competency.assignments.models import Assignment

REFUSALS: Final = {
    "assignments.nobody": _("还没有选人：写工号，或者选一个有学员的班组。"),
    "assignments.due-past": _("截止日已经过了，请选今天或以后的日子。"),
    "assignments.too-few": _("题库里合适的题只有 %(most)s 道，请把题数改少，或者换一个范围。"),
    "assignments.withdrawn": _("这项任务已经撤回，不用再做。"),
    "assignments.nothing-left": _("题库里现在没有这个范围的题，请告诉派任务的人。"),
}
KIND_NAMES: Final = {
    Kind.PRACTICE: _("练习"),
    Kind.MOCK: _("模考"),
    Kind.DRILL: _("演练"),
    Kind.RULE: _("读规则"),
}
#: One character for the docket.
SIGNS: Final = {
    Kind.PRACTICE: pgettext_lazy("docket", "练"),
    Kind.MOCK: pgettext_lazy("docket", "考"),
    Kind.DRILL: pgettext_lazy("docket", "演"),
    Kind.RULE: pgettext_lazy("docket", "阅"),
}
STATE_NAMES: Final = {
    State.OPEN: _("未完成"),
    State.OVERDUE: _("已逾期"),
    State.DONE: _("已完成"),
    State.LATE: _("逾期完成"),
}
STATE_TONES: Final = {State.OPEN: "", State.OVERDUE: "warn", State.DONE: "good", State.LATE: "good"}


def title_of(one: Assignment) -> str:
    """Return what an assignment is called in a list."""
    said = {"name": one.target_name, "n": one.size}
    match one.sort:
        case Kind.PRACTICE:
            return gettext("%(name)s %(n)s 题") % said
        case Kind.MOCK:
            return gettext("模拟考试一次")
        case Kind.DRILL:
            return gettext("对话演练：%(name)s") % said
        case Kind.RULE:
            return (gettext("读规则：%(name)s，小测 %(n)s 题") if one.size else gettext("读规则：%(name)s")) % said
