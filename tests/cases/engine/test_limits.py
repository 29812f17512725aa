"""The edges of values and time lines: the last that is accepted and the first that is not."""

from dataclasses import replace

import pytest

from cases.engine.timeline import TimelineError, anchor_of, place_events
from cases.engine.values import (
    Span,
    aligned,
    as_datetime,
    day_number,
    day_of,
    format_money,
    format_span,
    months_after,
    parse_instant,
    parse_money,
    surely_later,
)
from tests.factories.cases import make_program, make_rule

DAY = 1440


# -- values --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["1900-01-01", "2199-12-31 23:59", "2025-1-2 0:00", "2025-08-16T09:05", "2025-08-16 09:05:59"]
)
def test_these_instants_are_read(text):
    assert parse_instant(text) is not None


@pytest.mark.parametrize("text", ["1899-12-31", "2200-01-01", "0000-01-01", "2025-08-16 24:00", "2025-08-16 23:60"])
def test_these_instants_are_refused(text):
    with pytest.raises(ValueError, match=r"年份应在 1900 到 2199 之间|没有"):
        parse_instant(text)


def test_a_minute_a_day_and_an_instant_are_numbers_from_1970():
    assert parse_instant("1970-01-01 00:00") == Span(0, 0)
    assert parse_instant("1970-01-02 01:02") == Span(DAY + 62, DAY + 62)
    assert parse_instant("1970-01-02") == Span(DAY, 2 * DAY - 1)
    assert parse_instant("1970-01-01 00:00/1970-01-01 00:00") == Span(0, 0)


@pytest.mark.parametrize("text", ["2025-08-16/", "/2025-08-16", "2025-08-16/soon", "soon/2025-08-16"])
def test_half_an_interval_is_none(text):
    assert parse_instant(text) is None


def test_an_interval_may_end_in_the_day_it_begins_in():
    assert parse_instant("2025-08-16 10:00/2025-08-16").lo % DAY == 600
    with pytest.raises(ValueError, match="早于"):
        parse_instant("2025-08-16 10:00/2025-08-16 09:59")


@pytest.mark.parametrize(
    ("span", "is_day"),
    [
        (Span(0, DAY - 1), True),
        (Span(DAY, 2 * DAY - 1), True),
        (Span(1, DAY), False),
        (Span(0, DAY), False),
        (Span(0, 2 * DAY - 1), False),
        (Span(0, DAY - 1, "paid"), False),
    ],
)
def test_a_day_is_a_whole_day_of_the_calendar(span, is_day):
    assert span.is_day is is_day


def test_a_day_and_its_number_and_its_minutes_belong_together():
    for text in ("1969-12-31", "1970-01-01", "2024-02-29"):
        span = parse_instant(text)
        assert day_of(span.lo) == day_of(span.hi)
        assert day_number(day_of(span.lo)) * DAY == span.lo
        assert as_datetime(span.lo + 61).strftime("%Y-%m-%d %H:%M") == f"{text} 01:01"


def test_spans_counted_from_one_event_are_aligned_and_others_are_not():
    one, other = Span(0, 10, root="paid"), Span(5, 15, root="paid")

    assert aligned(one, other) == (Span(0, 0), Span(5, 5))
    assert aligned(one, Span(5, 15, root="sent")) == (one, Span(5, 15, root="sent"))
    assert aligned(one.plain(), other.plain()) == (Span(0, 10), Span(5, 15))
    assert aligned(Span(0, 10, "x", "paid"), Span(5, 15, "x", "paid")) == (Span(0, 0, "x"), Span(5, 5, "x"))


@pytest.mark.parametrize(
    ("one", "other", "later"),
    [
        (Span(11, 12), Span(5, 10), True),
        (Span(10, 12), Span(5, 10), False),
        (Span(11, 12, "a"), Span(5, 10, "b"), False),
        (Span(11, 12, "a"), Span(5, 10, "a"), True),
        (Span(1, 10, root="paid"), Span(0, 9, root="paid"), True),
        (Span(0, 9, root="paid"), Span(0, 9, root="paid"), False),
    ],
)
def test_what_is_surely_later(one, other, later):
    assert surely_later(one, other) is later


@pytest.mark.parametrize(
    ("text", "fen"),
    [("0.1元", 10), ("0.01元", 1), ("1.1元", 110), ("-0.5元", -50), ("-7分", -7), ("1.元", None), (" 3元 ", 300)],
)
def test_tenths_and_hundredths_of_a_yuan(text, fen):
    assert parse_money(text) == fen


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "0元"), (1, "0.01元"), (10, "0.1元"), (99, "0.99元"), (100, "1元"), (-1, "-0.01元"), (-150, "-1.5元")],
)
def test_money_is_written_without_trailing_zeros(fen, text):
    assert format_money(fen) == text


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2025-11-15 00:01", 1, "2025-12-15 00:01"),
        ("2025-12-31 00:00", 2, "2026-02-28 00:00"),
        ("2025-01-29 00:00", 1, "2025-02-28 00:00"),
        ("2025-10-31 00:00", 1, "2025-11-30 00:00"),
        ("2025-10-31 00:00", 2, "2025-12-31 00:00"),
        ("2023-12-31 23:59", 14, "2025-02-28 23:59"),
        ("2025-12-01 00:00", 12, "2026-12-01 00:00"),
    ],
)
def test_months_across_the_ends_of_months_and_years(start, months, end):
    assert months_after(parse_instant(start).lo, months) == parse_instant(end).lo


def test_a_span_is_written_by_what_it_is():
    assert format_span(Span(-5, -5, "paid")) == "paid-5min"
    assert format_span(Span(0, 0, "paid")) == "paid+0min"
    assert repr(Span(1, 2)) == "Span(lo=1, hi=2, base='')"
    assert repr(Span(1, 2, "a", "b")) == "Span(lo=1, hi=2, base='a', root='b')"


# -- time lines ------------------------------------------------------------------------------------------------

FOUR_HUNDRED_YEARS = 400 * 366


@pytest.mark.parametrize("sign", ["+", "-"])
@pytest.mark.parametrize("start", ["yes", "1970-01-01 00:00"])
def test_distances_lead_four_hundred_years_away_and_no_farther(sign, start):
    placed, _ = place_events({"paid": start, "sent": f"paid {sign} {FOUR_HUNDRED_YEARS}d"}, (), {})

    assert abs(placed["sent"].lo) == FOUR_HUNDRED_YEARS * DAY
    with pytest.raises(TimelineError, match="离得太远"):
        place_events({"paid": start, "sent": f"paid {sign} {FOUR_HUNDRED_YEARS * DAY + 1}min"}, (), {})


@pytest.mark.parametrize(
    ("text", "anchor"), [("paid + 1h", "paid"), (" paid-1h ", "paid"), ("2025-08-16", ""), ("yes", "")]
)
def test_the_event_that_a_distance_counts_from(text, anchor):
    assert anchor_of(text) == anchor


@pytest.mark.parametrize(("text", "value"), [("true", Span(0, 0, "paid")), ("yes", Span(0, 0, "paid"))])
def test_an_event_may_be_said_to_have_happened(text, value):
    assert place_events({"paid": text}, (), {})[0]["paid"] == value


@pytest.mark.parametrize("text", ["paid + soon", "paid * 1h", "Paid + 1h"])
def test_a_distance_that_cannot_be_read_is_told(text):
    with pytest.raises(TimelineError, match=r"sent 的时间.*看不懂"):
        place_events({"paid": "2025-08-16", "sent": text}, (), {})


def test_every_problem_is_told_at_once():
    with pytest.raises(TimelineError) as caught:
        place_events({"paid": "soon", "sent": "2025-02-30", "signed": "nobody + 1h"}, (), {})

    assert len(caught.value.problems) == 3


def test_the_distance_from_an_exact_minute_has_no_root_and_from_a_day_has_one():
    texts = {
        "paid": "2025-08-16 10:00",
        "sent": "paid + 1h",
        "signed": "2025-08-16",
        "asked": "signed - 1h",
        "told": "asked + 2h",
    }
    placed, _ = place_events(texts, (), {})

    assert {name: span.root for name, span in placed.items()} == {
        "paid": "", "sent": "", "signed": "signed", "asked": "signed", "told": "signed",
    }  # fmt: skip
    assert placed["asked"].lo == placed["signed"].lo - 60
    assert placed["asked"].hi == placed["signed"].hi - 60


@pytest.mark.parametrize(
    ("texts", "order", "told"),
    [
        ({"paid": "no", "sent": "yes"}, ["paid", "sent"], "“付款”(paid),events 里却说它没有发生"),
        ({"paid": "yes", "sent": "no"}, ["paid", "sent"], "“揽收”(sent),events 里却说它没有发生"),
        (
            {"paid": "2025-08-16 10:01", "sent": "2025-08-16 10:00"},
            ["paid", "sent"],
            "“付款”(paid)早于“揽收”(sent),时间却相反",
        ),
    ],
)
def test_an_order_that_cannot_be_names_the_event(texts, order, told):
    with pytest.raises(TimelineError) as caught:
        place_events(texts, order, {"paid": "付款", "sent": "揽收"})

    assert len(caught.value.problems) == 1
    assert told in caught.value.problems[0]


def test_the_same_minute_may_stand_in_an_order_and_so_may_what_is_open():
    assert place_events({"paid": "2025-08-16 10:00", "sent": "2025-08-16 10:00"}, ["paid", "sent"], {})
    assert place_events({"paid": "?", "sent": "2025-08-16 10:00"}, ["paid", "sent"], {})
    assert place_events({"paid": "2025-08-16 10:00", "sent": "?"}, ["paid", "sent"], {})


# -- what is compiled ------------------------------------------------------------------------------------------


def test_what_is_worked_out_about_an_issue_stays_with_it_and_is_not_told():
    compiled = make_program(make_rule("A")).by_id["remedy"]
    compiled.memo["kept"] = 1
    other = replace(compiled, families=())

    assert (other.memo, other.judges) == ({}, ())
    assert len(compiled.judges) == 1
    assert not {"memo", "judges"} & set(repr(compiled).replace("=", " ").replace("(", " ").split())


def test_every_slot_of_an_environment_is_used_once():
    layout = make_program().layout
    named = [*layout.facts.values(), *layout.events.values(), *layout.issues.values(), *layout.statuses.values()]

    assert sorted([*named, layout.order, layout.now]) == list(range(layout.size))


@pytest.mark.parametrize(
    ("then", "constant"),
    [
        ({"award": "5yuan"}, True), ({"late": "yes"}, True), ({"remedy": "refund"}, True),
        ({"award": "price"}, False), ({"late": "worn"}, False), ({"remedy": "wanted"}, False), ({"deadline": "@now"}, False),
    ],
)  # fmt: skip
def test_it_is_known_beforehand_which_conclusions_depend_on_the_case(then, constant):
    (issue,) = then

    assert make_program(make_rule("A", then)).by_id[issue].families[0].versions[0].constant is constant
