import pytest

from cases.engine.values import (
    Span,
    format_money,
    format_span,
    months_after,
    next_midnight,
    parse_duration,
    parse_instant,
    parse_money,
    percent_of,
)


def minute(text: str) -> int:
    return parse_instant(text).lo


def text_of(at: int) -> str:
    return format_span(Span(at, at))


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("30yuan", 3000),
        ("12.5元", 1250),
        ("12.05 元", 1205),
        ("0元", 0),
        ("-3元", -300),
        ("1250fen", 1250),
        ("7分", 7),
        ("12.345元", None),
        ("30", None),
        ("元", None),
    ],
)
def test_money_is_read_as_fen(text, fen):
    assert parse_money(text) == fen


@pytest.mark.parametrize("fen", [0, 1, 10, 100, 1205, 1250, 100000, -5])
def test_money_is_written_as_it_is_read(fen):
    assert parse_money(format_money(fen)) == fen


@pytest.mark.parametrize(
    ("fen", "percent", "expected"),
    [
        pytest.param(5, 10, 1, id="half a fen goes up"),
        pytest.param(4, 10, 0, id="less than half goes down"),
        pytest.param(15, 30, 5, id="4.5 goes up"),
        pytest.param(333, 33, 110, id="109.89"),
        pytest.param(10000, 30, 3000, id="whole"),
        pytest.param(999, 0, 0, id="nothing of it"),
        pytest.param(999, 300, 2997, id="three times"),
    ],
)
def test_percent_rounds_half_up_to_fen(fen, percent, expected):
    assert percent_of(fen, percent) == expected


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2025-01-31 10:00", 1, "2025-02-28 10:00"),
        ("2024-01-31 10:00", 1, "2024-02-29 10:00"),
        ("2025-08-31 00:00", 6, "2026-02-28 00:00"),
        ("2025-03-31 23:59", 1, "2025-04-30 23:59"),
        ("2025-12-15 08:30", 1, "2026-01-15 08:30"),
        ("2025-11-30 08:30", 3, "2026-02-28 08:30"),
        ("2025-06-05 12:00", 12, "2026-06-05 12:00"),
        ("2025-06-05 12:00", 0, "2025-06-05 12:00"),
    ],
)
def test_months_keep_the_clock_and_end_with_the_month(start, months, expected):
    assert text_of(months_after(minute(start), months)) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param("2025-08-16 17:05", "2025-08-17 00:00", id="afternoon"),
        pytest.param("2025-08-16 00:00", "2025-08-17 00:00", id="midnight belongs to the day it begins"),
        pytest.param("2025-08-16 23:59", "2025-08-17 00:00", id="last minute"),
        pytest.param("2025-12-31 12:00", "2026-01-01 00:00", id="end of the year"),
    ],
)
def test_next_midnight_ends_the_day(at, expected):
    assert text_of(next_midnight(minute(at))) == expected


def test_a_bare_date_is_the_whole_day():
    span = parse_instant("2025-08-16")

    assert (span.is_day, text_of(span.lo), text_of(span.hi)) == (True, "2025-08-16 00:00", "2025-08-16 23:59")


@pytest.mark.parametrize("text", ["2025-08-16 17:05", "2025-08-16", "1969-12-31 23:59"])
def test_instants_are_written_as_they_are_read(text):
    assert format_span(parse_instant(text)) == text


@pytest.mark.parametrize("text", ["2025-13-01", "2025-02-30", "2025-08-16 24:00", "2025-08-16 10:60"])
def test_a_date_or_time_that_does_not_exist_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_instant(text)


@pytest.mark.parametrize("text", ["yesterday", "paid + 3h", "2025/08/16", ""])
def test_what_is_no_instant_is_none(text):
    assert parse_instant(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"), [("30min", 30), ("48h", 2880), ("7d", 10080), ("7 d", 10080), ("7w", None)]
)
def test_durations_are_minutes(text, minutes):
    assert parse_duration(text) == minutes


def test_an_instant_between_two_others_is_read_as_it_is_written():
    span = parse_instant("2025-05-08 23:59/2025-05-09")

    assert span == Span(parse_instant("2025-05-08 23:59").lo, parse_instant("2025-05-09").hi)
    assert parse_instant(format_span(span)) == span


def test_a_stretch_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="早于"):
        parse_instant("2025-05-09/2025-05-08")


def test_floating_and_vague_spans_are_told_apart():
    assert format_span(Span(60, 60, "paid")) == "paid+60min"
    assert format_span(Span(0, 90)) == "1970-01-01 00:00/1970-01-01 01:30"
