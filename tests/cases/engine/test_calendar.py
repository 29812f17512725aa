"""Working days: what counts as one, where a count ends, and what the table does not know."""

from datetime import date

import pytest

from cases.editions.fields import Problems
from cases.editions.read_calendar import read_calendar
from cases.editions.text_yaml import load_text
from cases.engine.calendar import Calendar, Year
from cases.engine.evaluate_terms import compile_term
from cases.engine.impossible import uncounted_dates
from cases.engine.language import parse_conclusion
from cases.engine.values import ABSENT, format_span, parse_instant
from tests.factories.cases import little_words, make_case, make_program, make_rule

WORDS = little_words()
CALENDAR = WORDS.calendar


def minute(text):
    return parse_instant(text).lo


def ends(text, days):
    """The last minute of the count, which is clearer to read than the midnight after it."""
    end = CALENDAR.workdays_after(minute(text), days)
    return end and format_span(parse_instant(text)._replace(lo=end - 1, hi=end - 1))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2025-04-25", True),
        ("2025-04-26", False),
        ("2025-04-27", True),
        ("2025-05-01", False),
        ("2025-05-06", True),
        ("2026-05-01", True),
        ("2026-05-02", False),
    ],
    ids=["friday", "saturday", "worked sunday", "holiday", "after it", "provisional friday", "provisional saturday"],
)
def test_a_day_is_worked_or_not(day, worked):
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is worked


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        pytest.param("2025-04-22 00:00", 1, "2025-04-23 23:59", id="first minute of a day"),
        pytest.param("2025-04-22 23:59", 1, "2025-04-23 23:59", id="last minute of a day"),
        pytest.param("2025-04-25 10:00", 1, "2025-04-27 23:59", id="a worked sunday counts"),
        pytest.param("2025-04-26 10:00", 1, "2025-04-27 23:59", id="from a day off"),
        pytest.param("2025-04-30 10:00", 1, "2025-05-06 23:59", id="over a holiday"),
        pytest.param("2025-04-30 10:00", 4, "2025-05-09 23:59", id="over a holiday, four days"),
        pytest.param("2025-12-31 10:00", 2, "2026-01-02 23:59", id="into a provisional year"),
        pytest.param("2026-12-31 10:00", 1, None, id="beyond the table"),
        pytest.param("2023-12-31 10:00", 1, None, id="before the table"),
    ],
)
def test_a_count_ends_at_the_end_of_a_working_day(start, days, end):
    assert ends(start, days) == end


def test_provisional_years_are_told():
    assert CALENDAR.provisional_years(minute("2025-03-01"), minute("2025-12-31")) == ()
    assert CALENDAR.provisional_years(minute("2024-12-31"), minute("2026-01-01")) == (2024, 2026)


def test_the_days_passed_over_are_counted():
    end = CALENDAR.workdays_after(minute("2025-04-30 10:00"), 1)

    assert CALENDAR.not_worked(minute("2025-04-30 10:00"), end) == (2, 3)


def test_the_longest_wait_is_the_longest_anywhere():
    table = Calendar({2025: Year(holidays=frozenset({date(2025, 5, 1), date(2025, 5, 2), date(2025, 5, 5)}))})

    # From Wednesday 30 April the next working day is Tuesday 6 May: six days on, and that day itself.
    assert table.longest_wait(1) == 7 * 1440


# -- in the language -------------------------------------------------------------------------------------


def worth(text, issue="deadline", facts=None, events=None):
    program = make_program()
    env = program.environment(make_case(facts, events))
    return compile_term(parse_conclusion(text, WORDS.issues[issue], WORDS), program.layout)(env)


@pytest.mark.parametrize(
    ("paid", "value"),
    [
        ("2025-04-30 10:00", "2025-05-07 00:00"),
        ("2025-04-30", "2025-05-07 00:00"),
        ("2025-04-29 10:00/2025-04-30 10:00", "2025-05-01 00:00/2025-05-07 00:00"),
    ],
    ids=["minute", "day", "interval"],
)
def test_a_term_counts_working_days_from_whatever_is_known(paid, value):
    assert format_span(worth("workdays_after(@paid, 1)", events={"paid": paid})) == value


def test_without_a_date_the_end_lies_between_the_shortest_and_the_longest_wait():
    found = worth("workdays_after(@paid, 1)", events={"paid": "yes"})

    assert (found.base, found.lo, found.hi) == ("paid", 1440 + 1, CALENDAR.longest_wait(1))


@pytest.mark.parametrize(
    ("events", "value"),
    [({}, ABSENT), ({"paid": "?"}, None), ({"paid": "2027-01-04"}, None), ({"paid": "2026-12-30 08:00"}, None)],
    ids=["absent", "open", "beyond the table", "running out of it"],
)
def test_what_cannot_be_counted_is_absent_or_open(events, value):
    assert worth("workdays_after(@paid, 5)", events=events) is value


TIERS = "tiers(elapsed(paid, sent), 0h: 1yuan, 24h: 2yuan, 48h: price)"


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        ("2025-05-01 09:59", ABSENT),
        ("2025-05-01 10:00", 100),
        ("2025-05-02 09:59", 100),
        ("2025-05-02 10:00", 200),
        ("2025-05-09 10:00", 700),
        ("2025-05-02 09:00/2025-05-02 10:00", None),
        ("2025-05-02 10:00/2025-05-03 09:59", 200),
        ("2025-05-01", None),
        ("no", ABSENT),
        ("?", None),
    ],
)
def test_a_tier_holds_from_its_limit_on(sent, value):
    events = {"paid": "2025-05-01 10:00", "sent": sent}

    assert worth(TIERS, "award", {"price": "7元"}, events) == value


def test_an_interval_over_two_tiers_spans_both_their_instants():
    found = worth(
        "tiers(elapsed(paid, sent), 0h: @paid, 24h: @sent)",
        events={"paid": "2025-05-01 10:00", "sent": "2025-05-02 09:00/2025-05-02 11:00"},
    )

    assert format_span(found) == "2025-05-01 10:00/2025-05-02 11:00"


def test_tiers_of_equal_worth_need_no_choice():
    events = {"paid": "2025-05-01 10:00", "sent": "2025-05-02 09:00/2025-05-02 11:00"}

    assert worth("tiers(elapsed(paid, sent), 0h: 3yuan, 24h: 3yuan)", "award", {}, events) == 300


# -- dates beyond the table ---------------------------------------------------------------------------------


def problems(rules, events, **rest):
    return uncounted_dates(make_program(*rules), make_case({}, events, **rest))


def test_a_date_from_which_working_days_are_counted_lies_in_the_table():
    rules = [make_rule("A", {"deadline": "workdays_after(@paid, 3)"})]

    (problem,) = problems(rules, {"paid": "2031-05-01 10:00"})

    assert "付款(paid) 2031-05-01" in problem
    assert "2024 年至 2026 年" in problem
    assert problems(rules, {"paid": "2026-05-01 10:00"}) == []


def test_a_date_that_nobody_counts_from_may_lie_anywhere():
    rules = [make_rule("A", {"deadline": "workdays_after(@paid, 3)"}, ("has(sent)",))]

    assert problems(rules, {"paid": "2025-05-01", "sent": "2031-05-01"}, as_of="2031-06-01") == []


def test_what_another_issue_hands_on_is_counted_from_too():
    rules = [
        make_rule("A", {"deadline": "max(@signed, @now)"}),
        make_rule("B", {"remedy": "refund"}, ("workdays_after(deadline, 2) < @sent",)),
    ]

    assert len(problems(rules, {"signed": "2031-05-01", "sent": "2031-05-02"}, as_of="2031-06-01")) == 2


# -- reading the table ----------------------------------------------------------------------------------------


def read(text):
    found = Problems()
    read_calendar(load_text(f"years:\n{text}", "calendar.yaml"), found)
    return found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  - {year: 2025, holidays: [02-30]}", "不是 2025 年的一天"),
        ("  - {year: 2025, holidays: [05-03]}", "是周末"),
        ("  - {year: 2025, worked: [05-06]}", "不是周末"),
        ("  - {year: 2025, provisional: yes, holidays: [05-01]}", "不能列"),
        ("  - {year: 2025}\n  - {year: 2025}", "重复"),
        ("  - {year: 2025}\n  - {year: 2027}", "不能缺"),
        ("  - {year: 2025, holyday: [05-01]}", "是不是 holidays"),
    ],
)
def test_a_wrong_table_is_refused(text, said):
    assert any(said in problem for problem in read(text)), read(text)
