"""Lexicon and clause model come to one probability for each label; between two thresholds a trainer decides. Pure."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from certification.drills.recogniser.acts import FORBIDDEN, LABELS
from certification.drills.recogniser.data import read_data
from certification.drills.recogniser.lexicon_files import read_lexicon
from certification.drills.recogniser.matching import Hit, Reading

REPORT_FROM = 0.4
FORBIDDEN_FROM = 0.7
FORBIDDEN_ALONE_FROM = 0.96
FORBIDDEN_LEAST_LOG_ODDS = -2.0
"""A red line that both models think this unlikely is not reported, whatever words the lexicon found."""
_MOST = 30.0
_LEAST = -9.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a label, and against it.

    The log odds of the clause model and of the model of whole replies; how many strong entries matched, whether a weak
    one did, whether one did but was denied; which labels the lexicon found (a reward for a review is no compensation,
    an apology rarely stands beside blame); and whether the label can hold at all: the words that it needs are there,
    and no other act excludes it.
    """

    log_odds: float
    whole: float
    strong: int
    is_weak: bool
    is_denied: bool
    found: tuple[bool, ...]
    is_possible: bool

    def features(self) -> tuple[float, ...]:
        strong = float(self.strong > 0)
        return (
            self.log_odds,
            strong,
            float(self.strong > 1),
            float(self.is_weak),
            float(self.is_denied),
            strong * self.log_odds,
            self.whole,
            strong * self.whole,
            *map(float, self.found),
        )


def gather(
    reading: Reading, found: Sequence[Hit], log_odds: Mapping[str, float], whole: Mapping[str, float]
) -> dict[str, Evidence]:
    """Return the evidence for each label, from what the lexicon found and the two models suspect (log odds)."""
    strong = {
        name: {hit.entry.id for hit in found if hit.act == name and not (hit.entry.weak or hit.is_denied)}
        for name in LABELS
    }
    said = reading.view.text + "\n" + reading.buyer
    present = tuple(bool(strong[name]) for name in LABELS)
    return {
        name: Evidence(
            max(log_odds[name], _LEAST),
            max(whole[name], _LEAST),
            len(strong[name]),
            any(hit.act == name and hit.entry.weak and not hit.is_denied for hit in found),
            any(hit.act == name and hit.is_denied and not hit.entry.weak for hit in found),
            present,
            all(pattern.search(said) for pattern in read_lexicon().needs.get(name, ()))
            and not _is_left_out(name, reading, found, strong),
        )
        for name in LABELS
    }


def _is_left_out(name: str, reading: Reading, found: Sequence[Hit], strong: Mapping[str, set[str]]) -> bool:
    """Say whether another act excludes this one: found for sure, with nothing of this one, nor of whom it is about."""
    if name not in read_lexicon().sole:
        return False
    beside, named = read_lexicon().sole[name]
    return bool(strong[beside]) and not any(hit.act == name for hit in found) and not named.search(reading.view.text)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The calibrated probability of a label, whether it is reported, and whether it is left to a trainer.

    An uncertain label is both reported and abstained from when its best guess is yes; a forbidden act never is.
    """

    probability: float
    is_reported: bool
    is_abstained: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """Coefficients of the features, bias, and the probabilities between which a trainer decides."""

    coefficients: tuple[float, ...]
    bias: float
    unsure: tuple[float, float]


@cache
def read_decisions() -> Mapping[str, Decision]:
    data = json.loads(read_data("decisions.json"))
    return {
        name: Decision(tuple(raw["coefficients"]), raw["bias"], (raw["unsure"][0], raw["unsure"][1]))
        for name, raw in data.items()
    }


def judge(name: str, evidence: Evidence) -> Judgement:
    """Return what to say of label ``name``."""
    decision = read_decisions()[name]
    log_odds = decision.bias + sum(
        weight * value for weight, value in zip(decision.coefficients, evidence.features(), strict=True)
    )
    probability = 1 / (1 + math.exp(-max(-_MOST, min(_MOST, log_odds))))
    return decided(name, probability, evidence, decision.unsure)


def decided(name: str, probability: float, evidence: Evidence, unsure: tuple[float, float]) -> Judgement:
    """Apply the thresholds: a red line needs both engines, or a clause model that is very sure and undenied."""
    if not evidence.is_possible:
        return Judgement(min(round(probability, 3), unsure[0]), is_reported=False, is_abstained=False)
    is_unsure = unsure[0] <= probability < unsure[1]
    if name not in FORBIDDEN:
        is_only_denied = evidence.is_denied and not evidence.strong and is_unsure
        return Judgement(round(probability, 3), probability >= REPORT_FROM and not is_only_denied, is_unsure)
    is_thinkable = max(evidence.log_odds, evidence.whole) >= FORBIDDEN_LEAST_LOG_ODDS
    both = evidence.strong > 0 and probability >= FORBIDDEN_FROM and is_thinkable
    alone = not evidence.is_denied and probability >= FORBIDDEN_ALONE_FROM
    is_reported = both or alone
    return Judgement(round(probability, 3), is_reported, not is_reported and probability >= unsure[0])
