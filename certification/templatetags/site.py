"""The frame around every page: navigation, icons, the edition that the site decides by."""

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from cases import api

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
    Section(_("规则库"), "sitting:corpus", "grid"),
    Section(_("试一案"), "sitting:try", "diff"),
)


@register.inclusion_tag("components/nav_links.html", takes_context=True)
def nav_links(context: template.Context, *, icons: bool = False) -> dict[str, object]:
    """The links of the main navigation, the one that the page belongs to marked."""
    request: HttpRequest | None = context.get("request")
    return {"links": links_from(request.path if request else ""), "icons": icons}


def links_from(path: str) -> list[NavLink]:
    """Return the links as seen from the page at `path`."""
    links = []
    for section in SECTIONS:
        url = reverse(section.route)
        under = path == url or (url != "/" and path.startswith((url, *section.also)))
        links.append(NavLink(str(section.label), url, section.icon, under))
    return links


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawn icon, silent to screen readers: a word stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#i-{}"/></svg>', static("img/icons.svg"), name
    )


@register.simple_tag
def corpus_label() -> str:
    """The label of the edition in force, empty while none is loaded."""
    try:
        return api.current_edition().label
    except api.NoEditionError:
        return ""
