import pytest

from cases.engine.timeline import TimelineError, place_events
from cases.engine.values import ABSENT, Span, aligned, parse_instant

LABELS = {"paid": "付款", "sent": "揽收", "signed": "签收"}


def place(texts, order=()):
    return place_events(texts, order, LABELS)


def test_a_minute_a_day_an_open_and_an_absent_event():
    placed, _ = place({"paid": "2025-08-16 10:00", "sent": "2025-08-17", "signed": "?", "other": "no"})

    assert placed["paid"] == parse_instant("2025-08-16 10:00")
    assert placed["sent"].is_day
    assert (placed["signed"], placed["other"]) == (None, ABSENT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("paid + 49h", "2025-08-18 11:00"), ("paid+30min", "2025-08-16 10:30"), ("paid - 1d", "2025-08-15 10:00")],
)
def test_a_distance_from_another_event(text, expected):
    placed, _ = place({"paid": "2025-08-16 10:00", "sent": text})

    assert placed["sent"] == parse_instant(expected)


def test_distances_chain():
    placed, _ = place({"signed": "sent + 1h", "sent": "paid + 1h", "paid": "2025-08-16 10:00"})

    assert placed["signed"] == parse_instant("2025-08-16 12:00")


def test_an_event_without_a_time_floats_and_carries_others():
    placed, _ = place({"paid": "yes", "sent": "paid + 49h"})

    assert (placed["paid"], placed["sent"]) == (Span(0, 0, "paid"), Span(2940, 2940, "paid"))


@pytest.mark.parametrize(("anchor", "expected"), [("?", None), ("no", None)])
def test_a_distance_from_what_is_open_or_absent_is_open(anchor, expected):
    placed, _ = place({"paid": anchor, "sent": "paid + 49h"})

    assert placed["sent"] is expected


def test_order_lists_every_earlier_pair_and_adds_events():
    placed, pairs = place({}, ["paid", "sent", "signed"])

    assert pairs == {("paid", "sent"), ("paid", "signed"), ("sent", "signed")}
    assert placed["signed"] == Span(0, 0, "signed")


@pytest.mark.parametrize(
    ("texts", "order", "problem"),
    [
        pytest.param({"paid": "soon"}, [], "看不懂", id="unreadable"),
        pytest.param({"paid": "2025-02-30"}, [], "paid", id="no such day"),
        pytest.param({"paid": "sent + 1h"}, [], "没有列出", id="unknown anchor"),
        pytest.param({"paid": "sent + 1h", "sent": "paid + 1h"}, [], "互相依赖", id="circle"),
        pytest.param({"paid": "paid + 1h"}, [], "互相依赖", id="from itself"),
        pytest.param({"paid": "2025-08-17", "sent": "2025-08-16"}, ["paid", "sent"], "时间却相反", id="against order"),
        pytest.param({"paid": "no"}, ["paid", "sent"], "没有发生", id="ordered but absent"),
        pytest.param({}, ["paid", "sent", "paid"], "两次", id="twice in order"),
    ],
)
def test_an_impossible_time_line_is_refused_with_the_reason(texts, order, problem):
    with pytest.raises(TimelineError, match=problem):
        place(texts, order)


def test_the_same_day_may_stand_in_an_order():
    _, pairs = place({"paid": "2025-08-16", "sent": "2025-08-16"}, ["paid", "sent"])

    assert pairs == {("paid", "sent")}


def test_what_is_counted_from_a_day_keeps_its_exact_distance():
    placed, _ = place({"paid": "2025-08-16", "sent": "paid + 25h", "signed": "sent + 1h", "asked": "2025-08-16"})

    assert placed["sent"] == Span(placed["paid"].lo + 1500, placed["paid"].hi + 1500, "", "paid")
    assert {name: span.root for name, span in placed.items()} == {
        "paid": "paid",
        "sent": "paid",
        "signed": "paid",
        "asked": "",
    }
    assert aligned(placed["paid"], placed["signed"])[1].lo - placed["paid"].lo == 1560
    assert aligned(placed["asked"], placed["signed"]) == (placed["asked"], placed["signed"])


@pytest.mark.parametrize("order", [["sent", "paid"], ["signed", "sent"]])
def test_an_order_against_an_exact_distance_is_refused(order):
    with pytest.raises(TimelineError, match="时间却相反"):
        place({"paid": "2025-08-16", "sent": "paid + 1h", "signed": "sent + 1h"}, order)


@pytest.mark.parametrize("text", ["0001-01-01 10:00", "9999-12-31", "paid + 99999999999999h", "2025-02-30"])
def test_a_time_beyond_every_calendar_is_refused(text):
    with pytest.raises(TimelineError):
        place({"paid": "2025-08-16 10:00", "sent": text})
