"""The navigation: which pages there are for whom, under which names, and which of them one is on."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.operations.permissions import may_operate
from certification.people.models import User
from certification.people.permissions import may_mark


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the main navigation; pages under `also` belong to it too."""

    label: str | Promise
    route: str
    icon: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NavLink:
    label: str
    url: str
    icon: str
    is_current: bool


HOME = Section(_("今日"), "sitting:home", "home")
#: What trainees do.
TRAINEE_SECTIONS = (
    Section(pgettext_lazy("navigation", "模考"), "sitting:mocks", "exam", also=("/attempts/",)),
    Section(_("练习"), "sitting:practice", "book"),
    Section(_("错题本"), "sitting:notebook", "wrong"),
    Section(pgettext_lazy("navigation", "演练"), "sitting:drills", "chat", also=("/phrases/",)),
)
#: What everybody may look up.
CORPUS_SECTIONS = (
    Section(_("规则库"), "sitting:corpus", "grid", also=("/authoring/",)),
    Section(_("试一案"), "sitting:try", "diff"),
)


REVIEW_QUEUE = "authoring:review-queue"
#: The pages of 规则库; a page of the corpus carries them as tabs.
CORPUS_PAGES = (
    Section(_("规则"), "sitting:corpus", "", also=("/authoring/rules/",)),
    Section(_("草稿"), "authoring:draft", "", also=("/authoring/publications/",)),
    Section(_("体检"), "authoring:checkup", ""),
    Section(pgettext_lazy("navigation", "版本"), "sitting:editions", ""),
    Section(_("影响"), "authoring:impact", ""),
    Section(_("覆盖"), "authoring:coverage", ""),
    Section(_("复核"), REVIEW_QUEUE, ""),
)


#: 评卷: for those who answer appeals and mark anew.
MARKING = Section(_("评卷"), "authoring:appeals", "check", also=("/authoring/regrades/", "/authoring/drill-reviews/"))
MARKING_PAGES = (
    Section(_("申诉"), "authoring:appeals", ""),
    Section(_("重新评分"), "authoring:regrades", ""),
    Section(_("演练识别"), "authoring:drill-reviews", ""),
)


#: 题库: for those who write and review questions.
BANK = Section(
    pgettext_lazy("navigation", "题库"), "authoring:questions", "grid",
    also=("/authoring/question", "/authoring/exchange/", "/authoring/drill-scripts/"),
)  # fmt: skip
BANK_PAGES = (
    Section(_("试题"), "authoring:questions", ""),
    Section(_("待复核"), "authoring:question-reviews", ""),
    Section(_("演练剧本"), "authoring:scripts", ""),
    Section(_("导入导出"), "authoring:exchange", ""),
)
BANK_POLICY = Section(_("规定"), "authoring:question-policy", "")


#: 场次: for those who hold exams.
ROUNDS = Section(_("场次"), "oversight:rounds", "clock", also=("/oversight/",))
#: 学情: who can do what.
COMPETENCY = Section(_("学情"), "oversight:competency", "user", also=("/oversight/certificates/",))
COMPETENCY_PAGES = (
    Section(_("胜任力"), "oversight:competency", ""),
    Section(_("题目质量"), "oversight:items", ""),
    Section(_("任务"), "oversight:assignments", ""),
    Section(_("领域"), "oversight:areas", ""),
)
#: A further tab of 学情, for managers.
CERTIFICATES = Section(_("证书"), "oversight:programmes", "")
ROUNDS_PAGES = (
    Section(_("场次"), "oversight:rounds", ""),
    Section(_("组卷蓝图"), "oversight:blueprints", ""),
)
#: Further tabs of 场次, for managers.
MANAGER_PAGES = (
    Section(_("人员"), "oversight:people", ""),
    Section(_("全部数据"), "oversight:takeouts", ""),
    Section(_("接口令牌"), "oversight:tokens", ""),
    Section(_("学习平台"), "oversight:platforms", ""),
)
#: 运维: how the site runs and what was done on it, for managers and operators.
OPERATIONS = Section(_("运维"), "operations:overview", "grid")
OPERATIONS_PAGES = (
    Section(_("运行情况"), "operations:overview", ""),
    Section(_("操作记录"), "operations:audit", ""),
)
#: What trainers and managers do.
STAFF_SECTIONS = (BANK, ROUNDS, COMPETENCY, MARKING)
#: A phone shows so many at the bottom; the rest is behind 更多.
AT_THE_BOTTOM = 5


def sections_of(user: object) -> tuple[Section, ...]:
    """Return the main navigation of a person: their own work, then what all may look up."""
    if not isinstance(user, User):
        return (HOME, *CORPUS_SECTIONS)
    own = TRAINEE_SECTIONS if user.is_trainee else ()
    staff = STAFF_SECTIONS if may_mark(user) else ()
    operations = (OPERATIONS,) if may_operate(user) else ()
    return (HOME, *own, *staff, *CORPUS_SECTIONS, *operations)


def links_from(path: str, sections: Sequence[Section]) -> list[NavLink]:
    """Return the links as seen from the page at `path`; the one whose address fits it best is current."""
    urls = [reverse(section.route) for section in sections]
    fits = [max(map(len, _prefixes_of(path, url, section))) for url, section in zip(urls, sections, strict=True)]
    return [
        NavLink(str(section.label), url, section.icon, 0 < fit == max(fits))
        for section, url, fit in zip(sections, urls, fits, strict=True)
    ]


def _prefixes_of(path: str, url: str, section: Section) -> list[str]:
    """Return which of the addresses of `section` the page lies under; the front page has none below it."""
    return ["", *(one for one in (url, *section.also) if path == one or (one != "/" and path.startswith(one)))]
