"""Clocks, answers and the fold of responses."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.attempts.domain import (
    TRANSITIONS,
    AttemptState,
    Cell,
    fold,
    is_client_id,
    parse_answer,
    why_not_become,
    why_not_save,
)
from certification.core.refusals import Refusal
from tests.factories import NOON


@pytest.mark.parametrize("old", AttemptState)
@pytest.mark.parametrize("new", AttemptState)
def test_states_change_only_along_the_table(old, new):
    assert (why_not_become(old, new) is None) == (new in TRANSITIONS[old])


@pytest.mark.parametrize(
    ("late_by", "code"),
    [
        pytest.param(timedelta(0), None, id="at the deadline"),
        pytest.param(timedelta(seconds=10), None, id="the last second of the grace"),
        pytest.param(timedelta(seconds=10, microseconds=1), "attempts.over", id="after the grace"),
    ],
)
def test_saving_ends_with_the_grace(late_by, code):
    refusal = why_not_save(AttemptState.OPEN, NOON, NOON + late_by)

    assert (refusal and refusal.code) == code


def test_nothing_is_saved_once_it_is_closed_and_practice_has_no_deadline():
    assert why_not_save(AttemptState.HANDED_IN, None, NOON) == Refusal("attempts.closed")
    assert why_not_save(AttemptState.OPEN, None, NOON) is None


@pytest.mark.parametrize(
    ("letters", "many", "stored"),
    [
        pytest.param(["C", "A", "A"], True, "AC", id="sorted and single"),
        pytest.param([], True, "", id="taken back"),
        pytest.param(["B"], False, "B", id="one"),
        pytest.param(["A", "B"], False, None, id="two of a single choice"),
        pytest.param(["E"], True, None, id="not shown"),
        pytest.param(["AB"], True, None, id="two in one"),
        pytest.param(["1"], True, None, id="no letter"),
    ],
)
def test_answers_are_letters_of_the_question(letters, many, stored):
    answer = parse_answer(letters, options=4, many=many)

    assert answer == stored if stored is not None else isinstance(answer, Refusal)


@pytest.mark.parametrize(
    ("text", "may"),
    [("tab-1", True), ("a" * 36, True), ("a" * 37, False), ("", False), ("甲", False), ("a b", False)],
)
def test_a_client_has_a_short_plain_name(text, may):
    assert is_client_id(text) is may


ROWS = st.lists(
    st.one_of(
        st.tuples(st.integers(1, 3), st.sampled_from(["", "A", "BC"]), st.none(), st.just(NOON)),
        st.tuples(st.integers(1, 3), st.none(), st.booleans(), st.just(NOON)),
    )
)


@given(rows=ROWS)
def test_the_last_answer_and_the_last_flag_of_each_question_count(rows):
    sheet = fold(rows, 3)

    for position in (1, 2, 3):
        answers = [row[1] for row in rows if row[0] == position and row[1] is not None]
        flags = [row[2] for row in rows if row[0] == position and row[2] is not None]
        expected = Cell(answers[-1] if answers else "", flags[-1] if flags else False, NOON if answers else None)
        assert sheet.cell(position) == expected
    assert sheet.answered + len(sheet.open_positions) == 3
    assert sheet.flagged == len(sheet.flagged_positions)
