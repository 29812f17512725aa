"""The grammar of marked-up text: what is a mark, and what of it a text is made of. Pure.

What authors may use: paragraphs and line breaks, `*stress*` and `**stress**`, lists, quotations, tables, `code`, and
pictures of this site, `![what it shows](picture:ID)`. Everything else (headings, links, HTML, entities, underscores)
stays the characters that were typed.
"""

import re
import uuid
from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

#: Longer texts are shown as they were typed: nobody writes them, and reading them would cost time.
MOST_CHARS: Final = 8_000
_BLOCK_RULES: Final = ("blockquote", "list", "table", "paragraph")
_INLINE_RULES: Final = ("text", "newline", "escape", "backticks", "emphasis", "image")
#: What may begin a mark; a text without any of it is plain and needs no reading.
_MARK: Final = re.compile(r"[*`\\\n\r\0]|!\[|^\s*(?:>|(?:[-+]|\d{1,9}[.)])\s)")
_PICTURE: Final = re.compile(r"picture:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_CJK: Final = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_STAR: Final = "*"


def is_plain(text: str) -> bool:
    """Say whether there is nothing to read in a text: it is shown as it was typed."""
    return len(text) > MOST_CHARS or not _MARK.search(text)


def read(text: str) -> list[Token]:
    """Return the blocks of a text."""
    return READER.parse(text.strip())


def read_line(text: str) -> list[Token]:
    """Return a text as one line: what would begin a block stays the characters that were typed."""
    return READER.parseInline(text.strip())


def picture_ids(text: str) -> list[uuid.UUID]:
    """Return the pictures that a text shows, each once, in their order."""
    if is_plain(text):
        return []
    return list(dict.fromkeys(map(picture_id, _images(read(text)))))


def picture_id(image: Token) -> uuid.UUID:
    """Return which picture an image token shows."""
    return uuid.UUID(str(image.attrs["src"]).removeprefix("picture:"))


def _images(tokens: Sequence[Token]) -> Iterator[Token]:
    return (child for token in tokens for child in token.children or () if child.type == "image")


def words(children: Sequence[Token]) -> str:
    """Return the letters of a line; a picture is its description in brackets."""
    return "".join(
        f"［图：{words(token.children or ())}］" if token.type == "image" else letters(token) for token in children
    )


def letters(token: Token) -> str:
    """Return what a token of a line adds to its text; a picture adds nothing."""
    return "\n" if token.type in ("softbreak", "hardbreak") else token.content if token.type != "image" else ""


def _stars(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as markdown-it calls it
    """Read `*` and `**`, also between Chinese characters, which CommonMark would leave alone: **注意：**买家."""
    start = state.pos
    if state.src[start] != _STAR or silent:
        return False
    end = start
    while end < state.posMax and state.src[end] == _STAR:
        end += 1
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    for _each in range(end - start):
        state.push("text", "", 0).content = _STAR
        state.delimiters.append(
            Delimiter(
                marker=ord(_STAR),
                length=end - start,
                token=len(state.tokens) - 1,
                end=-1,
                open=_may_touch(after, before),
                close=_may_touch(before, after),
            )
        )
    state.pos = end
    return True


def _may_touch(inner: str, outer: str) -> bool:
    """Say whether stress may lie at a star: on its inner side `inner`, on the other one `outer`."""
    if isWhiteSpace(ord(inner)):
        return False
    return not _is_mark(inner) or isWhiteSpace(ord(outer)) or _is_mark(outer) or bool(_CJK.match(outer))


def _is_mark(char: str) -> bool:
    return isPunctChar(char) or isMdAsciiPunct(ord(char))


def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"breaks": True}).enable([*_BLOCK_RULES, *_INLINE_RULES])
    reader.inline.ruler.at("emphasis", _stars)
    reader.validateLink = lambda url: _PICTURE.fullmatch(url) is not None  # type: ignore[method-assign]
    reader.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return reader


READER: Final = _reader()
