"""Nobody gets more or less time than due: properties of deadlines, credits and what counts. Pure."""

from datetime import timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from certification.attempts.domain import (
    Arrival,
    AttemptKind,
    AttemptState,
    ClosedBy,
    Credit,
    Terms,
    arrival_of,
    credit_of,
    longer,
    why_not_close,
    why_not_go_back,
)
from certification.rounds.domain import Allowance, allowed_time, cut_off, deadline_of
from tests.factories import NOON

SECONDS = st.integers(0, 6 * 3600).map(lambda n: timedelta(seconds=n))
FRACTIONS = st.integers(0, 6 * 3600 * 1000).map(lambda n: timedelta(milliseconds=n))
MINUTES = st.integers(1, 240)
ALLOWANCES = st.lists(st.builds(Allowance, st.integers(100, 300), st.integers(0, 60)), max_size=4)


@given(minutes=MINUTES, allowances=ALLOWANCES, credit=SECONDS)
def test_the_deadline_is_the_start_the_time_allowed_and_the_credit(minutes, allowances, credit):
    allowed = allowed_time(minutes, allowances)

    assert deadline_of(NOON, allowed, credit=credit) - NOON == allowed + credit


@given(minutes=MINUTES, allowances=ALLOWANCES, more=st.builds(Allowance, st.integers(100, 300), st.integers(0, 60)))
def test_an_allowance_never_shortens(minutes, allowances, more):
    assert allowed_time(minutes, [*allowances, more]) >= allowed_time(minutes, allowances) >= timedelta(minutes=minutes)


@given(minutes=MINUTES, allowances=ALLOWANCES, opened=SECONDS, closes=SECONDS, credit=SECONDS)
def test_a_cut_ends_nobody_later_than_due_and_keeps_what_was_granted(minutes, allowances, opened, closes, credit):
    assume(opened < closes)
    allowed, closes_at = allowed_time(minutes, allowances), NOON + closes
    ends_at = cut_off(closes_at, minutes, allowed)

    deadline = deadline_of(NOON + opened, allowed, credit=credit, ends_at=ends_at)

    assert NOON + opened < deadline <= NOON + opened + allowed + credit
    assert deadline <= ends_at + credit
    assert ends_at - closes_at == allowed - timedelta(minutes=minutes)


@given(held=SECONDS, computed=SECONDS)
def test_a_deadline_never_comes_nearer(held, computed):
    assert longer(NOON + held, NOON + computed) >= NOON + held


@given(allowed=SECONDS, began=FRACTIONS, lasted=FRACTIONS)
def test_an_outage_leaves_the_time_that_was_left_when_it_began(allowed, began, lasted):
    deadline, began_at, ended_at = NOON + allowed, NOON + began, NOON + began + lasted
    credit = credit_of(NOON, deadline, began_at, ended_at, grace_seconds=600)

    if began_at < deadline:
        left_before, left_after = deadline - began_at, deadline + timedelta(seconds=credit.seconds) - ended_at
        assert timedelta() <= left_after - left_before < timedelta(seconds=1)
        assert credit.grace_seconds == 0
    else:
        assert credit.seconds == 0


@given(grace=st.integers(0, 3600), began=FRACTIONS, lasted=FRACTIONS)
def test_an_outage_in_the_grace_gives_answers_as_long_to_arrive(grace, began, lasted):
    began_at, ended_at = NOON + began, NOON + began + lasted
    credit = credit_of(NOON - timedelta(hours=1), NOON, began_at, ended_at, grace_seconds=grace)

    over = NOON + timedelta(seconds=grace)
    if began_at > over:
        assert credit == Credit()
    else:
        left_after = over + timedelta(seconds=credit.grace_seconds) - ended_at
        assert timedelta() <= left_after - (over - began_at) < timedelta(seconds=1)


@given(first=FRACTIONS, second=FRACTIONS)
def test_whoever_started_in_an_outage_gets_what_they_lost_of_it(first, second):
    started, ended = NOON + first, NOON + second
    credit = credit_of(started, started + timedelta(hours=1), NOON, ended, grace_seconds=0)

    lost = max(timedelta(), ended - started)
    assert timedelta() <= timedelta(seconds=credit.seconds) - lost < timedelta(seconds=1)


@given(
    answered=st.none() | st.integers(-7200, 7200),
    arrived=st.integers(-7200, 7200),
    grace=st.integers(0, 3600),
    state=st.sampled_from(AttemptState),
)
def test_what_was_answered_after_the_deadline_or_arrives_after_the_grace_never_counts(answered, arrived, grace, state):
    terms = Terms(AttemptKind.EXAM, state, NOON, grace)
    at = None if answered is None else NOON + timedelta(seconds=answered)

    arrival = arrival_of(terms, at, NOON + timedelta(seconds=arrived))

    in_time = arrived <= 0
    in_grace = arrived <= grace and answered is not None and answered <= 0
    assert (arrival is not Arrival.LATE) == (state is AttemptState.OPEN and (in_time or in_grace))


@given(after=st.integers(-100, 4000), grace=st.integers(0, 3600), by=st.sampled_from(ClosedBy))
def test_the_clock_closes_nothing_before_the_grace_is_over(after, grace, by):
    refusal = why_not_close(NOON, by, NOON + timedelta(seconds=after), grace_seconds=grace)

    assert (refusal is None) == (by is not ClosedBy.CLOCK or after > grace)


@given(
    position=st.integers(1, 9),
    furthest=st.integers(1, 9),
    answered=st.none() | st.integers(0, 99),
    left=st.none() | st.integers(0, 99),
    saved=st.none() | st.integers(0, 99),
)
def test_a_question_left_behind_takes_only_what_was_answered_before(position, furthest, answered, left, saved):
    def at(seconds):
        return None if seconds is None else NOON + timedelta(seconds=seconds)

    terms = Terms(AttemptKind.EXAM, AttemptState.OPEN, NOON, is_forward=True, furthest=furthest)

    refusal = why_not_go_back(terms, position, answered_at=at(answered), left_at=at(left), saved_at=at(saved))

    is_known = answered is not None and left is not None
    counts = is_known and answered <= left and (saved is None or answered >= saved)
    assert (refusal is None) == (position >= furthest or counts)
