"""The frame around every page: navigation, icons, the edition that the site decides by."""

from dataclasses import replace
from functools import cache

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cases import api
from certification.handbook.contents import page_about
from certification.navigation import (
    AT_THE_BOTTOM,
    BANK_PAGES,
    BANK_POLICY,
    CERTIFICATES,
    COMPETENCY_PAGES,
    CORPUS_PAGES,
    MANAGER_PAGES,
    MARKING_PAGES,
    OPERATIONS_PAGES,
    REVIEW_QUEUE,
    ROUNDS_PAGES,
    NavLink,
    links_from,
    sections_of,
)
from certification.people.domain import Language, language_among
from certification.people.notices import unread_count
from certification.people.permissions import may_author
from certification.publishing.reviews.services import open_reviews

register = template.Library()


@register.inclusion_tag("components/nav_links.html", takes_context=True)
def nav_links(context: template.Context) -> dict[str, object]:
    """The links of the main navigation, the one that the page belongs to marked."""
    return {"links": _links(context)}


@register.inclusion_tag("components/nav_links.html", takes_context=True)
def bottom_links(context: template.Context) -> dict[str, object]:
    """The first of them, with icons, for the bottom of a phone."""
    return {"links": _links(context)[:AT_THE_BOTTOM], "icons": True}


@register.inclusion_tag("components/more_links.html", takes_context=True)
def more_links(context: template.Context) -> dict[str, object]:
    """Those that have no place at the bottom of a phone, and the handbook."""
    return {"links": _links(context)[AT_THE_BOTTOM:], "help": help_address(context)}


def _links(context: template.Context) -> list[NavLink]:
    request: HttpRequest | None = context.get("request")
    if request is None:
        return links_from("", sections_of(None))
    return links_from(request.path, sections_of(request.user))


@register.inclusion_tag("components/marking_tabs.html", takes_context=True)
def marking_tabs(context: template.Context) -> dict[str, object]:
    """The tabs of 评卷."""
    request: HttpRequest = context["request"]
    return {"links": links_from(request.path, MARKING_PAGES)}


@register.inclusion_tag("components/competency_tabs.html", takes_context=True)
def competency_tabs(context: template.Context) -> dict[str, object]:
    """The tabs of 学情; the manager's also lead to certificates."""
    request: HttpRequest = context["request"]
    is_manager = getattr(request.user, "is_manager", False)
    return {"links": links_from(request.path, (*COMPETENCY_PAGES, CERTIFICATES) if is_manager else COMPETENCY_PAGES)}


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


@register.inclusion_tag("components/operations_tabs.html", takes_context=True)
def operations_tabs(context: template.Context) -> dict[str, object]:
    """The tabs of 运维, for managers and operators."""
    request: HttpRequest = context["request"]
    return {"links": links_from(request.path, OPERATIONS_PAGES)}


@register.simple_tag(takes_context=True)
def help_address(context: template.Context) -> str:
    """Return where the handbook tells about the page that one is on; its contents where it does not."""
    request: HttpRequest | None = context.get("request")
    slug = page_about(request.path) if request is not None else ""
    return reverse("handbook:page", args=[slug]) if slug else reverse("handbook:contents")


@register.simple_tag(takes_context=True)
def unread_notices(context: template.Context) -> int:
    """Return how many lines of the reader's inbox are unread: no query where they signed in by a session."""
    reader = context["request"].user
    known: int | None = getattr(reader, "unread_notices", None)
    return unread_count(reader) if known is None else known


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


@register.simple_tag
def page_language() -> str:
    """Return what the page is written in, as `lang` of HTML names it."""
    return language_among(get_language()).tag


@register.inclusion_tag("components/language_switch.html", takes_context=True)
def language_switch(context: template.Context) -> dict[str, object]:
    """A button for each other language, leading back to the page; none on a page that knows of no request."""
    request: HttpRequest | None = context.get("request")
    here = language_among(get_language())
    others = [one for one in Language if one is not here and request is not None]
    return {"languages": others, "back": request.get_full_path() if request is not None else ""}


@register.inclusion_tag("certification/people/_account_language.html", takes_context=True)
def account_language(context: template.Context) -> dict[str, object]:
    """The languages to choose from on one's account page, the one that it is read in marked."""
    here = language_among(get_language())
    return {"languages": [(one, one is here) for one in Language], "csrf_token": context.get("csrf_token")}


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
