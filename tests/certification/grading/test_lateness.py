"""Why an answer is late, and which is the last one."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.grading.lateness import Clock, Given, Lateness, is_last, lateness, why_not_decide
from tests.factories import NOON

MINUTE = timedelta(minutes=1)
GRACE = 10 * MINUTE
RUNNING = Clock(NOON, GRACE, None)
CLOSED_EARLY = Clock(NOON, GRACE, NOON - 5 * MINUTE)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("clock", "answered", "received", "reasons"),
    [
        pytest.param(RUNNING, NOON + TICK, NOON + MINUTE, {Lateness.ANSWERED_AFTER_DEADLINE}, id="after the deadline"),
        pytest.param(RUNNING, NOON, NOON + GRACE + TICK, {Lateness.GRACE_OVER}, id="in time, grace over"),
        pytest.param(RUNNING, NOON, NOON + GRACE, {Lateness.EXTENDED_SINCE}, id="in time by now"),
        pytest.param(RUNNING, None, NOON + GRACE, {Lateness.TIME_UNKNOWN}, id="nobody knows when"),
        pytest.param(
            CLOSED_EARLY, NOON - 6 * MINUTE, NOON - 4 * MINUTE, {Lateness.AFTER_HAND_IN}, id="arrived after hand-in"
        ),
        pytest.param(
            CLOSED_EARLY,
            NOON - 4 * MINUTE,
            NOON - 3 * MINUTE,
            {Lateness.ANSWERED_AFTER_HAND_IN, Lateness.AFTER_HAND_IN},
            id="given after hand-in",
        ),
        pytest.param(
            CLOSED_EARLY,
            CLOSED_EARLY.handed_in_at,
            CLOSED_EARLY.handed_in_at,
            {Lateness.EXTENDED_SINCE},
            id="at the moment of hand-in",
        ),
        pytest.param(
            CLOSED_EARLY,
            NOON + MINUTE,
            NOON + GRACE + MINUTE,
            {
                Lateness.ANSWERED_AFTER_DEADLINE,
                Lateness.ANSWERED_AFTER_HAND_IN,
                Lateness.GRACE_OVER,
                Lateness.AFTER_HAND_IN,
            },
            id="everything at once",
        ),
    ],
)
def test_every_reason_is_named(clock, answered, received, reasons):
    found = lateness(clock, answered_at=answered, received_at=received)

    assert set(found) == reasons
    assert len(found) == len(reasons)


LATE = Given("a", 5, NOON)


@pytest.mark.parametrize(
    ("other", "last"),
    [
        pytest.param(Given("a", 4, NOON + MINUTE), True, id="an earlier one of the same client, whatever its time"),
        pytest.param(Given("a", 5, NOON - MINUTE), False, id="the very same one"),
        pytest.param(Given("a", 6, NOON - MINUTE), False, id="a later one of the same client"),
        pytest.param(Given("b", 9, NOON - TICK), True, id="another client, earlier"),
        pytest.param(Given("b", 1, NOON), True, id="another client, at the same time"),
        pytest.param(Given("b", 1, NOON + TICK), False, id="another client, later"),
    ],
)
def test_one_client_counts_and_between_clients_time_decides(other, last):
    assert is_last(LATE, [other]) is last


def test_the_first_answer_is_the_last():
    assert is_last(LATE, [])


GIVENS = st.builds(
    Given,
    st.sampled_from("ab"),
    st.integers(1, 4),
    st.integers(0, 3).map(lambda n: NOON + n * MINUTE),
)


@given(late=GIVENS, held=st.lists(GIVENS), more=GIVENS)
def test_another_answer_never_makes_a_late_one_the_last(late, held, more):
    assert is_last(late, held) or not is_last(late, [*held, more])


def sequences_in_time(answers):
    """Whether each client's numbers grow with time, as those of a clock that only goes forward."""
    order = sorted(answers, key=lambda one: one.at)
    return all(
        [one.sequence for one in order if one.client == client]
        == sorted({one.sequence for one in answers if one.client == client})
        for client in "ab"
    )


@given(
    answers=st.lists(GIVENS, min_size=1, max_size=6, unique_by=lambda one: one.at).filter(sequences_in_time),
    data=st.data(),
)
def test_whichever_is_accepted_first_the_latest_counts_in_the_end(answers, data):
    held, counts = [], None
    for one in data.draw(st.permutations(answers)):
        if is_last(one, held):
            held.append(one)
            counts = one

    assert counts == max(answers, key=lambda one: one.at)


def test_nothing_is_decided_by_its_author_nor_where_the_paper_is_void():
    assert why_not_decide(is_void=False, is_own=False) is None
    assert why_not_decide(is_void=False, is_own=True).code == "grading.late-own"
    assert why_not_decide(is_void=True, is_own=True).code == "grading.late-void"
