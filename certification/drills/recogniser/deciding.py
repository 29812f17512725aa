"""Lexicon and clause model come to one probability for each label; between two thresholds a trainer decides. Pure."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from certification.drills.recogniser.acts import FORBIDDEN, LABELS
from certification.drills.recogniser.data import read_data


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a label: the log odds of the clause model, and whether strong and weak entries matched."""

    log_odds: float
    is_strong: bool
    is_weak: bool

    def features(self) -> tuple[float, ...]:
        strong = float(self.is_strong)
        return (self.log_odds, strong, float(self.is_weak), strong * self.log_odds)


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
    """Coefficients of the features, bias, and the thresholds of one label."""

    coefficients: tuple[float, ...]
    bias: float
    report_from: float
    unsure: tuple[float, float]


@cache
def read_decisions() -> Mapping[str, Decision]:
    data = json.loads(read_data("decisions.json"))
    return {
        name: Decision(tuple(raw["coefficients"]), raw["bias"], raw["report_from"], tuple(raw["unsure"]))
        for name, raw in data.items()
    }


def judge(name: str, evidence: Evidence) -> Judgement:
    """Return what to say of label ``name``."""
    decision = read_decisions()[name]
    log_odds = decision.bias + sum(
        weight * value for weight, value in zip(decision.coefficients, evidence.features(), strict=True)
    )
    probability = 1 / (1 + math.exp(-max(-_MOST, min(_MOST, log_odds))))
    is_reported = probability >= decision.report_from
    is_unsure = decision.unsure[0] <= probability < decision.unsure[1]
    if name in FORBIDDEN and is_reported:
        is_unsure = False
    return Judgement(round(probability, 3), is_reported, is_unsure)


_MOST = 30.0
assert FORBIDDEN <= set(LABELS)
