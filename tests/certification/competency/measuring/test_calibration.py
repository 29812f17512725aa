"""Calibration: published tables, recovery of known parameters, refusals."""

import math

import numpy as np
import pytest

from certification.competency.measuring.ability import Model
from certification.competency.measuring.calibration import calibrate
from certification.competency.measuring.table import MarkTable, TableError

#: LSAT section 6: how many of 1,000 persons gave each pattern of five answers, 00000 first (Bock & Lieberman 1970).
LSAT6 = "3 6 2 11 1 1 3 4 1 8 0 16 0 3 2 15 10 29 14 81 3 28 15 80 16 56 21 173 11 61 28 298"
#: LSAT section 7, the same (Bock & Lieberman 1970).
LSAT7 = "12 19 1 7 3 19 3 17 10 5 3 7 7 23 8 28 7 39 11 34 14 51 15 90 6 25 7 35 18 136 32 308"


def table_of(marks: list[tuple[float | None, ...]]) -> MarkTable:
    width = len(marks[0])
    return MarkTable(
        tuple(map(str, range(len(marks)))), tuple(str(at + 1) for at in range(width)), tuple(marks), (1.0,) * width
    )


def law_school(counts: str) -> MarkTable:
    rows: list[tuple[float | None, ...]] = []
    for pattern, count in enumerate(counts.split()):
        rows += [tuple(float(mark) for mark in f"{pattern:05b}")] * int(count)
    return table_of(rows)


def simulated(a: np.ndarray, b: np.ndarray, people: int, seed: int) -> np.ndarray:
    draw = np.random.default_rng(seed)
    ability = draw.normal(size=(people, 1))
    return (draw.random((people, len(a))) < 1 / (1 + np.exp(-a * (ability - b)))).astype(float)


# The tables of R's ltm (Rizopoulos 2006, Journal of Statistical Software 17(5)) and mirt.
@pytest.mark.parametrize(
    ("counts", "model", "slopes", "difficulties", "log_likelihood"),
    [
        (LSAT6, Model.RASCH, [0.7551] * 5, [-3.6153, -1.3224, -0.3176, -1.7301, -2.7802], -2466.938),
        (
            LSAT6,
            Model.TWO_PL,
            [0.8254, 0.7229, 0.8905, 0.6886, 0.6575],
            [-3.36, -1.37, -0.28, -1.866, -3.124],
            -2466.653,
        ),
        (LSAT7, Model.RASCH, [1.011] * 5, [-1.848, -0.782, -1.445, -0.515, -1.971], -2664.901),
        (LSAT7, Model.TWO_PL, [0.988, 1.081, 1.706, 0.765, 0.736], [-1.879, -0.748, -1.058, -0.635, -2.520], -2658.805),
    ],
)
def test_the_published_tables_of_the_law_school_test_come_out(counts, model, slopes, difficulties, log_likelihood):
    fit = calibrate(law_school(counts), model)
    assert fit.has_converged
    assert fit.log_likelihood == pytest.approx(log_likelihood, abs=2e-3)
    assert [one.a for one in fit.items.values()] == pytest.approx(slopes, abs=2e-3)
    assert [one.b for one in fit.items.values()] == pytest.approx(difficulties, abs=4e-3)


def test_known_parameters_are_recovered():
    a, b = np.linspace(0.6, 1.8, 20), np.linspace(-2, 2, 20)[::-1]
    fit = calibrate(table_of(list(map(tuple, simulated(a, b, 3000, seed=3)))), Model.TWO_PL)
    found = list(fit.items.values())
    assert math.sqrt(np.mean((np.array([one.a for one in found]) - a) ** 2)) < 0.12
    assert math.sqrt(np.mean((np.array([one.b for one in found]) - b) ** 2)) < 0.15
    # A standard error is what it says: the truth lies within three of them.
    assert all(abs(one.b - truth) < 3.5 * one.b_error for one, truth in zip(found, b, strict=True))


def test_what_was_not_asked_counts_for_nothing():
    a, b = np.full(8, 1.0), np.linspace(-1.5, 1.5, 8)
    answers = simulated(a, b, 4000, seed=5)
    rows = [
        tuple(None if (at + who) % 2 else float(mark) for at, mark in enumerate(row)) for who, row in enumerate(answers)
    ]
    fit = calibrate(table_of(rows), Model.RASCH)
    assert [one.b for one in fit.items.values()] == pytest.approx(list(b), abs=0.2)


def test_items_that_everybody_got_right_are_named_and_left_out():
    rows: list[tuple[float | None, ...]] = [(1.0, float(at % 2), float(at % 3 > 0), 0.0) for at in range(30)]
    fit = calibrate(table_of(rows), Model.RASCH)
    assert fit.extreme == ("1", "4")
    assert set(fit.items) == {"2", "3"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([(0.5, 1.0)] * 20, "得 0.5：标定只用答对（1）或答错（0）的题"),
        ([(1.0, 0.0)] * 9, "只有 9 人"),
        ([(1.0, 0.0)] * 20, "不是全对就是全错"),
    ],
)
def test_what_cannot_be_calibrated_is_refused(rows, said):
    with pytest.raises(TableError, match=said):
        calibrate(table_of(rows), Model.TWO_PL)
