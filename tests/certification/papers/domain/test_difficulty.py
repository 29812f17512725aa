"""Difficulty from the trace, and from how people did."""

import pytest

from certification.papers.domain.difficulty import FEWEST, difficulty, hardness


def test_a_few_answers_say_nothing():
    assert hardness(3, FEWEST - 1, 0) == 0
    assert difficulty(3, 0) == 3


@pytest.mark.parametrize(
    ("traced", "answers", "share", "expected"),
    [
        pytest.param(1, 20, 5000, 300, id="half way between what was expected and what was earned"),
        pytest.param(5, 20, 9000, 300, id="the other way round"),
        pytest.param(3, 20, 7000, 300, id="as expected"),
        pytest.param(1, 1000, 5000, 492, id="many answers outweigh the trace"),
        pytest.param(1, 1000, 10000, 100, id="never below the easiest"),
        pytest.param(5, 1000, 0, 500, id="never above the hardest"),
    ],
)
def test_answers_move_the_estimate_of_the_trace(traced, answers, share, expected):
    assert hardness(traced, answers, share) == expected


@pytest.mark.parametrize(
    ("found", "step"), [(100, 1), (149, 1), (150, 2), (249, 2), (250, 3), (449, 4), (450, 5), (500, 5)]
)
def test_hardness_rounds_to_the_nearest_step(found, step):
    assert difficulty(1, found) == step
