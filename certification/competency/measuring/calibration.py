"""Calibration of right-or-wrong items by marginal maximum likelihood: how discriminating and how difficult each is.

The two-parameter logistic model, P(right | θ) = 1 / (1 + exp(-a (θ - b))), θ standard normal; the Rasch model has one
common `a`. The marginal likelihood is that of Bock & Lieberman (1970), Psychometrika 35, with the posterior weights of
Bock & Aitkin (1981), Psychometrika 46, maximised directly with its analytic gradient. Persons who answered alike are
counted together; what was not presented to a person leaves the likelihood alone.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from certification.competency.measuring.ability import Model
from certification.competency.measuring.table import MarkTable, TableError

Matrix: TypeAlias = NDArray[np.float64]

NODES: Final = 61
#: Discriminations beyond this say that the data do not hold them down.
STEEPEST: Final = 6.0
#: Fewer persons than this do not carry two parameters an item.
FEWEST: Final = 10
#: A worse conditioned information says nothing about errors.
WORST_CONDITION: Final = 1e12


@dataclass(frozen=True, slots=True)
class ItemParameters:
    """Discrimination `a` and difficulty `b` on the scale of a standard normal ability, with their standard errors.

    The errors are those of the outer product of the scores; None where it cannot be inverted.
    """

    a: float
    b: float
    a_error: float | None = None
    b_error: float | None = None


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a fit found.

    `extreme` are items that everybody or nobody got right: no finite difficulty fits them, they were left out.
    `unbounded` are items whose discrimination ran into its limit.
    """

    model: Model
    persons: int
    items: Mapping[str, ItemParameters]
    extreme: tuple[str, ...]
    unbounded: tuple[str, ...]
    log_likelihood: float
    has_converged: bool


def calibrate(table: MarkTable, model: Model) -> Calibration:
    """Fit a model to a table of 0 and 1, an empty cell being a question that the person was not given.

    Raises:
        TableError: a mark is neither 0 nor the full mark, there are fewer than 10 persons, or no item is left that
            some got right and some wrong.
    """
    answers, given = _answers(table)
    if len(table.persons) < FEWEST:
        raise TableError(f"只有 {len(table.persons)} 人，至少要 {FEWEST} 人才能标定。")
    right, asked = answers.sum(axis=0), given.sum(axis=0)
    usable = (right > 0) & (right < asked)
    if not usable.any():
        raise TableError("每道题不是全对就是全错，无法标定。")
    names = [name for name, is_usable in zip(table.items, usable, strict=True) if is_usable]
    patterns, counts = _patterns(answers[:, usable], given[:, usable])
    fit = _Fit(patterns[0], patterns[1], counts, model)
    found, log_likelihood, has_converged = fit.run()
    slopes, intercepts = fit.split(found)
    errors = fit.errors(found)
    items = {
        name: ItemParameters(float(a), float(-d / a), *_errors_of(errors, at, len(names), model, float(a), float(d)))
        for at, (name, a, d) in enumerate(zip(names, slopes, intercepts, strict=True))
    }
    return Calibration(
        model=model,
        persons=len(table.persons),
        items=items,
        extreme=tuple(name for name, is_usable in zip(table.items, usable, strict=True) if not is_usable),
        unbounded=tuple(name for name, a in zip(names, slopes, strict=True) if abs(a) >= STEEPEST - 1e-6),
        log_likelihood=log_likelihood,
        has_converged=has_converged,
    )


def _answers(table: MarkTable) -> tuple[Matrix, Matrix]:
    for person, row in zip(table.persons, table.marks, strict=True):
        for item, mark, most in zip(table.items, row, table.maxima, strict=True):
            if mark is not None and mark not in (0.0, most):
                raise TableError(f"“{person}”在“{item}”上得 {mark:g}：标定只用答对（1）或答错（0）的题。")
    given = np.array([[mark is not None for mark in row] for row in table.marks], dtype=float)
    answers = np.array([[bool(mark) for mark in row] for row in table.marks], dtype=float)
    return answers, given


def _patterns(answers: Matrix, given: Matrix) -> tuple[tuple[Matrix, Matrix], Matrix]:
    both = np.hstack([answers, given])
    unique, counts = np.unique(both, axis=0, return_counts=True)
    width = answers.shape[1]
    return (unique[:, :width], unique[:, width:]), counts.astype(float)


def nodes_and_weights(count: int = NODES) -> tuple[Matrix, Matrix]:
    """Return the points and weights of Gauss-Hermite quadrature over a standard normal."""
    points, weights = np.polynomial.hermite_e.hermegauss(count)
    return points, weights / weights.sum()


class _Fit:
    """The marginal likelihood over answer patterns; parameters are slopes (one for Rasch), then intercepts."""

    def __init__(self, right: Matrix, given: Matrix, counts: Matrix, model: Model) -> None:
        self.right, self.given, self.counts, self.model = right, given, counts, model
        self.nodes, weights = nodes_and_weights()
        self.log_weights = np.log(weights)
        self.width = right.shape[1]
        self.slopes = 1 if model is Model.RASCH else self.width

    def split(self, parameters: Matrix) -> tuple[Matrix, Matrix]:
        slopes = np.broadcast_to(parameters[: self.slopes], (self.width,))
        return slopes, parameters[self.slopes :]

    def run(self) -> tuple[Matrix, float, bool]:
        share = self.right.T @ self.counts / (self.given.T @ self.counts)
        start = np.concatenate([np.ones(self.slopes), np.log(share / (1 - share))])
        bounds = [(-STEEPEST, STEEPEST)] * self.slopes + [(None, None)] * self.width
        options = {"maxiter": 2000, "maxfun": 20_000, "ftol": 1e-14, "gtol": 1e-7}
        found: Any = minimize(self.loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
        return found.x, -float(found.fun), bool(found.success)

    def loss(self, parameters: Matrix) -> tuple[float, Matrix]:
        """Return minus the log likelihood and its gradient."""
        log_likelihood, scores = self._likelihood(parameters)
        return -float(self.counts @ log_likelihood), -(self.counts @ scores)

    def _likelihood(self, parameters: Matrix) -> tuple[Matrix, Matrix]:
        """Return the log likelihood of each pattern and its gradient, a row each."""
        slopes, intercepts = self.split(parameters)
        logit = np.outer(self.nodes, slopes) + intercepts
        log_right = -np.logaddexp(0, -logit)
        joint = self.right @ log_right.T + (self.given - self.right) @ (log_right - logit).T + self.log_weights
        top = joint.max(axis=1, keepdims=True)
        posterior = np.exp(joint - top)
        whole = posterior.sum(axis=1, keepdims=True)
        posterior /= whole
        chance = np.exp(log_right)
        by_intercept = self.right - self.given * (posterior @ chance)
        mean = posterior @ self.nodes
        by_slope = self.right * mean[:, None] - self.given * (posterior @ (chance * self.nodes[:, None]))
        if self.model is Model.RASCH:
            by_slope = by_slope.sum(axis=1, keepdims=True)
        return (top + np.log(whole))[:, 0], np.hstack([by_slope, by_intercept])

    def errors(self, parameters: Matrix) -> Matrix | None:
        """Return the covariances of the parameters, None where the data do not tell them."""
        scores = self._likelihood(parameters)[1]
        information = (scores * self.counts[:, None]).T @ scores
        if np.linalg.cond(information) > WORST_CONDITION:
            return None
        return np.asarray(np.linalg.inv(information))


def _errors_of(
    covariances: Matrix | None, at: int, width: int, model: Model, a: float, d: float
) -> tuple[float | None, float | None]:
    """Return the standard errors of `a` and of `b = -d / a`, the latter by the delta method."""
    if covariances is None:
        return None, None
    slope = 0 if model is Model.RASCH else at
    intercept = (1 if model is Model.RASCH else width) + at
    of_a, of_d, both = covariances[slope, slope], covariances[intercept, intercept], covariances[slope, intercept]
    by_a, by_d = d / a**2, -1 / a
    of_b = by_a**2 * of_a + by_d**2 * of_d + 2 * by_a * by_d * both
    return math.sqrt(max(of_a, 0.0)), math.sqrt(max(of_b, 0.0))
