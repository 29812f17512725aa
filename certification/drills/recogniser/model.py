"""The second opinion: pieces of each clause, in characters and in meanings, weighed by a model trained offline. Pure.

The model is logistic. A reply performs an act if any of its clauses does (multiple instance):
P = 1 - prod(1 - p_clause).
`bin/train_recogniser.py` fits the weights with the same features and writes them to ``data/weights.json``.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from certification.drills.recogniser.acts import LABELS
from certification.drills.recogniser.clauses import Unit
from certification.drills.recogniser.data import read_data
from certification.drills.recogniser.lexicon_files import expand, read_lexicon
from certification.drills.recogniser.thesaurus import all_signs, with_signs

_GRAM_LENGTHS = (1, 2)
_MEANING_LENGTHS = (1, 2, 3)
_SIGNS = frozenset("ⓂⓉⒻⓌ")
_FARTHEST_PAIR = 3
_BUYER_LENGTH = 2
_SCALE = 100
_SURE = 30.0
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Suspicion:
    """How strongly the clauses of a reply speak for an act (log odds), and the clause that speaks loudest."""

    log_odds: float
    clause: Unit | None


@dataclass(frozen=True, slots=True)
class Weights:
    """Per n-gram its inverse document frequency and one weight a label; one bias a label."""

    grams: Mapping[str, tuple[float, ...]]
    biases: tuple[float, ...]


@cache
def _classes() -> tuple[tuple[re.Pattern[str], str], ...]:
    macros = read_lexicon().macros
    return (
        (re.compile(expand("{money}", macros)), "Ⓜ"),
        (re.compile(expand("{time}", macros)), "Ⓣ"),
        (re.compile(expand("{freight}", macros)), "Ⓕ"),
        (re.compile("我们|店里|店铺|商家|卖家|公司|仓库|小店|厂家"), "Ⓦ"),
        (re.compile(r"[0-9]+"), "0"),
    )


def grams(clause: str) -> set[str]:
    """Return what the models see of a clause of the plain view, sums, times and parties each written as one sign.

    Its one and two characters; its one to three signs of the thesaurus among characters; and, whatever stands between
    them, its pairs of such signs in their order (送…评价).
    """
    text = clause.strip()
    for pattern, sign in _classes():
        text = pattern.sub(sign, text)
    signs = all_signs()
    meant = with_signs(text)
    order = [char for char in meant if char in signs or char in _SIGNS]
    pairs = {f"%{first}{later}" for i, first in enumerate(order) for later in order[i + 1 : i + 1 + _FARTHEST_PAIR]}
    meanings = {f"~{gram}" for gram in _pieces(meant, _MEANING_LENGTHS) if not signs.isdisjoint(gram)}
    return _pieces(text, _GRAM_LENGTHS) | meanings | pairs


def _pieces(text: str, lengths: tuple[int, ...]) -> set[str]:
    text = f"^{text}$"
    return {text[i : i + length] for length in lengths for i in range(len(text) - length + 1)}


def whole_grams(clauses: Sequence[Unit], buyer: str) -> set[str]:
    """Return the n-grams of a reply as one bag, and the pairs of characters of the buyer's line, marked."""
    answered = {"B:" + gram for gram in grams(buyer) if len(gram) == _BUYER_LENGTH}
    return answered.union(*(grams(clause.text) for clause in clauses))


@cache
def read_weights(name: str = "weights.json") -> Weights:
    data = json.loads(read_data(name))
    shared = _Scaled()  # six hundred thousand numbers, a few thousand different ones: each is held once
    return Weights(
        {gram: tuple(shared[number] for number in row) for gram, row in data["grams"].items()},
        tuple(data["biases"]),
    )


class _Scaled(dict[int, float]):
    def __missing__(self, number: int) -> float:
        scaled = self[number] = number / _SCALE
        return scaled


def suspicions(clauses: Sequence[Unit]) -> dict[str, Suspicion]:
    """Return what the clause model suspects, for each of the labels."""
    weights = read_weights()
    totals = [0.0] * len(LABELS)
    loudest: list[tuple[float, Unit | None]] = [(-math.inf, None)] * len(LABELS)
    for clause in clauses:
        for label, score in enumerate(_scores(grams(clause.text), weights)):
            totals[label] += _softplus(score)
            if score > loudest[label][0]:
                loudest[label] = (score, clause)
    return {name: Suspicion(_log_odds(totals[i]), loudest[i][1]) for i, name in enumerate(LABELS)}


def whole_suspicions(clauses: Sequence[Unit], buyer: str) -> dict[str, float]:
    """Return the log odds of each label from the reply as a whole and the line it answers: tone shows there."""
    scores = _scores(whole_grams(clauses, buyer), read_weights("weights-whole.json"))
    return {name: _log_odds(_softplus(score)) for name, score in zip(LABELS, scores, strict=True)}


def _scores(found: set[str], weights: Weights) -> list[float]:
    rows = [weights.grams[gram] for gram in sorted(found) if gram in weights.grams]
    norm = math.sqrt(sum(row[0] * row[0] for row in rows)) or 1.0
    scores = list(weights.biases)
    for row in rows:
        share = row[0] / norm
        for label in range(len(scores)):
            scores[label] += share * row[label + 1]
    return scores


def _softplus(score: float) -> float:
    return score if score > _SURE else math.log1p(math.exp(score))


def _log_odds(total: float) -> float:
    """Return the log odds of 1 - exp(-total)."""
    return math.log(max(math.expm1(min(total, _SURE)), _LEAST))
