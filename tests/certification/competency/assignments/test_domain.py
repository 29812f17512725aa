"""When an assignment is done."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.competency.assignments.domain import Kind, Progress, State, progress
from tests.factories import NOON

HOUR = timedelta(hours=1)
DUE = NOON + 10 * HOUR


def after(*hours):
    return [NOON + hour * HOUR for hour in hours]


@pytest.mark.parametrize(
    ("kind", "size", "events", "read", "expected"),
    [
        pytest.param(Kind.PRACTICE, 3, (2, 1), None, (2, 3, None), id="one answer is missing"),
        pytest.param(Kind.PRACTICE, 2, (5, 1, 3), None, (2, 2, 3), id="done with the second answer by time"),
        pytest.param(Kind.PRACTICE, 2, (-2, -1, 3), None, (1, 2, None), id="what was done before does not count"),
        pytest.param(Kind.MOCK, 0, (-1,), None, (0, 1, None), id="an older mock"),
        pytest.param(Kind.DRILL, 0, (4, 2), None, (1, 1, 2), id="the first talk"),
        pytest.param(Kind.RULE, 0, (), None, (0, 1, None), id="not read"),
        pytest.param(Kind.RULE, 0, (), 2, (1, 1, 2), id="read"),
        pytest.param(Kind.RULE, 2, (1, 3), None, (0, 3, None), id="answers without having read"),
        pytest.param(Kind.RULE, 2, (1, 3), 2, (2, 3, None), id="the answer before reading does not count"),
        pytest.param(Kind.RULE, 2, (3, 4, 5), 2, (3, 3, 4), id="read and tested"),
    ],
)
def test_done_is_what_was_done_since(kind, size, events, read, expected):
    done, wanted, at = expected
    read_at = None if read is None else NOON + read * HOUR

    found = progress(kind, size, after(*events), given_at=NOON, read_at=read_at)

    assert found == Progress(done, wanted, None if at is None else NOON + at * HOUR)


@pytest.mark.parametrize(
    ("done_at", "now", "state"),
    [
        pytest.param(None, 10, State.OPEN, id="until the last moment"),
        pytest.param(None, 11, State.OVERDUE, id="past it"),
        pytest.param(10, 30, State.DONE, id="in time"),
        pytest.param(11, 30, State.LATE, id="late is done all the same"),
    ],
)
def test_states_by_the_day(done_at, now, state):
    at = None if done_at is None else NOON + done_at * HOUR

    assert Progress(1, 1, at).state(DUE, NOON + now * HOUR) is state


@settings(max_examples=60)
@given(
    kind=st.sampled_from([Kind.PRACTICE, Kind.MOCK, Kind.DRILL]),
    hours=st.lists(st.integers(-5, 20), max_size=8),
    more=st.integers(0, 20),
)
def test_doing_more_never_undoes(kind, hours, more):
    size = 3 if kind is Kind.PRACTICE else 0
    less = progress(kind, size, after(*hours), given_at=NOON)
    then = progress(kind, size, after(*hours, more), given_at=NOON)

    assert then.done >= less.done
    assert then.wanted == less.wanted
    assert less.done_at is None or (then.done_at is not None and then.done_at <= less.done_at)
