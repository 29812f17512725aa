"""The frame around every page: navigation, icons, the edition that the site decides by."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases import api
from certification.people.notices import unread_count
from certification.people.permissions import may_author, may_mark
from certification.publishing.reviews.services import open_reviews

register = template.Library()


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


SECTIONS = (
    Section(_("今日"), "sitting:home", "home"),
    Section(_("模考"), "sitting:mocks", "exam", also=("/attempts/",)),
    Section(_("练习"), "sitting:practice", "book"),
    Section(_("错题本"), "sitting:notebook", "wrong"),
    Section(_("演练"), "sitting:drills", "chat", also=("/phrases/",)),
    Section(_("规则库"), "sitting:corpus", "grid", also=("/authoring/",)),
    Section(_("试一案"), "sitting:try", "diff"),
)


REVIEW_QUEUE = "authoring:review-queue"
#: The pages of 规则库; a page of the corpus carries them as tabs.
CORPUS_PAGES = (
    Section(_("规则"), "sitting:corpus", "", also=("/authoring/rules/",)),
    Section(_("草稿"), "authoring:draft", "", also=("/authoring/publications/",)),
    Section(_("体检"), "authoring:checkup", ""),
    Section(_("版本"), "sitting:editions", ""),
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
    _("题库"), "authoring:questions", "grid",
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
COMPETENCY = Section(_("学情"), "oversight:competency", "user")
ROUNDS_PAGES = (
    Section(_("场次"), "oversight:rounds", ""),
    Section(_("组卷蓝图"), "oversight:blueprints", ""),
)
#: Further tabs of 场次, for managers.
MANAGER_PAGES = (
    Section(_("人员"), "oversight:people", ""),
    Section(_("全部数据"), "oversight:takeouts", ""),
)


@register.inclusion_tag("components/nav_links.html", takes_context=True)
def nav_links(context: template.Context, *, icons: bool = False) -> dict[str, object]:
    """The links of the main navigation, the one that the page belongs to marked."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return {"links": links_from(""), "icons": icons}
    sections = (*SECTIONS, BANK, ROUNDS, COMPETENCY, MARKING) if may_mark(request.user) else SECTIONS
    return {"links": links_from(request.path, sections), "icons": icons}


@register.inclusion_tag("components/marking_tabs.html", takes_context=True)
def marking_tabs(context: template.Context) -> dict[str, object]:
    """The tabs of 评卷."""
    request: HttpRequest = context["request"]
    return {"links": links_from(request.path, MARKING_PAGES)}


@register.inclusion_tag("components/bank_tabs.html", takes_context=True)
def bank_tabs(context: template.Context) -> dict[str, object]:
    """The tabs of 题库; the manager's also lead to the policy."""
    request: HttpRequest = context["request"]
    is_manager = getattr(request.user, "is_manager", False)
    return {"links": links_from(request.path, (*BANK_PAGES, BANK_POLICY) if is_manager else BANK_PAGES)}


@register.inclusion_tag("components/exam_tabs.html", takes_context=True)
def exam_tabs(context: template.Context) -> dict[str, object]:
    """The tabs of 场次: what is held, what papers are made of; for managers who sits them, and everything as a file."""
    request: HttpRequest = context["request"]
    is_manager = getattr(request.user, "is_manager", False)
    return {"links": links_from(request.path, (*ROUNDS_PAGES, *MANAGER_PAGES) if is_manager else ROUNDS_PAGES)}


@register.simple_tag(takes_context=True)
def unread_notices(context: template.Context) -> int:
    """Return how many lines of the reader's inbox are unread: one query."""
    return unread_count(context["request"].user)


@register.inclusion_tag("components/corpus_tabs.html", takes_context=True)
def corpus_tabs(context: template.Context) -> dict[str, object]:
    """The tabs of 规则库, for those who keep the rules, with how many questions wait to be looked at.

    A trainee sees the rules alone and needs none.
    """
    request: HttpRequest | None = context.get("request")
    if request is None or not may_author(request.user):
        return {"links": []}
    waiting, queue = open_reviews(), reverse(REVIEW_QUEUE)
    links = links_from(request.path, CORPUS_PAGES)
    return {
        "links": [
            replace(one, label=f"{one.label} {waiting}") if waiting and one.url == queue else one for one in links
        ]
    }


@register.simple_tag(takes_context=True)
def waiting_reviews(context: template.Context) -> int:
    """Return how many questions wait to be looked at, for trainers; for others 0."""
    user = context["request"].user
    return open_reviews() if getattr(user, "is_trainer", False) else 0


def links_from(path: str, sections: Sequence[Section] = SECTIONS) -> list[NavLink]:
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


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawn icon, silent to screen readers: a word stands beside it."""
    return _drawn(name)


@cache
def _drawn(name: str) -> SafeString:
    url = static("img/icons.svg")
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#i-{}"/></svg>', url, name)


@register.simple_tag
def corpus_label() -> str:
    """The label of the edition in force, empty while none is loaded."""
    try:
        return api.current_edition().label
    except api.NoEditionError:
        return ""
