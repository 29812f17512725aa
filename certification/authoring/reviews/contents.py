"""A content as its pages show it: options with what they claim and whether that holds, the case in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases import api
from certification.bank.caseform.claim_rows import say_claim
from certification.bank.deriving import case_of_key, case_of_option
from certification.bank.domain import Content
from certification.bank.stems import Stem, read_stem
from certification.bank.workflow.changes import case_lines, diff_lines
from certification.core.case_links import try_url


@dataclass(frozen=True, slots=True)
class OptionLine:
    """An option: what it says, what it claims in words, under which supposition, and whether it holds."""

    label: str
    text: str
    claim: str
    supposed: tuple[str, ...]
    truth: bool | None
    is_key: bool
    is_judged: bool
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A content in full."""

    content: Content
    stem: Stem
    case: tuple[str, ...]
    options: tuple[OptionLine, ...]
    key: tuple[str, ...]
    why_url: str


def show(content: Content, *, key: Sequence[int], truths: Sequence[bool | None] = (), edition: api.Edition) -> Shown:
    """Return a content with its key; without truths nothing was judged."""
    lines = [_line(content, index, key, truths, edition) for index in range(len(content.options))]
    return Shown(
        content=content,
        stem=read_stem(content),
        case=tuple(case_lines(content.case, edition)),
        options=tuple(lines),
        key=labels_of(content, key),
        why_url=try_url(case_of_key(content, key)) if key and content.has_case else "",
    )


def labels_of(content: Content, key: Sequence[int]) -> tuple[str, ...]:
    """Return a key as its author says it."""
    return tuple(content.labels[index] for index in key if index < len(content.labels))


def _line(
    content: Content, index: int, key: Sequence[int], truths: Sequence[bool | None], edition: api.Edition
) -> OptionLine:
    option = content.options[index]
    is_judged = index < len(truths)
    label = content.labels[index]
    return OptionLine(
        label="" if label == option.text else label,
        text=option.text,
        claim=say_claim(option.claim, edition.vocabulary) if option.claim else "",
        supposed=tuple(supposed(content, index, edition)),
        truth=truths[index] if is_judged else None,
        is_key=index in key,
        is_judged=is_judged,
        url=try_url(case_of_option(content, index)) if option.overlay else "",
    )


def supposed(content: Content, index: int, edition: api.Edition) -> list[str]:
    """Return what an option supposes besides the case, in words."""
    if not content.options[index].overlay:
        return []
    pieces = diff_lines(case_lines(content.case, edition), case_lines(case_of_option(content, index), edition))
    return [piece.text for piece in pieces if piece.how == "ins"]
