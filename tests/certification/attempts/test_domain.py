"""Clocks, answers and the fold of responses."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.attempts.domain import (
    TRANSITIONS,
    Arrival,
    AttemptKind,
    AttemptState,
    Cell,
    Terms,
    arrival_of,
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


def terms(**changes) -> Terms:
    return Terms(
        **{"kind": AttemptKind.EXAM, "state": AttemptState.OPEN, "deadline": NOON, "grace_seconds": 600, **changes}
    )


@pytest.mark.parametrize(
    ("late_by", "claimed", "arrival"),
    [
        pytest.param(0, None, Arrival.IN_TIME, id="at the deadline"),
        pytest.param(-60, 3600, Arrival.IN_TIME, id="in time, whatever the browser says"),
        pytest.param(1, None, Arrival.LATE, id="after the deadline, without a word on when"),
        pytest.param(1, 0, Arrival.IN_GRACE, id="answered at the deadline"),
        pytest.param(600, -60, Arrival.IN_GRACE, id="the last second of the grace"),
        pytest.param(601, -60, Arrival.LATE, id="after the grace"),
        pytest.param(5, 1, Arrival.LATE, id="answered after the deadline"),
    ],
)
def test_how_an_answer_to_an_exam_arrives(late_by, claimed, arrival):
    answered_at = None if claimed is None else NOON + timedelta(seconds=claimed)

    assert arrival_of(terms(), answered_at, NOON + timedelta(seconds=late_by)) is arrival


@pytest.mark.parametrize(
    ("late_by", "arrival"),
    [(timedelta(seconds=10), Arrival.IN_GRACE), (timedelta(seconds=10, microseconds=1), Arrival.LATE)],
)
def test_a_mock_waits_ten_seconds_for_a_form_on_its_way(late_by, arrival):
    mock = terms(kind=AttemptKind.MOCK, grace_seconds=10)

    assert arrival_of(mock, None, NOON + late_by) is arrival


def test_a_closed_attempt_takes_nothing_and_practice_has_no_deadline():
    assert arrival_of(terms(state=AttemptState.HANDED_IN), NOON, NOON) is Arrival.LATE
    assert arrival_of(terms(kind=AttemptKind.PRACTICE, deadline=None), None, NOON) is Arrival.IN_TIME


@pytest.mark.parametrize(
    ("changes", "is_answer", "code"),
    [
        pytest.param({}, True, None, id="an exam keeps it for a decision"),
        pytest.param({}, False, "attempts.over", id="a flag needs no decision"),
        pytest.param({"kind": AttemptKind.MOCK}, True, "attempts.over", id="a mock has nobody to decide"),
        pytest.param({"kind": AttemptKind.MOCK, "state": AttemptState.HANDED_IN}, True, "attempts.closed", id="closed"),
    ],
)
def test_only_late_answers_of_exams_are_kept(changes, is_answer, code):
    refusal = why_not_save(terms(**changes), is_answer=is_answer)

    assert (refusal and refusal.code) == code


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
    assert sheet.flagged == sum(cell.is_flagged for cell in sheet.cells)
