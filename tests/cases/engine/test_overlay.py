"""An overlay changes a raw case entry by entry, and values read back from their text."""

import pytest

from cases.engine.overlay import event_text, fact_text, lay_over
from cases.engine.values import ABSENT, UNPROVEN, Span
from cases.engine.vocabulary import Fact, ValueType


def test_overlay_is_laid_over_entry_by_entry():
    case = {"as_of": "2025-09-01", "facts": {"a": "yes", "b": "no"}, "events": {"paid": "yes"}}

    assert lay_over(case, {"facts": {"b": "yes"}, "as_of": "2026-01-01"}) == {
        "as_of": "2026-01-01",
        "facts": {"a": "yes", "b": "yes"},
        "events": {"paid": "yes"},
    }


def test_denied_event_leaves_the_order_too():
    case = {"order": ["paid", "signed"]}

    assert lay_over(case, {"events": {"signed": "no"}}) == {"order": ["paid"], "events": {"signed": "no"}}


def test_overlay_leaves_the_case_it_is_laid_over_alone():
    case = {"facts": {"a": "yes"}}

    lay_over(case, {"facts": {"a": "no"}})

    assert case == {"facts": {"a": "yes"}}


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        pytest.param(ValueType.BOOL, True, "yes", id="true"),
        pytest.param(ValueType.BOOL, False, "no", id="false"),
        pytest.param(ValueType.BOOL, UNPROVEN, "unproven", id="unproven"),
        pytest.param(ValueType.ENUM, None, "?", id="open"),
        pytest.param(ValueType.MONEY, 1250, "12.5元", id="money"),
        pytest.param(ValueType.INT, 3, "3", id="number"),
    ],
)
def test_fact_is_told_by_the_text_that_reads_back(kind, value, text):
    assert fact_text(Fact("f", kind, "f", None), value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param(ABSENT, "no", id="did not happen"),
        pytest.param(None, "?", id="open"),
        pytest.param(Span(0, 0), "1970-01-01 00:00", id="minute"),
        pytest.param(Span(0, 1439), "1970-01-01", id="day"),
        pytest.param(Span(2940, 2940, "paid"), "paid + 2940min", id="after another"),
        pytest.param(Span(-5, -5, "paid"), "paid - 5min", id="before another"),
    ],
)
def test_event_is_told_by_the_text_that_reads_back(value, text):
    assert event_text(value) == text
