"""A reply cut at the spans that convinced the judge, so that a page can mark them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

#: Where two marks lie on the same words, the graver one colours them.
GRAVITY: Final = ("seal", "warn", "good", "")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch [start, end) of a reply, in characters; `number` repeats in the marking below it."""

    start: int
    end: int
    tone: str
    number: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a reply: plain where it has no tone; `numbers` of the marks that end here."""

    text: str
    tone: str = ""
    numbers: tuple[int, ...] = ()


def segments(text: str, marks: Sequence[Mark]) -> tuple[Segment, ...]:
    """Return `text` in pieces: joined they are the text again, and none crosses the border of a mark.

    A mark that reaches beyond the text is cut; one of no length marks nothing.
    """
    fitted = [
        Mark(max(0, min(one.start, len(text))), max(0, min(one.end, len(text))), one.tone, one.number) for one in marks
    ]
    fitted = [one for one in fitted if one.end > one.start]
    borders = sorted({0, len(text), *(one.start for one in fitted), *(one.end for one in fitted)})
    return tuple(_piece(text, start, end, fitted) for start, end in pairwise(borders))


def _piece(text: str, start: int, end: int, marks: Sequence[Mark]) -> Segment:
    over = [one for one in marks if one.start <= start and end <= one.end]
    tone = min((one.tone for one in over), key=GRAVITY.index, default="")
    return Segment(text[start:end], tone, tuple(sorted(one.number for one in over if one.end == end)))
