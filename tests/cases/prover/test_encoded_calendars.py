"""Midnights, months and working days: where the encoding puts their ends, beside where the evaluator does."""

import pytest
import z3

from cases.engine.calendar import Calendar, Year
from cases.engine.case import parse_case
from cases.engine.evaluate_terms import compile_term
from cases.engine.language import parse_conclusion, parse_condition
from cases.engine.values import Span, day_of, format_minute, parse_instant
from cases.prover.encode_terms import _table_of
from tests.cases.prover.both import Both, BothComplete, assert_alike, cases_of, text_of
from tests.factories.cases import AS_OF, little_words, make_case

#: One event on each kind of day, as an instant, a day, an interval, without a date.
DAYS = (
    "2025-01-30 09:00", "2025-01-31 10:00", "2025-02-28 23:59", "2024-01-31 10:00", "2024-02-29 12:00", "2025-05-03 00:00",
    "2025-12-31 23:59", "2024-12-31", "2025-04-27", "2025-01-28/2025-02-02", "2025-05-31 23:00/2025-06-01 01:00",
    "yes", "?", "no", "2026-12-29", "2026-12-30 10:00", "2023-12-31 23:59", "2024-01-01 00:00",
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "next_midnight(@paid) < @sent",
        "next_midnight(next_midnight(@paid)) > @sent",
        "next_midnight(@paid - 1d) == @sent",
        "next_midnight(@paid - 1min) < @sent",
        "months_after(@paid, 1) <= @sent",
        "months_after(@paid, 0) == @sent",
        "months_after(@paid, 13) < @sent",
        "months_after(next_midnight(@paid), 1) == @sent",
        "next_midnight(months_after(@paid, 1)) <= @sent",
        "workdays_after(@paid, 1) < @sent",
        "workdays_after(@paid, 1) == @sent",
        "workdays_after(next_midnight(@paid), 2) > @sent",
    ],
)
def test_calendars_end_where_they_end(text):
    """The second event is put at the very instant that the calendar gives, and a minute beside it."""
    both, node = Both(), parse_condition(text, little_words())
    events = []
    for day in DAYS:
        start = parse_case({"as_of": AS_OF, "events": {"paid": day}}, little_words())
        ends = both.evaluated(node.left, start, compile_term)
        if isinstance(ends, Span):
            minutes = {ends.lo - 1, ends.lo, ends.hi, ends.hi + 1}
            events += [{"paid": day, "sent": text_of(minute, ends.base)} for minute in sorted(minutes)]
        else:
            events.append({"paid": day, "sent": AS_OF})

    assert_alike(text, cases_of(events=events))


# -- what a solver is told when it has guessed a day wrongly ------------------------------------------------


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("workdays_after(@paid, 1)", ("2025-04-26", "2025-05-08")),
        ("workdays_after(@paid, 3)", ("2024-12-30", "2025-01-06")),
        ("months_after(@paid, 1)", ("2025-01-27", "2025-02-02")),
        ("months_after(@paid, 2)", ("2023-12-30", "2024-01-02")),
        ("months_after(@paid, 11)", ("2024-03-28", "2024-04-02")),
    ],
)
def test_a_correction_is_true_of_every_day_and_settles_all_days_of_its_kind(text, days):
    both = BothComplete()
    both.encoder.term(parse_conclusion(text, little_words().issues["deadline"], little_words()))
    (term,) = both.encoder.ledger.calendar_terms
    first, last = (parse_instant(day).lo // 1440 for day in days)

    def holds(formula, day, result):
        pairs = [(term.start, z3.IntVal(day)), (term.result, z3.IntVal(result))]
        return z3.is_true(z3.simplify(z3.substitute(formula, *pairs)))

    right = {day: term.lemma(day)[0] for day in range(first, last + 1)}
    kind = {day: day_of(day * 1440).month for day in right} if "month" in text else right
    for at, counted in right.items():
        case = make_case(events={"paid": text_of(at * 1440, "")})
        node = parse_conclusion(text, little_words().issues["deadline"], little_words())
        assert both.evaluated(node, case, compile_term).lo // 1440 == counted
        correction = term.lemma(at)[1]
        assert all(holds(correction, day, right[day]) for day in right)
        same = [day for day in right if not holds(correction, day, right[day] + 1)]
        assert same == [day for day in right if kind[day] == kind[at]]


def test_days_are_counted_within_the_table_of_years():
    year = Calendar({2025: Year()})

    assert _table_of(year, 1) == tuple(parse_instant(day).lo // 1440 for day in ("2025-01-01", "2025-12-30"))
    assert _table_of(year, 3) == tuple(parse_instant(day).lo // 1440 for day in ("2025-01-01", "2025-12-28"))
    for none in (_table_of(Calendar(), 1), _table_of(year, 400)):
        assert none[0] > none[1]


COMPLETE = (
    "2025-01-30 09:00", "2025-01-31 00:00", "2024-02-29 12:00", "2025-02-28 23:59", "2025-05-03 00:00", "2025-12-30 23:59",
    "2026-03-31 10:00",
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "next_midnight(@paid) <= @sent",
        "next_midnight(@paid + 2d) == @sent",
        "next_midnight(@paid - 2d) == @sent",
        "next_midnight(@paid + 25h) > @sent",
        "next_midnight(@paid - 1min) == @sent",
        "next_midnight(@paid + 1d * pieces) == @sent",
        "next_midnight(next_midnight(@paid) + 1d) == @sent",
        "next_midnight(max(@paid, @now)) > @sent",
        "months_after(@paid, 1) == @sent",
        "months_after(@paid + 1d, 1) <= @sent",
        "months_after(months_after(@paid, 1), 1) == @sent",
        "next_midnight(months_after(@paid, 1)) == @sent",
        "workdays_after(@paid, 2) == @sent",
        "workdays_after(@paid - 1d, 2) < @sent",
        "next_midnight(workdays_after(@paid, 2)) == @sent",
    ],
)
def test_in_complete_cases_calendars_end_where_they_end(text):
    both, node = BothComplete(), parse_condition(text, little_words())
    events = [{"sent": "2025-05-01 10:00"}, {"paid": "2025-05-01 10:00"}]
    for day in COMPLETE:
        start = parse_case({"as_of": AS_OF, "facts": {"pieces": "2"}, "events": {"paid": day}}, little_words())
        end = both.evaluated(node.left, start, compile_term).lo
        events += [{"paid": day, "sent": format_minute(minute)} for minute in (end - 1, end, end + 1)]

    assert_alike(text, cases_of([{"pieces": "2"}], events), BothComplete)
