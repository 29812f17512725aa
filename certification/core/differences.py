"""Where two texts differ, line by line and letter by letter. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

#: Beyond this a difference letter by letter says less than the two lines one under the other.
_LONGEST_PAIR: Final = 1200
_ALIKE: Final = 0.4
#: What is compared as one: a number, a date, a name; any other character by itself.
_WORD: Final = re.compile(r"[0-9A-Za-z_.:@-]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``css`` is ins, del or nothing."""

    text: str
    css: str = ""


def lines(before: Sequence[str], after: Sequence[str]) -> Iterable[tuple[Piece, ...]]:
    """Yield the lines that differ; what was replaced by something like it is told letter by letter."""
    for tag, low, high, new_low, new_high in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = before[low:high], after[new_low:new_high]
        if tag == "equal":
            continue
        paired = min(len(old), len(new))
        for was, is_now in zip(old, new, strict=False):
            yield from pieces(was, is_now)
        yield from ((Piece(line, "del"),) for line in old[paired:])
        yield from ((Piece(line, "ins"),) for line in new[paired:])


def pieces(old: str, new: str) -> Sequence[tuple[Piece, ...]]:
    """Return two lines as one with its differences, or as two where they have little in common."""
    apart = ((Piece(old, "del"),), (Piece(new, "ins"),))
    if len(old) + len(new) > _LONGEST_PAIR:
        return apart
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return apart
    found = []
    for tag, low, high, new_low, new_high in matcher.get_opcodes():
        gone, come = "".join(before[low:high]), "".join(after[new_low:new_high])
        if tag == "equal":
            found.append(Piece(gone))
            continue
        found += [Piece(text, css) for text, css in ((gone, "del"), (come, "ins")) if text]
    return (tuple(found),)
