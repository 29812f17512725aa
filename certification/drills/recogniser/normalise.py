"""Write a reply the way the lexicon expects, and remember where every character came from. Pure.

Chinese chat is full of full-width digits, traditional characters, nicknames of forbidden channels and typos of the
same sound. All of it is folded here, once, so that the lexicon says each thing in one way.
"""

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from certification.drills.recogniser.data import read_data

_IGNORED_CATEGORIES = frozenset({"Cf", "Mn", "Me", "Cc", "Cs", "Co", "Cn"})
_MAX_ALIAS_PASSES = 4
_FULL_WIDTH = str.maketrans(",;!?()", "，；！？（）")


@dataclass(frozen=True, slots=True)
class View:
    """A rewriting of a raw text; character i of ``text`` stands for raw[starts[i]:ends[i]]."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span [from, to) of the non-empty span [start, end) of this view."""
        return self.starts[start], max(self.ends[start:end])

    def kept(self, keep: Callable[[str], bool]) -> "View":
        """Return this view without the characters that ``keep`` rejects."""
        places = [i for i, char in enumerate(self.text) if keep(char)]
        return View(
            "".join(self.text[i] for i in places),
            tuple(self.starts[i] for i in places),
            tuple(self.ends[i] for i in places),
        )


def normalise(raw: str) -> View:
    """Fold width, case, script, aliases and typos of key words."""
    view = _fold(raw)
    for _ in range(_MAX_ALIAS_PASSES):
        rewritten = _repair(_replace_aliases(view))
        if rewritten.text == view.text:
            break
        view = rewritten
    return view


def dense(view: View) -> View:
    """Return the view with letters, digits and characters only: 微 信, 好·评 and 加-V read as one word."""
    return view.kept(str.isalnum)


@lru_cache(maxsize=16_384)
def _folded(char: str) -> str:
    table = _traditional()
    before, now = "", char
    while now != before:
        before = now
        folded = unicodedata.normalize("NFKC", now).lower().translate(_FULL_WIDTH)
        now = "".join(table.get(c, c) for c in folded if _counts(c))
    return now


def _counts(char: str) -> bool:
    return char in "\n\t\r" or unicodedata.category(char) not in _IGNORED_CATEGORIES


def _fold(raw: str) -> View:
    chars: list[str] = []
    starts: list[int] = []
    for place, char in enumerate(raw):
        for folded in _folded(char):
            chars.append("\n" if folded in "\r\n" else " " if folded.isspace() else folded)
            starts.append(place)
    return View("".join(chars), tuple(starts), tuple(start + 1 for start in starts))


@cache
def _traditional() -> dict[str, str]:
    table = json.loads(read_data("traditional.json"))
    return dict(zip(table["from"], table["to"], strict=True))


@cache
def _aliases() -> tuple[re.Pattern[str], dict[str, str]]:
    table: dict[str, str] = {}
    for line in read_data("aliases.txt").splitlines():
        words = line.split("#")[0].split()
        table.update(dict.fromkeys(words[1:], words[0])) if words else None
    longest_first = sorted(table, key=lambda alias: (-len(alias), alias))
    return re.compile("|".join(map(re.escape, longest_first))), table


def _replace_aliases(view: View) -> View:
    pattern, table = _aliases()
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for found in pattern.finditer(view.text):
        start, end = found.span()
        word = table[found.group()]
        parts += [view.text[done:start], word]
        starts += [*view.starts[done:start], *[view.starts[start]] * len(word)]
        ends += [*view.ends[done:start], *[view.ends[end - 1]] * len(word)]
        done = end
    if not parts:
        return view
    parts.append(view.text[done:])
    return View("".join(parts), (*starts, *view.starts[done:]), (*ends, *view.ends[done:]))


@dataclass(frozen=True, slots=True)
class _Homophones:
    words: dict[tuple[str, ...], str]
    syllable: dict[str, str]
    real_words: frozenset[str]


@cache
def _homophones() -> _Homophones:
    data = json.loads(read_data("homophones.json"))
    return _Homophones(
        {tuple(syllables): word for word, syllables in data["words"].items()},
        {char: syllable for syllable, chars in data["syllables"].items() for char in chars},
        frozenset(data["real_words"]),
    )


def _repair(view: View) -> View:
    """Put the key word where the same sounds are written with other characters: 晕费 is 运费."""
    sounds = _homophones()
    text = view.text
    heard = [sounds.syllable.get(char, "") for char in text]
    changes: dict[int, str] = {}
    for length in sorted({len(key) for key in sounds.words}, reverse=True):
        for place in range(len(text) - length + 1):
            if not heard[place]:
                continue
            word = sounds.words.get(tuple(heard[place : place + length]))
            written = text[place : place + length]
            if word and written != word and written not in sounds.real_words and place not in changes:
                changes.update({place + i: char for i, char in enumerate(word)})
    if not changes:
        return view
    repaired = "".join(changes.get(i, char) for i, char in enumerate(text))
    return View(repaired, view.starts, view.ends)


def split(text: str, separators: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return the spans between separators, without the empty ones."""
    edges = [0, *(edge for found in separators.finditer(text) for edge in found.span()), len(text)]
    spans = [pair for i, pair in enumerate(pairwise(edges)) if i % 2 == 0]
    return [(start, end) for start, end in spans if text[start:end].strip()]
