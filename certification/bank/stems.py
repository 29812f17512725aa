"""Stems and options as pages show them: Markdown made clean, with what is asked for stressed; or as plain text."""

import re
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from certification.bank.domain import Content, QuestionType
from certification.bank.markup.html import Rendered, Shown, render, render_line
from certification.bank.markup.plain import plain_line, plain_text
from certification.bank.markup.reading import picture_ids
from certification.bank.pictures.reading import shown_pictures

#: The words that say what is asked for; they are the only `<em>` of a stem, what its author stresses is `<strong>`.
_POLARITY: Final = re.compile(
    r"不正确|不恰当|不妥当|不合理|不符合|不属于|不成立|不支持|不应当|不对|错误|正确|恰当|妥当|合理|构成|符合|属于"
)
_REMEMBERED: Final = 4_096


@dataclass(frozen=True, slots=True)
class Stem:
    """A stem: `html` fits into a paragraph, unless it has blocks of its own; `text` is one line without marks."""

    html: SafeString
    has_blocks: bool
    text: str

    def __str__(self) -> str:
        return self.html


def read_stem(content: Content) -> Stem:
    """Return the stem of a question, with its polarity stressed: the last such word of the last sentence."""
    return stem_of(content.stem, content.type)


def stem_of(text: str, kind: QuestionType) -> Stem:
    """Return a stem that may not be part of a question yet."""
    rendered = _rendered(text, _pictures(text), is_judgement=kind is QuestionType.TRUEFALSE)
    return Stem(mark_safe(rendered.html), rendered.has_blocks, plain_line(text))  # noqa: S308 - cleaned by nh3


def stem_html(content: Content) -> SafeString:
    """Return the stem as HTML: the inside of a paragraph, or blocks."""
    return read_stem(content).html


def stem_text(content: Content) -> str:
    """Return the stem on one line without marks: for lists, tables and screen readers."""
    return plain_line(content.stem)


def option_html(text: str) -> SafeString:
    """Return the text of an option as HTML that fits into a line."""
    return mark_safe(_option(text, _pictures(text)))  # noqa: S308 - cleaned by nh3


def option_text(text: str) -> str:
    """Return the text of an option without marks."""
    return plain_line(text)


def words_of(content: Content) -> str:
    """Return everything a question says, without marks: what a search looks through."""
    return "\n".join((plain_text(content.stem), *(plain_text(option.text) for option in content.options)))


Pictures = tuple[tuple[uuid.UUID, Shown], ...]


def _pictures(text: str) -> Pictures:
    names = picture_ids(text)
    return tuple(shown_pictures(names).items()) if names else ()


@lru_cache(_REMEMBERED)
def _rendered(text: str, pictures: Pictures, *, is_judgement: bool) -> Rendered:
    return render(text, dict(pictures), stress=None if is_judgement else _POLARITY)


@lru_cache(_REMEMBERED)
def _option(text: str, pictures: Pictures) -> str:
    return render_line(text, dict(pictures))
