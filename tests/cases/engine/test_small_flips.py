"""Flips of small rulebooks, each counted by hand: which changes are found, how far events move, what ranks first."""

from functools import cache

import pytest

from cases.editions.fields import Problems
from cases.editions.read_vocabulary import read_vocabulary
from cases.editions.text_yaml import load_text
from cases.engine.case import parse_case
from cases.engine.flips import find_flips
from cases.engine.program import Program
from cases.engine.values import ABSENT, UNPROVEN, Span, parse_instant
from tests.factories.cases import ACTS, AS_OF, BOOKS, CALENDAR, FULL_STACK, WORDS, make_case, make_program, make_rule

REFUND, REJECT, EXCHANGE = ({"remedy": value} for value in ("refund", "reject", "exchange"))
PAID = "2025-05-10 10:00"


def flips_of(rules, facts=None, events=None, issues=("remedy",), **rest):
    return find_flips(make_program(*rules), make_case(facts, events, **rest), issues)


def values_of(flips, name):
    return [flip.value for flip in flips if flip.name == name]


def shifts_of(flips, name):
    return sorted(flip.shift for flip in flips if flip.name == name and flip.shift)


def either(condition, otherwise=REJECT, then=REFUND):
    return [make_rule("A", then, (condition,)), make_rule("B", otherwise, (f"not ({condition})",))]


# -- facts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("conditions", "facts", "name", "values"),
    [
        (("worn", "not worn"), {"worn": "yes"}, "worn", [False]),
        (("worn", "not worn"), {"worn": "no"}, "worn", [True]),
        (("worn", "not worn"), {}, "worn", [True]),
        (("proved == yes", "proved == no", "unproven(proved)"), {"proved": "yes"}, "proved", [False, UNPROVEN]),
        (("proved == yes", "proved == no", "unproven(proved)"), {"proved": "no"}, "proved", [True, UNPROVEN]),
        (("proved == yes", "proved == no", "unproven(proved)"), {}, "proved", [True, False]),
        (("reason == none", "reason == quality", "reason == late"), {"reason": "late"}, "reason", ["none", "quality"]),
        (("reason == none", "reason == quality", "reason == late"), {}, "reason", ["quality", "late"]),
    ],
)
def test_each_other_value_that_turns_the_outcome_is_a_flip(conditions, facts, name, values):
    outcomes = (REFUND, REJECT, EXCHANGE)
    rules = [make_rule(f"R{at}", outcomes[at], (condition,)) for at, condition in enumerate(conditions)]

    assert sorted(values_of(flips_of(rules, facts), name), key=str) == sorted(values, key=str)


@pytest.mark.parametrize(
    ("condition", "facts", "name", "values"),
    [
        pytest.param("pieces >= 2", {"pieces": "0"}, "pieces", {2}, id="up to its greatest value"),
        pytest.param("pieces >= 3", {"pieces": "0"}, "pieces", {3}, id="its greatest value"),
        pytest.param("pieces <= 0", {"pieces": "2"}, "pieces", {0}, id="its least value"),
        pytest.param("pieces > 3", {"pieces": "0"}, "pieces", set(), id="beyond its greatest value"),
        pytest.param("pieces + 1 <= 0", {"pieces": "2"}, "pieces", set(), id="below its least value"),
        pytest.param("price < 0.01yuan", {"price": "5元"}, "price", {0}, id="nothing"),
        pytest.param("price < 0yuan", {"price": "5元"}, "price", set(), id="less than nothing"),
        pytest.param("price >= 10000000000yuan", {"price": "5元"}, "price", {10**12}, id="a fortune"),
        pytest.param("price > 10000000000yuan", {"price": "5元"}, "price", set(), id="more than a fortune"),
    ],
)
def test_a_number_flips_within_what_it_can_be(condition, facts, name, values):
    assert set(values_of(flips_of(either(condition), facts), name)) == values


@pytest.mark.parametrize("name", ["pieces", "price"])
def test_an_open_number_has_no_flips(name):
    assert values_of(flips_of(either(f"{name} == {name}"), {name: "?"}), name) == []


def test_only_what_the_issue_reads_is_tried():
    rules = [*either("worn"), make_rule("C", {"late": "tagged"})]

    assert {flip.name for flip in flips_of(rules)} == {"worn"}
    assert {flip.name for flip in flips_of(rules, issues=("late",))} == {"tagged"}
    assert {flip.name for flip in flips_of(rules, issues=("late", "remedy"))} == {"tagged", "worn"}


def test_a_flip_names_the_first_of_the_issues_asked_and_all_that_come_out_otherwise():
    rules = [*either("worn"), make_rule("C", {"late": "worn"}), make_rule("D", {"channel": "phone"})]
    (flip,) = flips_of(rules, issues=("remedy", "late", "award"))

    assert (flip.issue, flip.altered) == ("remedy", ("remedy", "late"))
    assert (flip.old, flip.value) == (False, True)
    assert (flip.before_status, flip.before, flip.after_status, flip.after) == (
        "decided",
        "reject",
        "decided",
        "refund",
    )
    assert (flip.rules, flip.forced, flip.kept, flip.shift, flip.text) == (("A",), {}, {}, 0, "")


# -- events --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "shifts"),
    [
        pytest.param("2025-05-12 10:00", [1], id="on the limit"),
        pytest.param("2025-05-12 10:01", [-1], id="a minute over"),
        pytest.param("2025-05-11 10:00", [1441], id="a day before"),
        pytest.param("2025-05-13 10:01", [-1441], id="a day over"),
        pytest.param("2025-05-11", [1440], id="a day, in days: then in doubt"),
        pytest.param("2025-05-13", [-1440], id="a day over, in days: then in doubt"),
    ],
)
def test_an_event_moves_the_least_way_that_turns_the_outcome(sent, shifts):
    flips = flips_of(either("elapsed(paid, sent) > 48h"), events={"paid": PAID, "sent": sent})

    assert shifts_of(flips, "@sent") == shifts


@pytest.mark.parametrize(
    "start", ["2025-05-10 10:00", "2025-05-11 09:59", "2025-05-12 10:00", "2025-05-12 10:01", "2025-05-14 10:00"]
)
def test_an_event_moves_as_far_as_a_minute_by_minute_search_says(start):
    """Two limits: 24 and 48 hours; the least move either way is the same as by trying every minute."""
    rules = [
        make_rule("A", REFUND, ("elapsed(paid, sent) > 48h",)),
        make_rule("B", EXCHANGE, ("elapsed(paid, sent) > 24h", "elapsed(paid, sent) <= 48h")),
        make_rule("C", REJECT, ("elapsed(paid, sent) <= 24h",)),
    ]
    at, paid = parse_instant(start).lo, parse_instant(PAID).lo

    def outcome(minute):
        return (minute - paid > 1440) + (minute - paid > 2880)

    expected = []
    for sign in (1, -1):
        least = next(
            (d for d in range(1, 8000) if at + sign * d >= paid and outcome(at + sign * d) != outcome(at)), None
        )
        expected += [sign * least] if least else []
    found = shifts_of(flips_of(rules, events={"paid": PAID, "sent": start}), "@sent")

    assert found == sorted(expected)


def test_an_event_known_to_the_day_moves_by_days_and_stays_one():
    flips = flips_of(either("@sent <= @paid + 5d"), events={"paid": PAID, "sent": "2025-05-12"})
    moved = [flip for flip in flips if flip.name == "@sent" and flip.shift]

    assert [flip.shift for flip in moved] == [3 * 1440]
    assert moved[0].value == Span(moved[0].old.lo + 4320, moved[0].old.hi + 4320)
    assert moved[0].after_status == "undetermined"


def test_an_event_may_turn_out_not_to_have_happened():
    flips = flips_of(either("has(paid)"), events={"paid": PAID})
    (gone,) = [flip for flip in flips if flip.value is ABSENT]

    assert (gone.name, gone.after, gone.shift) == ("@paid", "reject", 0)


@pytest.mark.parametrize("events", [{}, {"paid": "?"}, {"paid": "no"}])
def test_an_event_that_did_not_happen_or_is_open_is_left_alone(events):
    assert [flip for flip in flips_of(either("has(paid)"), events=events) if flip.name == "@paid"] == []


def test_an_undated_event_may_go_but_not_move():
    flips = flips_of(either("has(paid)"), events={"paid": "yes"})

    assert [(flip.name, flip.value) for flip in flips] == [("@paid", ABSENT)]


def test_an_event_at_a_distance_from_an_undated_one_moves_by_minutes():
    rules = either("elapsed(paid, sent) > 48h")
    (moved,) = [flip for flip in flips_of(rules, events={"paid": "yes", "sent": "paid + 48h"}) if flip.shift]

    assert (moved.name, moved.shift, moved.value) == ("@sent", 1, Span(2881, 2881, "paid"))
    assert moved.overlay(make_program(*rules)) == {"events": {"sent": "paid + 2881min"}}


def test_the_anchor_of_others_that_is_known_to_the_day_moves_alone():
    rules = either("elapsed(paid, sent) > 48h")
    program = make_program(*rules)
    flips = find_flips(program, make_case(events={"paid": "2025-05-10", "sent": "paid + 2879min"}), ("remedy",))
    sent = [flip for flip in flips if flip.name == "@sent" and flip.shift]
    paid = [flip for flip in flips if flip.name == "@paid" and flip.shift]

    assert [(flip.shift, flip.text) for flip in sent] == [(2, "paid + 2881min")]
    assert all(set(flip.kept) == {"@sent"} for flip in paid)
    assert all(flip.kept["@sent"] == Span(flip.old.lo + 2879, flip.old.hi + 2879) for flip in paid)


def test_a_distance_before_its_anchor_is_said_so():
    rules = either("elapsed(signed, sent) <= 1h - 2h")
    program = make_program(*rules)
    flips = find_flips(program, make_case(events={"signed": "2025-05-10", "sent": "signed - 60min"}), ("remedy",))
    moved = [flip for flip in flips if flip.name == "@sent" and flip.shift]

    assert [(flip.shift, flip.text) for flip in moved] == [(1, "signed - 59min")]


@pytest.mark.parametrize(("order", "shifts"), [([], [-1]), (["paid", "signed"], [])])
def test_no_event_moves_against_the_order_told(order, shifts):
    flips = flips_of(either("elapsed(paid, signed) >= 0h"), events={"paid": PAID, "signed": PAID}, order=order)

    assert shifts_of(flips, "@signed") == shifts


# -- what constraints force along ------------------------------------------------------------------------------


@cache
def words_with(constraints: str):
    text = WORDS[: WORDS.index("constraints:")] + "constraints:\n" + constraints
    problems = Problems()
    words = read_vocabulary(
        load_text(text, "words"), load_text(ACTS, "acts"), problems, load_text(CALENDAR, "calendar")
    )
    assert not problems
    return words


def flips_under(constraints, rules, facts=None, events=None):
    words = words_with(constraints)
    program = Program(words, BOOKS, rules, FULL_STACK)
    case = parse_case({"as_of": AS_OF, "facts": facts or {}, "events": events or {}}, words)
    return program, find_flips(program, case, ("remedy",))


ONE = "  - {id: one, must: 'not (worn and tagged)', text: 一, repair: [{set: tagged, to: no}]}\n"
TWO = "  - {id: two, must: 'tagged or not opened', text: 二, repair: [{set: opened, to: no}]}\n"
THREE = "  - {id: three, must: 'opened or reason != late', text: 三, repair: [{set: reason, to: quality}]}\n"
FOUR = "  - {id: four, must: 'reason != quality or pieces < 1', text: 四, repair: [{set: pieces, to: '0'}]}\n"
STATED = {"worn": "no", "tagged": "yes", "opened": "yes", "reason": "late", "pieces": "1"}


def test_a_fact_that_must_change_too_is_part_of_the_flip():
    program, flips = flips_under(ONE, either("worn"), STATED)
    (flip,) = flips

    assert (flip.value, flip.forced) == (True, {"tagged": False})
    assert flip.overlay(program) == {"facts": {"worn": "yes", "tagged": "no"}}


@pytest.mark.parametrize(
    ("constraints", "forced"),
    [
        (ONE + TWO, {"tagged": False, "opened": False}),
        (THREE + TWO + ONE, {"tagged": False, "opened": False, "reason": "quality"}),
        (ONE + TWO + THREE, {"tagged": False, "opened": False, "reason": "quality"}),
    ],
)
def test_one_repair_leads_to_the_next(constraints, forced):
    _, flips = flips_under(constraints, either("worn"), STATED)

    assert [flip.forced for flip in flips if flip.name == "worn"] == [forced]


def test_after_three_rounds_a_change_is_given_up():
    _, flips = flips_under(ONE + TWO + THREE + FOUR, either("worn"), STATED)

    assert [flip for flip in flips if flip.name == "worn"] == []


def test_a_change_is_never_undone_by_its_own_repair():
    _, flips = flips_under(ONE, either("tagged"), {"worn": "yes", "tagged": "no"})

    assert [flip for flip in flips if flip.name == "tagged"] == []


def test_an_event_is_unset_where_a_constraint_says_so():
    constraint = "  - {id: gone, must: 'not (worn and has(sent))', text: 不, repair: [{unset: sent}]}\n"
    program, flips = flips_under(constraint, either("worn"), {"worn": "no"}, {"sent": PAID})
    (flip,) = flips

    assert flip.forced == {"@sent": ABSENT}
    assert flip.overlay(program) == {"facts": {"worn": "yes"}, "events": {"sent": "no"}}


def test_a_case_that_is_impossible_already_may_be_mended_by_a_flip():
    _, flips = flips_under(ONE, either("worn"), {"worn": "yes", "tagged": "yes"})

    assert [(flip.name, flip.value) for flip in flips] == [("worn", False)]


def test_a_flip_of_an_impossible_case_carries_along_what_makes_it_possible():
    _, flips = flips_under(ONE, either("opened"), {"worn": "yes", "tagged": "yes", "opened": "no"})

    assert [(flip.name, flip.value, flip.forced) for flip in flips] == [("opened", True, {"tagged": False})]


# -- what ranks first ---------------------------------------------------------------------------------------------


def weight_of(rules, facts=None, events=None, *, name, **wanted):
    flips = [flip for flip in flips_of(rules, facts, events) if flip.name == name]
    (flip,) = [flip for flip in flips if all(getattr(flip, key) == value for key, value in wanted.items())]
    return flip.weight


def test_a_stated_fact_teaches_more_than_an_assumed_one():
    assert weight_of(either("worn"), {"worn": "no"}, name="worn") == 3 + 2
    assert weight_of(either("worn"), name="worn") == 2


def test_a_fact_that_a_stem_must_state_teaches_more():
    assert weight_of(either("tagged"), {"tagged": "yes"}, name="tagged") == 3 + 1 + 2
    assert weight_of(either("tagged"), name="tagged") == 1 + 2


def test_an_outcome_that_is_decided_teaches_more():
    assert weight_of([make_rule("A", REFUND, ("worn",))], {"worn": "yes"}, name="worn") == 3


def test_an_exception_to_the_rule_that_decided_teaches_more():
    rules = [make_rule("A", REFUND), make_rule("B", REJECT, ("worn",), overrides=("A",))]

    assert weight_of(rules, {"worn": "no"}, name="worn") == 3 + 2 + 2
    assert weight_of(rules, {"worn": "yes"}, name="worn") == 3 + 2 + 2


def test_what_is_forced_along_teaches_less():
    _, flips = flips_under(ONE, either("worn"), STATED)

    assert flips[0].weight == 3 - 1 + 2


@pytest.mark.parametrize(
    ("limit", "bonus"),
    [(1439, 3), (1440, 1), (10079, 1), (10080, 0)],
    ids=["a day", "over a day", "a week", "over a week"],
)
def test_a_near_limit_teaches_more(limit, bonus):
    """The event lies on the anchor, so it has to move one minute more than the limit."""
    rules = either(f"elapsed(paid, sent) > {limit}min")
    events = {"paid": PAID, "sent": PAID}

    assert weight_of(rules, events=events, name="@sent", shift=limit + 1) == 3 + bonus + 2


def test_what_did_not_happen_teaches_less():
    assert weight_of(either("has(paid)"), events={"paid": PAID}, name="@paid", value=ABSENT) == 3 + 2 - 3


def test_the_heaviest_comes_first_then_the_nearest_then_by_name():
    rules = either("worn or tagged or opened or pieces >= 1", REJECT)
    facts = {"worn": "no", "tagged": "no", "opened": "no", "pieces": "0"}

    assert [(flip.name, flip.value) for flip in flips_of(rules, facts)][:4] == [
        ("tagged", True), ("opened", True), ("pieces", 1), ("worn", True),
    ]  # fmt: skip


def test_the_best_change_of_each_fact_ranks_before_a_second_of_any():
    rules = [*either("reason == none or worn", REJECT)]
    flips = flips_of(rules, {"reason": "none", "worn": "no"})

    assert [(flip.name, flip.value) for flip in flips] == [("reason", "quality")]
    three = [
        make_rule("A", REFUND, ("reason == none", "not worn")),
        make_rule("B", EXCHANGE, ("reason == late", "not worn")),
        make_rule("C", REJECT, ("reason == quality", "not worn")),
        make_rule("D", {"remedy": "wanted"}, ("worn",)),
    ]
    names = [flip.name for flip in flips_of(three, {"reason": "none", "worn": "no", "wanted": "exchange"})]
    assert names == ["reason", "worn", "reason"]


def test_of_two_changes_to_the_same_end_the_better_is_kept():
    """Two prices lead to the same outcome by the same rule: one flip."""
    flips = flips_of(either("price >= 50yuan"), {"price": "10元"})

    assert [flip.after for flip in flips] == ["refund"]
