"""The least move of an event that alters an outcome, where limits jump: midnights, weekends, exact distances."""

import pytest

from cases.engine.values import ABSENT
from tests.cases.engine.test_small_flips import either, flips_of, shifts_of
from tests.factories.cases import make_rule

PAID = "2025-05-10 10:00"


@pytest.mark.parametrize(
    ("sent", "shifts"),
    [
        pytest.param("2025-05-12 09:59", [1], id="a minute short"),
        pytest.param("2025-05-12 10:01", [-1], id="a minute over"),
    ],
)
def test_a_single_minute_is_found_between_others(sent, shifts):
    """A little more, or a little less, and the outcome is the one that it was."""
    flips = flips_of(either("elapsed(paid, sent) == 48h"), events={"paid": PAID, "sent": sent})

    assert shifts_of(flips, "@sent") == shifts


def test_a_minute_past_midnight_is_a_day_more():
    """The limit is ten hours away, and one minute is enough."""
    events = {"paid": "2025-05-10 23:59", "signed": "2025-05-11 10:00"}
    flips = flips_of(either("next_midnight(@paid) >= @signed"), events=events)

    assert shifts_of(flips, "@paid") == [1]


def test_a_day_that_a_weekend_makes_three_is_enough():
    """From Friday the next working day is Monday; a move of one day more is not needed, one day less does nothing."""
    events = {"paid": "2025-05-07", "signed": "2025-05-12 00:00"}
    flips = flips_of(either("workdays_after(@paid, 1) >= @signed"), events=events)

    assert shifts_of(flips, "@paid") == [2 * 1440]


@pytest.mark.parametrize("issues", [("remedy", "late"), ("late", "remedy")])
def test_an_event_that_bears_on_one_of_the_issues_is_moved(issues):
    rules = [*either("worn"), make_rule("C", {"late": "elapsed(paid, sent) > 48h"})]
    flips = flips_of(rules, events={"paid": PAID, "sent": "2025-05-12 10:00"}, issues=issues)

    assert shifts_of(flips, "@sent") == [1]


def test_a_dated_event_may_go_though_others_are_counted_from_it():
    flips = flips_of(either("has(paid)"), events={"paid": PAID, "signed": "paid + 49h"})
    (gone,) = [flip for flip in flips if flip.name == "@paid" and flip.value is ABSENT]

    assert set(gone.kept) == {"@signed"}


def test_an_undated_event_that_others_are_counted_from_stays():
    flips = flips_of(either("has(paid)"), events={"paid": "yes", "signed": "paid + 49h"})

    assert [flip for flip in flips if flip.name == "@paid"] == []


def test_an_order_that_is_kept_forbids_no_flip():
    events = {"paid": PAID, "signed": "2025-05-12 10:00"}
    flips = flips_of(either("worn"), {"worn": "yes"}, events, order=["paid", "signed"])

    assert [(flip.name, flip.value) for flip in flips] == [("worn", False)]
