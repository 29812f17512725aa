"""Instants known to the day, and what is reckoned from them: how far they may be, and when their distance is exact."""

import pytest

from cases.engine.case import CaseError
from cases.engine.evaluate import compile_test
from cases.engine.evaluate_terms import compile_term
from cases.engine.language import parse_conclusion, parse_condition
from cases.engine.values import Span, parse_instant
from tests.factories.cases import little_words, make_case, make_program


def instant(text, events):
    words, program = little_words(), make_program()
    term = parse_conclusion(text, words.issues["deadline"], words)
    return compile_term(term, program.layout)(program.environment(make_case(events=events)))


def holds(text, **case):
    program = make_program()
    return compile_test(parse_condition(text, little_words()), program.layout)(program.environment(make_case(**case)))


#: A day, and a day or two later.
ROUGH = {"paid": "2025-05-08", "sent": "2025-05-09", "signed": "2025-05-20 10:00"}


def test_a_rough_distance_added_makes_a_rough_instant():
    start, day = parse_instant("2025-05-20 10:00").lo, 1440

    assert instant("@signed + elapsed(paid, sent)", ROUGH) == Span(start + 1, start + 2 * day - 1)
    assert instant("@signed - elapsed(paid, sent)", ROUGH) == Span(start - 2 * day + 1, start - 1)


def test_what_lies_at_a_rough_distance_from_an_event_is_not_reckoned_from_it():
    """Both are counted from the day of signing; only by an exact distance do they stay comparable to the minute."""
    events = {"signed": "2025-05-20", "paid": "signed - 1d", "sent": "2025-05-22"}

    assert holds("@paid + 1h < @paid + 2h", events=events) is True
    assert holds("@paid + elapsed(signed, sent) < @paid + 2d", events=events) is None


def test_the_earlier_of_two_rough_instants_keeps_an_anchor_that_both_have():
    events = {"signed": "2025-05-20", "paid": "signed - 1d", "sent": "signed + 1d"}
    (day,) = {parse_instant("2025-05-20").lo}

    assert instant("min(@paid, @sent)", events) == Span(day - 1440, day - 1, "", "signed")
    assert instant("max(@paid, @sent)", events) == Span(day + 1440, day + 2 * 1440 - 1, "", "signed")


def test_the_earlier_of_instants_with_different_anchors_has_none():
    events = {"signed": "2025-05-20", "sent": "signed + 1h", "paid": "2025-05-20 08:00"}

    assert instant("min(@paid, @sent)", events).root == ""
    assert instant("min(@sent, @paid)", events).root == ""
    assert holds("min(@sent, @paid + 1h) < @sent + 1h", events=events) is None


def test_among_several_instants_one_with_another_anchor_is_enough():
    events = {"signed": "2025-05-20", "sent": "signed + 1h", "paid": "2025-05-20 08:00"}

    assert instant("min(@sent, @sent + 1h)", events).root == "signed"
    assert instant("min(@sent, @sent + 1h, @paid)", events).root == ""


def test_among_several_instants_one_without_a_date_is_enough():
    assert instant("min(@signed, @paid)", {"signed": "2025-05-20", "paid": "2025-05-19"}) is not None
    assert instant("min(@signed, @paid, @sent)", {"signed": "2025-05-20", "paid": "2025-05-19", "sent": "yes"}) is None


def test_events_at_exact_distances_from_one_day_come_one_before_the_other():
    events = {"signed": "2025-05-20", "paid": "signed + 1h", "sent": "signed + 2h"}

    assert holds("before(paid, sent)", events=events) is True
    assert holds("before(sent, paid)", events=events) is False


@pytest.mark.parametrize("text", ["signed + 250000000min", "signed - 250000000min"])
def test_an_event_may_be_too_far_away_either_way(text):
    with pytest.raises(CaseError, match="离得太远"):
        make_case(events={"signed": "2025-05-20 10:00", "sent": text})


@pytest.mark.parametrize("text", ["signed + 150000000min", "signed - 200000000min"])
def test_an_event_may_be_far_away(text):
    shift = int(text.replace("signed", "").replace("min", "").replace(" ", ""))
    start = parse_instant("2025-05-20 10:00").lo

    assert make_case(events={"signed": "2025-05-20 10:00", "sent": text}).events["sent"].lo == start + shift


@pytest.mark.parametrize("text", ["price < tiers(pieces, 1: 5yuan)", "tiers(pieces, 1: 5yuan) > price"])
@pytest.mark.parametrize(
    ("pieces", "price", "value"), [("0", "1元", False), ("0", "?", False), ("1", "1元", True), ("1", "?", None)]
)
def test_an_amount_that_is_not_there_compares_to_nothing(text, pieces, price, value):
    assert holds(text, facts={"pieces": pieces, "price": price}) is value
