"""The pages of the handbook as HTML, read from the Markdown files beside this module.

The files are the project's own, so nothing in them is distrusted; what a page may hold is checked by a test.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from PIL import Image

from certification.handbook.contents import SLUGS
from certification.people.domain import Language

FOLDER: Final = Path(__file__).parent / "pages"
#: The pictures of the documents are those of the handbook too; `STATICFILES_DIRS` gives them this address.
PICTURES: Final = "screenshots/"
#: How pictures of a wide window and of a phone are named.
WIDE, NARROW = "-1280.", "-375."
#: What scrolls can be scrolled by keyboard.
_PRE: Final = '<pre tabindex="0">'
_NOT_IN_AN_ID: Final = re.compile(r"[^\w-]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the second level: the id to jump to, and its words."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its title, what it is about in a sentence or two, its HTML without the title, and what it is made of."""

    slug: str
    title: str
    lead: str
    html: str
    headings: tuple[Heading, ...]


@cache  # as many as there are files
def read_page(slug: str, language: Language) -> Page:
    """Return a page in a language.

    Raises:
        KeyError: there is no such page.
    """
    if slug not in SLUGS:
        raise KeyError(slug)
    tokens = _MARKDOWN.parse(file_of(slug, language).read_text(encoding="utf-8"))
    _mend(tokens)
    with translation.override(language):
        html = _MARKDOWN.renderer.render(tokens[3:], _MARKDOWN.options, {}).replace("<pre>", _PRE)
    return Page(slug, words_of(tokens[1]), words_of(tokens[4]), html, _headings(tokens))


def file_of(slug: str, language: Language) -> Path:
    """Return where a page lies in a language."""
    return FOLDER / language.partition("-")[0] / f"{slug}.md"


def words_of(inline: Token) -> str:
    """Return the text of a line without its marks."""
    return "".join(one.content or " " * (one.type == "softbreak") for one in inline.children or ())


def id_of(words: str) -> str:
    """Return what a heading is jumped to by: `## 取消 别人的` is `#取消-别人的`."""
    return _NOT_IN_AN_ID.sub("", words.strip().lower().replace(" ", "-"))


def _headings(tokens: Sequence[Token]) -> tuple[Heading, ...]:
    pairs = itertools.pairwise(tokens)
    return tuple(
        Heading(str(one.attrs["id"]), words_of(line))
        for one, line in pairs
        if one.type == "heading_open" and one.tag == "h2"
    )


def _mend(tokens: Sequence[Token]) -> None:
    """Give headings their ids and links their addresses."""
    for one, following in itertools.pairwise(tokens):
        if one.type == "heading_open":
            one.attrs["id"] = id_of(words_of(following))
        for child in one.children or ():
            if child.type == "link_open":
                child.attrs["href"] = _address(str(child.attrs["href"]))


def _address(written: str) -> str:
    """Return where a link leads: a page of the site as it stands, a page of the handbook by its slug."""
    if written.startswith(("/", "#")):
        return written
    slug, mark, heading = written.partition("#")
    return reverse("handbook:page", args=[slug]) + mark + heading


def _image(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: EnvType) -> str:
    """The picture twice, of a wide window and of a phone, of which the style sheet shows the one that fits."""
    wide, alt = str(tokens[at].attrs["src"]), self.renderInlineAsText(tokens[at].children, options, env)
    return _picture("of-wide", wide, alt) + _picture("of-phone", wide.replace(WIDE, NARROW), alt)


def _picture(kind: str, written: str, alt: str) -> str:
    """The page shows the top of a picture; pressed, it is shown whole."""
    with Image.open(settings.SCREENSHOTS_DIR / written.removeprefix(PICTURES)) as picture:
        width, height = picture.size
    return format_html(
        '<a class="{}" href="{src}"><img src="{src}" alt="{}" width="{}" height="{}" loading="lazy"></a>',
        kind,
        alt,
        width,
        height,
        src=static(written),
    )


def _table_open(_self: RendererHTML, *_what: Any) -> str:
    """A wide table scrolls in a frame of its own."""
    frame = f'<div class="table-scroll table-fit" tabindex="0" role="region" aria-label="{escape(_("表格"))}">'
    return f'{frame}<table class="table">'


def _table_close(_self: RendererHTML, *_what: Any) -> str:
    return "</table></div>"


_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table")
_MARKDOWN.add_render_rule("table_open", _table_open)
_MARKDOWN.add_render_rule("table_close", _table_close)
_MARKDOWN.add_render_rule("image", _image)
