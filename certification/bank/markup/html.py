"""Marked-up text as clean HTML. Pure.

What is rendered goes through a short list of tags at the very end, so that a mistake before it lets nothing out.
"""

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

import nh3
from markdown_it.token import Token

from certification.bank.markup.reading import READER, is_plain, letters, picture_id, read, read_line, words

_BLOCK_TAGS: Final = frozenset(
    {"p", "ul", "ol", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "div"}
)
_INLINE_TAGS: Final = frozenset({"br", "strong", "em", "code", "img"})
_ATTRIBUTES: Final = {
    "img": {"src", "srcset", "sizes", "alt", "width", "height"},
    "ol": {"start"},
    "th": {"data-align"},
    "td": {"data-align"},
    "div": {"class", "tabindex", "role", "aria-label"},
}
_CLEANER: Final = nh3.Cleaner(
    tags=set(_BLOCK_TAGS | _INLINE_TAGS), attributes=_ATTRIBUTES, url_schemes=set(), link_rel=None
)
_SIZES: Final = "(max-width: 40rem) 90vw, 44rem"
#: A wide table scrolls in a frame of its own.
_TABLE: Final = '<div class="q-table" tabindex="0" role="region" aria-label="表格"><table>'


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as a page shows it: addresses, and its size so that the page does not jump when it comes."""

    src: str
    srcset: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """Clean HTML: of one paragraph without its tag, or of several blocks."""

    html: str
    has_blocks: bool


def render(
    text: str, pictures: Mapping[uuid.UUID, Shown] | None = None, *, stress: re.Pattern[str] | None = None
) -> Rendered:
    """Return a text as HTML.

    Args:
        text: what was typed.
        pictures: those that are there; of any other only its description is shown.
        stress: the last match in the last sentence of the last paragraph becomes the text's one `<em>`.
    """
    if is_plain(text):
        return Rendered(_plain_html(text, stress), has_blocks=False)
    tokens = read(text)
    lone = [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    return Rendered(_html(tokens[1:2] if lone else tokens, pictures or {}, stress), has_blocks=not lone)


def render_line(text: str, pictures: Mapping[uuid.UUID, Shown] | None = None) -> str:
    """Return a text as HTML that fits into a line: its blocks stay the characters that were typed."""
    return escape(text) if is_plain(text) else _html(read_line(text), pictures or {}, None)


def _plain_html(text: str, stress: re.Pattern[str] | None) -> str:
    found = _stressed(text, stress)
    if found is None:
        return escape(text)
    start, end = found
    return f"{escape(text[:start])}<em>{escape(text[start:end])}</em>{escape(text[end:])}"


def _stressed(text: str, stress: re.Pattern[str] | None) -> tuple[int, int] | None:
    """Return where the last match stands in the last sentence."""
    if stress is None:
        return None
    start = max(text.rstrip("。？?）)").rfind(mark) for mark in "。！；") + 1
    found = list(stress.finditer(text, start))
    return found[-1].span() if found else None


def _html(tokens: Sequence[Token], pictures: Mapping[uuid.UUID, Shown], stress: re.Pattern[str] | None) -> str:
    for token in tokens:
        if token.type in ("th_open", "td_open") and (style := token.attrs.pop("style", "")):
            token.attrs["data-align"] = str(style).removeprefix("text-align:")
        if token.children is not None:
            token.children = [_mended(child, pictures) for child in token.children]
    if stress is not None:
        _stress_last(tokens, stress)
    html = READER.renderer.render(tokens, READER.options, {})
    return _CLEANER.clean(html.replace("<table>", _TABLE).replace("</table>", "</table></div>")).strip()


def _mended(token: Token, pictures: Mapping[uuid.UUID, Shown]) -> Token:
    """Return a token of a line as it is to be rendered: any stress is strong, a picture has its addresses."""
    if token.type in ("em_open", "em_close"):
        token.tag = "strong"
    if token.type != "image":
        return token
    shown = pictures.get(picture_id(token))
    said = words(token.children or ()) or (shown.alt if shown else "")
    if shown is None:
        return Token("text", "", 0, content=f"［图：{said}］")
    size: dict[str, str | int | float] = {"width": shown.width, "height": shown.height}
    source: dict[str, str | int | float] = {"src": shown.src}
    if shown.srcset:
        source |= {"srcset": shown.srcset, "sizes": _SIZES}
    token.attrs = {**source, **size}
    token.children = [Token("text", "", 0, content=said)]
    return token


def _stress_last(tokens: Sequence[Token], stress: re.Pattern[str]) -> None:
    """Put the one `<em>` into the last paragraph that says something; a list or a table below it does not count."""
    lines = [token for token in tokens if token.type == "inline" and token.level == 1 and _says(token)]
    if not lines:
        return
    children = lines[-1].children or []
    found = _stressed("".join(map(letters, children)), stress)
    if found is not None:
        lines[-1].children = list(_with_stress(children, *found))


def _says(token: Token) -> bool:
    return any(child.type in ("text", "code_inline") and child.content.strip() for child in token.children or ())


def _with_stress(children: Sequence[Token], start: int, end: int) -> Iterator[Token]:
    """Yield the tokens with what lies between two places stressed, also where a mark stands in the midst of it."""
    at = 0
    for token in children:
        text, here = letters(token), at
        at += len(text)
        low, high = max(start - here, 0), min(end - here, len(text))
        if token.type != "text" or low >= high:
            yield token
            continue
        yield Token("text", "", 0, content=text[:low])
        yield Token("stress_open", "em", 1)
        yield Token("text", "", 0, content=text[low:high])
        yield Token("stress_close", "em", -1)
        yield Token("text", "", 0, content=text[high:])
