"""Flips: one change of a fact or an event that really changes the outcome, with what constraints force along."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.engine.case import parse_case
from cases.engine.decide import run
from cases.engine.flips import find_flips
from cases.engine.overlay import lay_over
from cases.engine.program import Program
from cases.engine.values import ABSENT, UNPROVEN, parse_instant
from tests.cases.engine.random_rules import random_case, random_rules
from tests.factories.cases import BOOKS, FULL_STACK, little_words, make_case, make_program, make_rule

LATE = "elapsed(paid, sent) > 48h"
RULES = (
    make_rule("LATE", {"remedy": "refund"}, (LATE,)),
    make_rule("ON-TIME", {"remedy": "reject"}, ("elapsed(paid, sent) <= 48h",)),
    make_rule("WORN", {"remedy": "exchange"}, ("worn",), overrides=("LATE", "ON-TIME")),
)


def flips_of(facts=None, events=None, rules=RULES, issues=("remedy",), **rest):
    return find_flips(make_program(*rules), make_case(facts, events, **rest), issues)


def changes(flips):
    return {flip.name: (flip.value, flip.after) for flip in flips}


def test_a_fact_flips_by_its_other_value():
    flips = flips_of({"worn": "no"}, {"paid": "2025-05-01 10:00", "sent": "2025-05-02 10:00"})

    assert changes(flips)["worn"] == (True, "exchange")


def test_an_event_moves_the_least_minute_across_the_limit():
    flips = flips_of(events={"paid": "2025-05-01 10:00", "sent": "2025-05-02 10:00"})
    moved = next(flip for flip in flips if flip.name == "@sent" and flip.shift > 0)

    assert (moved.value, moved.after) == (parse_instant("2025-05-03 10:01"), "refund")


def test_a_day_moves_by_whole_days():
    flips = flips_of(events={"paid": "2025-05-01 10:00", "sent": "2025-05-02"})

    assert all(flip.shift % 1440 == 0 for flip in flips if flip.name == "@sent")


def test_a_number_flips_at_the_limit_of_a_tier():
    rule = make_rule("A", {"award": "tiers(pieces, 0: 5yuan, 3: 20yuan)"})

    flips = flips_of({"pieces": "1"}, rules=[rule], issues=("award",))

    assert changes(flips)["pieces"] == (3, 2000)


def test_an_event_moves_over_a_holiday_to_the_next_working_day():
    late = "@sent > workdays_after(@paid, 1)"
    rules = [make_rule("A", {"remedy": "refund"}, (late,)), make_rule("B", {"remedy": "reject"}, (f"not ({late})",))]

    # Paid on the eve of the holidays of May: the first working day after is the 6th, until midnight.
    flips = flips_of(events={"paid": "2025-04-30 10:00", "sent": "2025-05-06 20:00"}, rules=rules)

    moved = {flip.name: (flip.value, flip.after) for flip in flips if flip.shift}
    assert moved == {
        "@sent": (parse_instant("2025-05-07 00:01"), "refund"),
        "@paid": (parse_instant("2025-04-29 23:59"), "refund"),
    }


def test_an_event_counted_from_a_day_moves_by_its_exact_distance():
    case = make_case(events={"paid": "2025-05-01", "sent": "paid + 47h"})
    program = make_program(*RULES)

    moved = next(flip for flip in find_flips(program, case, ("remedy",)) if flip.name == "@sent" and flip.shift > 0)

    assert (moved.shift, moved.after, moved.overlay(program)) == (61, "refund", {"events": {"sent": "paid + 2881min"}})


def test_a_number_flips_on_and_beside_its_limit():
    rule = make_rule("A", {"remedy": "refund"}, ("price >= 50yuan",))

    flips = flips_of({"price": "60元"}, rules=[rule, make_rule("B", {"remedy": "reject"}, ("price < 50yuan",))])

    assert changes(flips)["price"] == (4999, "reject")


def test_a_burden_fact_flips_to_unproven_too():
    rules = [
        make_rule("A", {"remedy": "refund"}, ("proved",)),
        make_rule("B", {"remedy": "reject"}, ("unproven(proved)",)),
    ]

    assert UNPROVEN in {flip.value for flip in flips_of({"proved": "yes"}, rules=rules)}


def test_a_change_carries_along_what_a_constraint_forces():
    rule = make_rule("A", {"remedy": "refund"}, ("@paid > @signed",))
    events = {"paid": "2025-05-01 10:00", "sent": "2025-05-01 11:00", "signed": "2025-05-02 10:00"}

    moved = next(flip for flip in flips_of(events=events, rules=[rule]) if flip.name == "@paid" and flip.shift > 0)

    assert moved.forced == {"@sent": ABSENT}
    assert moved.overlay(make_program(rule))["events"]["sent"] == "no"


def test_what_no_repair_makes_possible_is_no_flip():
    flips = flips_of(events={"paid": "yes", "sent": "yes"}, order=["paid", "sent"], rules=[RULES[2]])

    assert not {"@paid", "@sent"} & set(changes(flips))


def test_stated_facts_near_limits_come_first():
    flips = flips_of({"worn": "no"}, {"paid": "2025-05-01 10:00", "sent": "2025-05-03 10:00"})

    assert flips[0].name in ("@sent", "@paid")
    assert abs(flips[0].shift) == 1


def test_the_best_change_of_each_fact_comes_before_the_rest():
    names = [flip.name for flip in flips_of({"worn": "no"}, {"paid": "2025-05-01 10:00", "sent": "2025-05-02 10:00"})]
    distinct = len(set(names))

    assert len(set(names[:distinct])) == distinct


@pytest.mark.parametrize("text", ["paid + 24h", "paid+24h"])
def test_events_placed_after_the_one_that_moves_stay_where_they_are(text):
    flips = flips_of(events={"paid": "2025-05-01 10:00", "sent": text})
    moved = next(flip for flip in flips if flip.name == "@paid" and flip.shift < 0)

    assert moved.overlay(make_program(*RULES))["events"] == {"sent": "2025-05-02 10:00", "paid": "2025-04-30 09:59"}


def test_an_undated_event_that_others_count_from_is_not_taken_away():
    flips = flips_of(
        events={"paid": "yes", "sent": "paid + 24h"}, rules=[make_rule("A", {"late": "yes"}, ("has(paid)",))]
    )

    assert "@paid" not in changes(flips)


def outcome_of(program, raw, issue):
    case = parse_case(raw, program.vocabulary)
    finding = run(program, program.environment(case))[issue]
    return finding.status, finding.value


@given(seed=st.integers(min_value=0, max_value=2**32))
@settings(max_examples=30, deadline=None)
def test_every_flip_applied_really_flips(seed):
    rnd = Random(seed)
    program = Program(little_words(), BOOKS, random_rules(rnd), FULL_STACK)
    raw = random_case(rnd, doubt=0.15)
    case = parse_case(raw, little_words())
    issues = tuple(little_words().issues)
    for flip in find_flips(program, case, issues):
        flipped = outcome_of(program, lay_over(raw, flip.overlay(program)), flip.issue)

        assert flipped == (flip.after_status, flip.after), (flip, raw)
        assert flipped != (flip.before_status, flip.before)
