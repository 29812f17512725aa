"""Cut a normalised reply into clauses and sentences, and weigh the negations to the left of a word. Pure."""

import re
from dataclasses import dataclass

from certification.drills.recogniser.lexicon_files import read_lexicon
from certification.drills.recogniser.normalise import split

_CLAUSE_ENDS = re.compile(r"[，。！？；：…~\n:（）\[\]【】《》“”\"|]+|(?<!\d)\.|\.(?!\d)|—+|-{2,}")
_SENTENCE_ENDS = re.compile(r"[。！？；\n…]+|\.{2,}")
_FARTHEST = 60
_LONGEST_MASK = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch [start, end) of a view in which a pattern is looked for."""

    start: int
    end: int
    text: str


def clauses(text: str) -> list[Unit]:
    return [Unit(start, end, text[start:end]) for start, end in split(text, _CLAUSE_ENDS)]


def sentences(text: str) -> list[Unit]:
    return [Unit(start, end, text[start:end]) for start, end in split(text, _SENTENCE_ENDS)]


def is_negated(clause: Unit, place: int) -> bool:
    """Tell whether an odd number of negations governs what begins at ``place`` of the view."""
    data = read_lexicon().negation
    end = max(0, place - clause.start)
    start = max(0, end - _FARTHEST)
    left = data.masks.sub(lambda found: "　" * len(found.group()), clause.text[start : end + _LONGEST_MASK])
    left = left[: end - start]
    barriers = [found.end() for found in data.barriers.finditer(left)]
    window = left[max([len(left) - data.window, *barriers, 0]) :]
    negations = len(data.negators.findall(window))
    negations += bool(data.behind.match(clause.text[end : end + _FARTHEST]))
    return negations % 2 == 1
