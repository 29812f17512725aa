"""The frame around every page: navigation and icons."""

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

register = template.Library()

NAV = (
    ("home", _("今日"), "sitting:home", "home"),
    ("mocks", _("模考"), "sitting:mocks", "exam"),
    ("practice", _("练习"), "sitting:practice", "book"),
    ("corpus", _("规则库"), "sitting:corpus", "grid"),
    ("try", _("试一案"), "sitting:try", "diff"),
)


@dataclass(frozen=True, slots=True)
class NavItem:
    section: str
    label: str
    url: str
    icon: str
    is_current: bool


@register.inclusion_tag("components/nav_links.html", takes_context=True)
def nav_links(context: template.Context, *, icons: bool = False) -> dict[str, object]:
    """The links of the main navigation; the page's own section is `section` in the context, else that of its path."""
    request: HttpRequest | None = context.get("request")
    section: str = context.get("section") or ""
    path = request.path if request else ""
    return {"items": nav_items(path, section), "icons": icons}


def nav_items(path: str, section: str) -> list[NavItem]:
    """Return the entries, marking the one named `section`, else the one whose URL `path` lies under."""
    urls = {name: url for name, _label, route, _icon in NAV if (url := url_or_none(route))}
    under = [name for name, url in urls.items() if path == url or (url != "/" and path.startswith(url))]
    here = section or (under[0] if under else "")
    return [
        NavItem(name, str(label), urls[name], icon, name == here) for name, label, _route, icon in NAV if name in urls
    ]


def url_or_none(route: str) -> str | None:
    try:
        return reverse(route)
    except NoReverseMatch:
        return None


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawn icon, silent to screen readers: a word stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#i-{}"/></svg>', static("img/icons.svg"), name
    )
