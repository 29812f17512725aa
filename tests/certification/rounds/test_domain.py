"""Plans, time, and which form somebody gets."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.rounds.domain import (
    TRANSITIONS,
    Allowance,
    Forms,
    Plan,
    RoundState,
    allowed_time,
    cut_off,
    deadline_of,
    form_of,
    why_not_become,
    why_not_check_in,
    why_not_grant,
    why_not_plan,
)
from tests.factories import NOON

HOUR = timedelta(hours=1)
ALLOWANCES = st.builds(Allowance, st.integers(100, 300), st.integers(0, 600))
MINUTES = st.integers(1, 600)


def plan(**fields) -> Plan:
    return Plan(**{
        "title": "九月认证", "blueprint": uuid.UUID(int=1), "opens_at": NOON, "closes_at": NOON + 2 * HOUR,
        "minutes": 45, **fields,
    })  # fmt: skip


@pytest.mark.parametrize("old", RoundState)
@pytest.mark.parametrize("new", RoundState)
def test_states_change_only_along_the_table(old, new):
    assert (why_not_become(old, new) is None) == (new in TRANSITIONS[old])


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        pytest.param({}, None, id="fine"),
        pytest.param({"title": " "}, "rounds.title-missing", id="no title"),
        pytest.param({"title": "长" * 61}, "rounds.title-missing", id="a title that does not fit"),
        pytest.param({"closes_at": NOON}, "rounds.window-backwards", id="an empty window"),
        pytest.param({"opens_at": NOON - 3 * HOUR, "closes_at": NOON - 2 * HOUR}, "rounds.window-past", id="past"),
        pytest.param({"opens_at": NOON - 3 * HOUR}, None, id="open already"),
        pytest.param({"minutes": 0}, "rounds.out-of-bounds", id="no time"),
        pytest.param({"minutes": 601}, "rounds.out-of-bounds", id="ten hours and more"),
        pytest.param({"grace_seconds": 3601}, "rounds.out-of-bounds", id="endless grace"),
        pytest.param({"attempts_allowed": 0}, "rounds.out-of-bounds", id="no attempt"),
        pytest.param({"check_in_minutes": 121}, "rounds.out-of-bounds", id="checking in too early"),
        pytest.param({"forms": Forms.PARALLEL, "form_count": 1}, "rounds.form-count", id="one parallel form"),
        pytest.param({"forms": Forms.PARALLEL, "form_count": 27}, "rounds.form-count", id="more forms than letters"),
        pytest.param(
            {"cut_at_close": True, "minutes": 121}, "rounds.nobody-full-time", id="cut before anybody is done"
        ),
        pytest.param({"cut_at_close": True, "minutes": 120}, None, id="just time enough"),
    ],
)
def test_a_plan_can_be_carried_out_or_says_why_not(fields, code):
    refusal = why_not_plan(plan(**fields), now=NOON)

    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    ("at", "code"),
    [
        pytest.param(NOON - timedelta(minutes=15, seconds=1), "rounds.check-in-early", id="a second too early"),
        pytest.param(NOON - timedelta(minutes=15), None, id="the first moment"),
        pytest.param(NOON + 2 * HOUR - timedelta(seconds=1), None, id="the last moment"),
        pytest.param(NOON + 2 * HOUR, "rounds.check-in-over", id="closed"),
    ],
)
def test_checking_in_has_its_time(at, code):
    refusal = why_not_check_in(NOON, NOON + 2 * HOUR, 15, at)

    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    ("factor", "minutes", "code"),
    [
        (100, 0, "rounds.allowance-nothing"),
        (99, 10, "rounds.allowance-bounds"),
        (301, 0, "rounds.allowance-bounds"),
        (100, 601, "rounds.allowance-bounds"),
        (100, 1, None),
        (125, 0, None),
    ],
)
def test_more_time_is_more_and_bounded(factor, minutes, code):
    refusal = why_not_grant(factor, minutes)

    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    ("granted", "minutes"),
    [
        pytest.param([], 60, id="nothing"),
        pytest.param([(125, 0)], 75, id="a quarter more"),
        pytest.param([(125, 0), (150, 0)], 90, id="the largest factor counts"),
        pytest.param([(100, 5), (100, 10)], 75, id="minutes add up"),
        pytest.param([(150, 0), (100, 10)], 100, id="minutes come on top of the factor"),
    ],
)
def test_how_long_somebody_has(granted, minutes):
    assert allowed_time(60, [Allowance(*one) for one in granted]) == timedelta(minutes=minutes)


@given(MINUTES, st.lists(ALLOWANCES, max_size=6), ALLOWANCES)
def test_another_allowance_never_takes_time_away(minutes, granted, another):
    assert allowed_time(minutes, [*granted, another]) >= allowed_time(minutes, granted) >= timedelta(minutes=minutes)


@given(MINUTES, st.lists(ALLOWANCES, max_size=6).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_allowances_does_not_matter(minutes, orders):
    granted, shuffled = orders

    assert allowed_time(minutes, granted) == allowed_time(minutes, shuffled)


@given(MINUTES, st.lists(ALLOWANCES, max_size=3), ALLOWANCES, st.integers(0, 7200), st.integers(0, 7200), st.booleans())
def test_more_time_or_credit_never_brings_the_deadline_nearer(minutes, granted, another, started, credit, cut):
    closes_at, started_at = NOON + 2 * HOUR, NOON + timedelta(seconds=started)

    def deadline(given, seconds):
        allowed = allowed_time(minutes, given)
        ends_at = cut_off(closes_at, minutes, allowed) if cut else None
        return deadline_of(started_at, allowed, credit=timedelta(seconds=seconds), ends_at=ends_at)

    assert deadline([*granted, another], credit) >= deadline(granted, credit)
    assert deadline(granted, credit + 1) == deadline(granted, credit) + timedelta(seconds=1)


def test_who_has_more_time_is_not_cut_off_with_the_others():
    allowed = allowed_time(60, [Allowance(125)])

    assert cut_off(NOON, 60, timedelta(minutes=60)) == NOON
    assert cut_off(NOON, 60, allowed) == NOON + timedelta(minutes=15)


@given(st.integers(0, 500), st.integers(1, 5), st.integers(2, 26))
def test_whoever_sits_again_gets_the_next_form(place, attempt, forms):
    assert form_of(place, attempt + 1, forms) != form_of(place, attempt, forms)
    assert 1 <= form_of(place, attempt, forms) <= forms


@given(st.integers(1, 200), st.integers(1, 26))
def test_forms_go_round_the_table(seats, forms):
    dealt = Counter(form_of(place, 1, forms) for place in range(seats))

    assert max(dealt.values()) - min(dealt.get(form, 0) for form in range(1, forms + 1)) <= 1
