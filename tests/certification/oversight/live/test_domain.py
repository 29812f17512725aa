"""Standings, silence, needs and the order of the table."""

import uuid
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.oversight.live.domain import (
    MoreTime,
    Need,
    Order,
    Person,
    Show,
    Silence,
    Sitting,
    Standing,
    arranged,
    counts,
    needs,
    read_more_time,
    silence,
)
from tests.factories import NOON

MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)


def sitting(**fields) -> Sitting:
    return Sitting(**{
        "attempt": uuid.uuid4(), "person": uuid.uuid4(), "is_open": True, "started_at": NOON, "deadline": NOON + 45 * MINUTE,
        "handed_in_at": None, "closed_by": "", "credit_seconds": 0, "size": 30, "answered": 0, "page_seen_at": None,
        "position": 0, "saved_at": None, "absences": 0, "absent_seconds": 0, "late_waiting": 0, **fields,
    })  # fmt: skip


def person(name="林晓雯", *sittings, **fields) -> Person:
    return Person(**{
        "seat": uuid.uuid4(), "person": uuid.uuid4(), "name": name, "staff_number": "A1", "cohort": "",
        "checked_in_at": None, "sittings": sittings, **fields,
    })  # fmt: skip


HANDED_IN = sitting(is_open=False, handed_in_at=NOON + MINUTE, closed_by="trainee")


@pytest.mark.parametrize(
    ("one", "standing"),
    [
        pytest.param(person(), Standing.ABSENT, id="nothing yet"),
        pytest.param(person(checked_in_at=NOON), Standing.CHECKED_IN, id="checked in"),
        pytest.param(person("a", sitting()), Standing.SITTING, id="sitting"),
        pytest.param(person("a", HANDED_IN, checked_in_at=NOON), Standing.HANDED_IN, id="handed in"),
        pytest.param(person("a", HANDED_IN, sitting()), Standing.SITTING, id="sitting again"),
    ],
)
def test_where_somebody_stands(one, standing):
    assert one.standing is standing


def test_the_running_attempt_counts_else_the_newest():
    first, second = HANDED_IN, sitting(is_open=False)

    assert person("a", first, second).current is second
    assert person("a", sitting(), second).current.is_open
    assert person().current is None


def test_the_last_sign_of_life_is_the_latest_of_page_answer_and_start():
    assert sitting().seen_at == NOON
    assert sitting(page_seen_at=NOON + MINUTE).seen_at == NOON + MINUTE
    assert sitting(page_seen_at=NOON + MINUTE, saved_at=NOON + 2 * MINUTE).seen_at == NOON + 2 * MINUTE


@pytest.mark.parametrize(
    ("passed", "how"),
    [
        pytest.param(timedelta(0), Silence.FRESH, id="now"),
        pytest.param(MINUTE, Silence.FRESH, id="a minute"),
        pytest.param(MINUTE + TICK, Silence.QUIET, id="more than a minute"),
        pytest.param(3 * MINUTE, Silence.QUIET, id="three minutes"),
        pytest.param(3 * MINUTE + TICK, Silence.SILENT, id="more than three"),
    ],
)
def test_silence_grows(passed, how):
    assert silence(NOON, NOON + passed) is how


def test_needs_are_named_the_most_urgent_first():
    one = person("a", sitting(late_waiting=1))

    assert needs(one, is_open=True, now=NOON) == (Need.LATE_ANSWERS,)
    assert needs(one, is_open=True, now=NOON + 2 * MINUTE) == (Need.LATE_ANSWERS, Need.QUIET)
    assert needs(one, is_open=True, now=NOON + 4 * MINUTE) == (Need.SILENT, Need.LATE_ANSWERS)


def test_who_is_absent_is_missed_once_the_round_is_open():
    assert needs(person(), is_open=False, now=NOON) == ()
    assert needs(person(), is_open=True, now=NOON) == (Need.ABSENT,)
    assert needs(person(checked_in_at=NOON), is_open=True, now=NOON) == ()


def test_silence_after_hand_in_worries_nobody():
    assert needs(person("a", HANDED_IN), is_open=True, now=NOON + timedelta(hours=1)) == ()


def test_every_standing_is_counted():
    people = [person(), person("b", sitting()), person("c", sitting())]

    assert counts(people) == {
        Standing.ABSENT: 1, Standing.CHECKED_IN: 0, Standing.SITTING: 2, Standing.HANDED_IN: 0,
    }  # fmt: skip


ROOM = (
    person("甲", HANDED_IN),
    person("乙", sitting(page_seen_at=NOON + 9 * MINUTE, deadline=NOON + 60 * MINUTE)),
    person("丙", sitting()),
    person("丁"),
    person("戊", sitting(is_open=False, late_waiting=2, handed_in_at=NOON)),
    person("己", checked_in_at=NOON),
)


@pytest.mark.parametrize(
    ("show", "order", "names"),
    [
        pytest.param(Show.ALL, Order.NEED, "丙戊丁乙己甲", id="who needs me"),
        pytest.param(Show.ALL, Order.NAME, "丁丙乙己戊甲", id="by name"),
        pytest.param(Show.SITTING, Order.TIME_LEFT, "丙乙", id="time left"),
        pytest.param(Show.SITTING, Order.LAST_SEEN, "丙乙", id="last seen"),
        pytest.param(Show.NEED, Order.NEED, "丙戊丁", id="only who needs me"),
        pytest.param(Show.HANDED_IN, Order.NAME, "戊甲", id="only handed in"),
        pytest.param(Show.CHECKED_IN, Order.NAME, "己", id="only checked in"),
        pytest.param(Show.ABSENT, Order.NAME, "丁", id="only absent"),
    ],
)
def test_the_table_shows_whom_and_in_which_order(show, order, names):
    shown = arranged(ROOM, show=show, order=order, is_open=True, now=NOON + 10 * MINUTE)

    assert "".join(one.name for one in shown) == names


@given(
    people=st.lists(st.sampled_from(ROOM), max_size=8),
    order=st.sampled_from(Order),
    now=st.integers(0, 90).map(lambda minutes: NOON + minutes * MINUTE),
)
def test_sorting_loses_nobody(people, order, now):
    shown = arranged(people, show=Show.ALL, order=order, is_open=True, now=now)

    assert sorted(map(id, shown)) == sorted(map(id, people))


@pytest.mark.parametrize(
    ("minutes", "factor", "read"),
    [
        pytest.param("5", "100", MoreTime(5), id="minutes"),
        pytest.param(" 5 ", "125", MoreTime(5, 125), id="both"),
        pytest.param("", "150", MoreTime(0, 150), id="factor alone"),
        pytest.param("600", "300", MoreTime(600, 300), id="the most"),
        pytest.param("", "100", None, id="nothing"),
        pytest.param("0", "100", None, id="zero"),
        pytest.param("601", "100", None, id="too many minutes"),
        pytest.param("5", "301", None, id="too large a factor"),
        pytest.param("5", "99", None, id="less than now"),
        pytest.param("-5", "100", None, id="negative"),
        pytest.param("5.5", "100", None, id="no whole number"),
        pytest.param("五", "100", None, id="a word"),
        pytest.param("５", "100", None, id="full-width figures"),
        pytest.param("5", "", None, id="no factor"),
    ],
)
def test_a_form_grants_whole_figures_within_bounds(minutes, factor, read):
    assert read_more_time(minutes, factor) == read


@given(st.text(max_size=6), st.text(max_size=6))
def test_no_text_breaks_the_reader(minutes, factor):
    read = read_more_time(minutes, factor)

    assert read is None or (0 <= read.minutes <= 600 and 100 <= read.factor_percent <= 300)
