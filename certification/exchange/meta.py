"""What formats without a place for it carry as tags: the difficulty. And texts as plain or Markdown. Pure."""

import re
from collections.abc import Iterable
from typing import Final

from certification.exchange.domain import ForeignQuestion, RowProblem
from certification.exchange.texts import is_marked, markdown_of_plain, plain_of

_DIFFICULTY: Final = re.compile(r"难度[-:：]([1-5])")
MARKDOWN, PLAIN = "markdown", "plain"
NOT_CHOICE: Final = "只收单选、多选、判断；这道题是{kind}，导不进来"


def tags_with_difficulty(question: ForeignQuestion) -> tuple[str, ...]:
    """Return the tags of a question, with its difficulty among them."""
    return (*question.tags, f"难度-{question.difficulty}") if question.difficulty else question.tags


def without_difficulty(tags: Iterable[str]) -> tuple[tuple[str, ...], int]:
    """Return the tags proper, each once, and the difficulty among them; 0 where there is none."""
    kept, difficulty = [], 0
    for tag in tags:
        found = _DIFFICULTY.fullmatch(tag.strip())
        if found:
            difficulty = int(found.group(1))
        elif tag.strip():
            kept.append(" ".join(tag.split()))
    return tuple(dict.fromkeys(kept)), difficulty


def texts_of(question: ForeignQuestion) -> tuple[str, ...]:
    """Return every text of a question that may be marked up."""
    options = (text for one in question.options for text in (one.text, one.feedback))
    return (question.stem, question.explanation, *options)


def kind_of(texts: Iterable[str]) -> str:
    """Return how texts are to be written: plain where nothing is lost by it."""
    return MARKDOWN if any(map(is_marked, texts)) else PLAIN


def written(text: str, kind: str) -> str:
    """Return a text as it is written in that kind."""
    return text if kind == MARKDOWN else plain_of(text)


def read(text: str, kind: str) -> str:
    """Return as Markdown what was written in that kind."""
    return text.strip() if kind == MARKDOWN else markdown_of_plain(text.strip())


def not_choice(kind: str, value: str) -> RowProblem:
    """Return what is told of a question of a type that the bank has not."""
    return RowProblem("题型", value, NOT_CHOICE.format(kind=kind))


def lost_by(question: ForeignQuestion) -> tuple[str, ...]:
    """Return what no format but our own sheets can hold of a question."""
    found = []
    if question.case or question.cited:
        found.append("案情和主张" if question.case else "引用条文")
    if question.ask != "correct":
        found.append("问法")
    if any(one.pinned for one in question.options) and question.type != "truefalse":
        found.append("固定选项")
    found += [
        name
        for name, has in (
            ("相克组", question.enemies),
            ("题源", question.template),
            ("题池", question.pool == "secure"),
        )
        if has
    ]
    return tuple(found)
