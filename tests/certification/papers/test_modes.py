"""What a set of ticked options earns, mode by mode."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.papers.modes import Mode, mark_answer, worked_table

ALL = {Mode.ALL_OR_NOTHING, Mode.HALF_FOR_SUBSET, Mode.PROPORTIONAL, Mode.CORRECT_MINUS_WRONG, Mode.PER_OPTION}


def earned(chosen, key, mode, *, options=4, points=300, void=()):
    return mark_answer(chosen, key, options=options, mode=mode, points=points, void=void)


@pytest.mark.parametrize(
    ("chosen", "key", "mode", "points"),
    [
        pytest.param({0}, {0}, Mode.ALL_OR_NOTHING, 300, id="right"),
        pytest.param({1}, {0}, Mode.ALL_OR_NOTHING, 0, id="wrong"),
        pytest.param(set(), {0}, Mode.ALL_OR_NOTHING, 0, id="open"),
        pytest.param({0}, {0, 1}, Mode.ALL_OR_NOTHING, 0, id="half the key is nothing"),
        pytest.param({0, 1}, {0, 1}, Mode.HALF_FOR_SUBSET, 300, id="exact set"),
        pytest.param({0}, {0, 1}, Mode.HALF_FOR_SUBSET, 150, id="part of it"),
        pytest.param({0, 2}, {0, 1}, Mode.HALF_FOR_SUBSET, 0, id="one wrong spoils it"),
        pytest.param({0}, {0, 1, 2}, Mode.PROPORTIONAL, 100, id="a third"),
        pytest.param({0, 3}, {0, 1, 2}, Mode.PROPORTIONAL, 0, id="a third and a wrong one"),
        pytest.param({0, 1, 2}, {0, 1}, Mode.CORRECT_MINUS_WRONG, 150, id="all right minus half of the wrong"),
        pytest.param({0, 2}, {0, 1}, Mode.CORRECT_MINUS_WRONG, 0, id="half minus half"),
        pytest.param({2, 3}, {0, 1}, Mode.CORRECT_MINUS_WRONG, 0, id="never below nothing"),
        pytest.param({0, 2}, {0, 1}, Mode.PER_OPTION, 150, id="two of four judged rightly"),
        pytest.param({2, 3}, {0, 1}, Mode.PER_OPTION, 0, id="none judged rightly"),
    ],
)
def test_scoring_modes(chosen, key, mode, points):
    assert earned(chosen, key, mode) == points


@pytest.mark.parametrize(("points", "half"), [(500, 250), (335, 168), (1, 1)])
def test_half_a_hundredth_is_rounded_up(points, half):
    assert earned({0}, {0, 1}, Mode.HALF_FOR_SUBSET, points=points) == half


@st.composite
def answers(draw):
    options = draw(st.integers(2, 6))
    indexes = st.sets(st.integers(0, options - 1))
    return options, draw(indexes), draw(indexes), draw(indexes)


@given(answer=answers(), mode=st.sampled_from(Mode), points=st.integers(1, 10000))
def test_a_mark_lies_within_the_question_and_the_key_earns_it_all(answer, mode, points):
    options, chosen, key, void = answer

    assert 0 <= earned(chosen, key, mode, options=options, points=points, void=void) <= points
    assert earned(key, key, mode, options=options, points=points) == (points if key else 0)


@given(answer=answers(), mode=st.sampled_from(sorted(ALL - {Mode.PER_OPTION})), points=st.integers(1, 10000))
def test_ticking_everything_earns_nothing_where_some_option_is_wrong(answer, mode, points):
    options, _, key, _ = answer

    if len(key) < options:
        assert earned(range(options), key, mode, options=options, points=points) == 0


@given(answer=answers(), mode=st.sampled_from(Mode))
def test_a_void_option_counts_as_if_it_had_never_been_there(answer, mode):
    options, chosen, key, void = answer
    kept = [one for one in range(options) if one not in void]
    moved = {old: new for new, old in enumerate(kept)}
    without = earned(
        {moved[one] for one in chosen - void}, {moved[one] for one in key - void}, mode, options=max(len(kept), 1)
    )

    if key and key <= void:
        without = 300
    assert earned(chosen, key, mode, options=options, void=void) == without


@given(answer=answers(), mode=st.sampled_from(Mode))
def test_swapping_a_wrong_tick_for_a_right_one_never_costs(answer, mode):
    options, chosen, key, _ = answer
    wrong, missed = sorted(chosen - key), sorted(key - chosen)

    if wrong and missed:
        better = chosen - {wrong[0]} | {missed[0]}
        assert earned(better, key, mode, options=options) >= earned(chosen, key, mode, options=options)


def test_the_table_shown_beforehand_says_what_is_paid():
    assert worked_table(2, 4, Mode.HALF_FOR_SUBSET, 500) == (
        (0, 0, 0), (0, 1, 0), (0, 2, 0),
        (1, 0, 250), (1, 1, 0), (1, 2, 0),
        (2, 0, 500), (2, 1, 0), (2, 2, 0),
    )  # fmt: skip
