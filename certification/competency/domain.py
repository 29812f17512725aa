"""What answers say about what somebody can do. Pure.

**Mastery** is a Beta distribution over the chance of deciding rightly, from discounted counts (Bayesian forgetting:
West & Harrison 1997, Bayesian Forecasting and Dynamic Models, ch. 6). It starts from Beta(1, 1); each answer adds its
share right to one count and the rest to the other, times a weight:

- half as much for every 60 days that have passed;
- by the role of the rule in the decision: 1 where it decides, a half where it was considered and defeated;
- by how little luck can do: 1 - 1/options where one option is chosen, 1 elsewhere;
- a quarter where the rule has changed since: the answer was given by another rule.

A right answer so never lowers mastery, and time alone only widens what is not known.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any, Final

HALF_LIFE: Final = timedelta(days=60)
DECIDES: Final = 1.0
DEFEATED: Final = 0.5
OUTDATED: Final = 0.25
#: The chance of deciding rightly that is asked for.
TARGET: Final = 0.8
#: A 90 % interval that is wider, or evidence of less than this many answers, does not suffice to judge.
WIDEST: Final = 0.5
FEWEST: Final = 3.0
TAIL: Final = 0.05
EVERYTHING: Final = "all"


class Level(StrEnum):
    """How far somebody is; UNKNOWN is said honestly where too little was seen."""

    UNKNOWN = "unknown"
    BEHIND = "behind"
    CLOSE = "close"
    MASTERED = "mastered"


@dataclass(frozen=True, slots=True)
class Answer:
    """One marked answer, as evidence.

    Attributes:
        at: when the attempt was handed in.
        share: points earned of the points there were, 0 to 1.
        roles: each rule of the trace with the weight of its role.
        main: the rule that decides first, "" where none does.
        version: id of the question's version.
        trace: equal for questions that are decided alike.
        edition: by which it was marked.
        weight: how little luck can do, 0 to 1.
        is_guess: the person says it was guessed.
        attempt, position: where it was given; empty for a talk in practice.
        talk: the talk in practice that it was.
    """

    at: datetime
    share: float
    roles: Mapping[str, float]
    main: str
    version: str
    trace: str
    edition: str
    weight: float = 1.0
    is_guess: bool = False
    attempt: str = ""
    position: int = 0
    talk: str = ""

    @property
    def is_right(self) -> bool:
        """Say whether nothing was missing."""
        return self.share >= 1


@dataclass(frozen=True, slots=True)
class Tally:
    """Discounted counts as of an instant, the number of answers behind them, and the last of these."""

    right: float
    wrong: float
    count: int
    last_at: datetime
    at: datetime

    def moved_to(self, now: datetime) -> "Tally":
        """Return the tally as of later: everything in it has aged alike."""
        fade = _fade(now - self.at)
        return Tally(self.right * fade, self.wrong * fade, self.count, self.last_at, now)

    @property
    def mean(self) -> float:
        """Return the expected chance of deciding rightly."""
        return (1 + self.right) / (2 + self.right + self.wrong)

    @property
    def interval(self) -> tuple[float, float]:
        """Return what that chance lies between, nine times in ten."""
        quantile = _beta_quantile()
        parameters = 1 + self.right, 1 + self.wrong
        return float(quantile(*parameters, TAIL)), float(quantile(*parameters, 1 - TAIL))

    @property
    def level(self) -> Level:
        """Return what may be said: nothing, where there is too little evidence or the interval is too wide."""
        low, high = self.interval
        if self.right + self.wrong < FEWEST or high - low > WIDEST:
            return Level.UNKNOWN
        if self.mean >= TARGET:
            return Level.MASTERED
        return Level.CLOSE if high >= TARGET else Level.BEHIND

    @property
    def percent(self) -> int:
        """Return the mean in whole per cent."""
        return round(100 * self.mean)


@cache
def _beta_quantile() -> Callable[..., Any]:
    # Not at the top: a web process that never shows mastery need not hold scipy.
    quantile: Callable[..., Any] = import_module("scipy.special").betaincinv
    return quantile


def _fade(age: timedelta) -> float:
    return math.pow(0.5, max(age, timedelta()) / HALF_LIFE)


def tallies(
    answers: Iterable[Answer],
    *,
    scopes: Callable[[str], Iterable[str]],
    is_outdated: Callable[[str, str], bool],
    now: datetime,
) -> dict[str, Tally]:
    """Weigh somebody's answers, rule by rule and scope by scope.

    An answer counts once for a scope, by the greatest weight that one of its rules gives it there.

    Args:
        answers: in any order.
        scopes: what a rule belongs to: itself, areas, everything.
        is_outdated: whether a rule has changed since an edition.
        now: as of when.
    """
    sums: dict[str, list[float]] = {}
    seen: dict[str, tuple[int, datetime]] = {}
    for answer in answers:
        fresh = _fade(now - answer.at) * answer.weight
        weights: dict[str, float] = {}
        for rule, role in answer.roles.items():
            weight = fresh * role * (OUTDATED if is_outdated(answer.edition, rule) else 1.0)
            for scope in scopes(rule):
                weights[scope] = max(weight, weights.get(scope, 0.0))
        for scope, weight in weights.items():
            both = sums.setdefault(scope, [0.0, 0.0])
            both[0] += weight * answer.share
            both[1] += weight * (1 - answer.share)
            count, last = seen.get(scope, (0, answer.at))
            seen[scope] = count + 1, max(last, answer.at)
    return {scope: Tally(right, wrong, *seen[scope], now) for scope, (right, wrong) in sums.items()}
