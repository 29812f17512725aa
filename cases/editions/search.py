"""Finding rules by words: character bigrams over id, title, text and source, ranked, in memory. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Final

from cases.engine.edition import Edition
from cases.engine.rules import Rule

#: What a hit in each part of a rule is worth.
_WEIGHTS: Final[Mapping[str, float]] = {"id": 6.0, "title": 4.0, "text": 1.5, "source": 1.0}
_SEPARATORS: Final = re.compile(r"[\s，。、；：！？（）《》“”‘’·,.;:!?()\[\]\"']+")
_WORD: Final = re.compile(r"[0-9a-z]+|[^0-9a-z]+")
#: A query matches when at least this share of its bigrams occurs in the rule.
_NEEDED_SHARE: Final = 0.5


@dataclass(frozen=True)
class _Index:
    """``parts`` holds the grams of each part of each rule, ``rarity`` how telling each gram is."""

    rules: Sequence[Rule]
    parts: Sequence[Mapping[str, Counter[str]]]
    rarity: Mapping[str, float] = field(default_factory=dict)


_INDEXES: Final[dict[str, _Index]] = {}


def search_rules(text: str, *, edition: Edition) -> tuple[Rule, ...]:
    """The rules that ``text`` finds, best first; an exact id comes before everything, no words find nothing."""
    phrases = _phrases(text)
    wanted = {gram for phrase in phrases for gram in _grams(phrase)}
    if not wanted:
        return ()
    index = _index_of(edition)
    scored = [(_score(index, at, wanted, phrases), -at) for at in range(len(index.rules))]
    best = sorted((pair for pair in scored if pair[0] > 0), reverse=True)
    return tuple(index.rules[-at] for _, at in best)


def _score(index: _Index, at: int, wanted: set[str], phrases: Sequence[str]) -> float:
    parts = index.parts[at]
    found = {gram for gram in wanted if any(gram in grams for grams in parts.values())}
    if len(found) < _NEEDED_SHARE * len(wanted):
        return 0.0
    score = sum(_WEIGHTS[part] * index.rarity[gram] for part, grams in parts.items() for gram in found if gram in grams)
    rule = index.rules[at]
    for phrase in phrases:
        name = _folded(rule.id)
        score += 100.0 if phrase == name else 20.0 if name.startswith(phrase) else 0.0
        score += 8.0 if phrase in _folded(rule.title) else 3.0 if phrase in _folded(rule.text) else 0.0
    return score * len(found) / len(wanted)


def _index_of(edition: Edition) -> _Index:
    if edition.id not in _INDEXES:
        _INDEXES.clear()  # one edition is searched at a time; an index is built in milliseconds
        _INDEXES[edition.id] = _build(edition.rules)
    return _INDEXES[edition.id]


def _build(rules: Sequence[Rule]) -> _Index:
    parts = [
        {
            "id": Counter(_grams_of(" ".join((rule.id, *rule.catalogue)))),
            "title": Counter(_grams_of(rule.title)),
            "text": Counter(_grams_of(rule.text)),
            "source": Counter(_grams_of(str(rule.source))),
        }
        for rule in rules
    ]
    spread = Counter(gram for rule in parts for gram in set().union(*rule.values()))
    return _Index(rules, parts, {gram: log(1 + len(rules) / count) for gram, count in spread.items()})


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _phrases(text: str) -> list[str]:
    return [phrase for phrase in _SEPARATORS.split(_folded(text)) if phrase]


def _grams_of(text: str) -> list[str]:
    return [gram for phrase in _phrases(text) for gram in _grams(phrase)]


def _grams(phrase: str) -> list[str]:
    """Pairs of characters in Chinese; words and figures whole (``48``, ``ship``); a single character as it is."""
    found: list[str] = []
    for run in _WORD.findall(phrase.replace("-", " ").replace("_", " ")):
        for piece in run.split():
            if piece.isascii() or len(piece) == 1:
                found.append(piece)
            else:
                found.extend(piece[at : at + 2] for at in range(len(piece) - 1))
    return found
