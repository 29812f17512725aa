"""Deciding a case: open facts, silence, issues that read issues, and what the decision tells."""

import json

import pytest

from cases.engine.decision import decide
from cases.engine.program import StackError
from cases.engine.values import format_span
from tests.factories.cases import find, make_case, make_program, make_rule, outcome

REFUND, REJECT = {"remedy": "refund"}, {"remedy": "reject"}


def status(rules, facts=None, events=None, **rest):
    found = outcome(rules, "remedy", make_case(facts, events, **rest))
    return found.status, found.value


# -- three kinds of not knowing -----------------------------------------------------------------------


def test_what_is_unmentioned_is_silent_and_assumed():
    found = outcome([make_rule("R", REFUND, ("not worn",))], "remedy")

    assert (found.status, found.rests_on, found.assumed) == ("decided", (), ("worn",))


def test_what_is_open_leaves_the_issue_undetermined_and_names_the_rule():
    found = outcome([make_rule("R", REFUND, ("worn",))], "remedy", make_case({"worn": "?"}))

    assert (found.status, found.value, found.pending, found.rests_on) == ("undetermined", None, ("R",), ())


@pytest.mark.parametrize(
    ("proved", "by"), [("yes", "RULE"), ("no", "DENIED"), ("unproven", "BURDEN"), (None, "BURDEN")]
)
def test_unproven_is_a_value_that_a_presumption_may_decide(proved, by):
    rules = [
        make_rule("RULE", REFUND, ("proved",)),
        make_rule("DENIED", REJECT, ("proved == no",)),
        make_rule("BURDEN", REJECT, ("unproven(proved)",)),
    ]

    assert outcome(rules, "remedy", make_case({"proved": proved} if proved else {})).by == (by,)


def test_an_open_rule_that_agrees_with_the_sure_one_leaves_no_doubt():
    rules = [make_rule("A", REFUND), make_rule("B", REFUND, ("worn",))]

    assert status(rules, {"worn": "?"}) == ("decided", "refund")


def test_an_open_rule_that_a_sure_one_defeats_leaves_no_doubt():
    rules = [make_rule("A", REFUND, ("worn",)), make_rule("B", REJECT, overrides=("A",))]

    assert status(rules, {"worn": "?"}) == ("decided", "reject")


def test_an_open_rule_that_would_defeat_the_sure_one_leaves_doubt():
    rules = [make_rule("A", REFUND), make_rule("B", REJECT, ("worn",), overrides=("A",))]

    assert status(rules, {"worn": "?"}) == ("undetermined", None)


def test_an_open_rule_that_would_bring_a_conflict_leaves_doubt():
    assert status([make_rule("A", REFUND), make_rule("B", REJECT, ("worn",))], {"worn": "?"})[0] == "undetermined"


def test_a_defeated_rule_with_an_open_value_may_still_defeat():
    rules = [
        make_rule("L", {"award": "price"}, book="law"),
        make_rule("M", {"award": "10yuan"}, book="law", overrides=("L",)),
        make_rule("S", {"award": "20yuan"}, book="shop"),
    ]

    assert outcome(rules, "award", make_case({"price": "?"})).status == "undetermined"


def test_more_open_rules_than_are_tried_leave_the_issue_undetermined():
    names = ("worn", "tagged", "opened")
    rules = [make_rule(f"R{at}", REFUND, (names[at % 3], f"pieces != {at}")) for at in range(12)]

    assert status([*rules, make_rule("SURE", REFUND)], dict.fromkeys(names, "?"))[0] in ("decided", "undetermined")
    assert status(rules, dict.fromkeys(names, "?"))[0] == "undetermined"


def test_whether_an_issue_is_raised_may_be_open():
    found = find([make_rule("R", {"fault": "yes"})], make_case({"opened": "?"}))

    assert found["fault"].status == "undetermined"


# -- precision -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        pytest.param("2025-05-03 10:00", "reject", id="the 48th hour itself"),
        pytest.param("2025-05-03 10:01", "refund", id="a minute more"),
        pytest.param("2025-05-03", None, id="a day that holds both"),
        pytest.param("2025-05-04", "refund", id="a later day"),
        pytest.param("paid + 48h", "reject", id="a distance of 48 hours"),
        pytest.param("paid + 49h", "refund", id="a distance of 49 hours"),
        pytest.param("?", None, id="open"),
    ],
)
def test_an_hour_limit_has_three_values(sent, value):
    late = "elapsed(paid, sent) > 48h"
    rules = [make_rule("A", REFUND, (late,)), make_rule("B", REJECT, (f"not {late}",))]

    assert status(rules, events={"paid": "2025-05-01 10:00", "sent": sent})[1] == value


def test_a_distance_is_known_though_the_events_are_undated():
    rules = [make_rule("A", REFUND, ("elapsed(paid, sent) > 48h",))]

    assert status(rules, events={"paid": "yes", "sent": "paid + 49h"}) == ("decided", "refund")


@pytest.mark.parametrize(("order", "value"), [(["paid", "sent"], "refund"), (["sent", "paid"], None)])
def test_an_order_alone_says_what_came_first(order, value):
    assert status([make_rule("A", REFUND, ("before(paid, sent)",))], order=order)[1] == value


def test_events_that_did_not_happen_make_atoms_false():
    atoms = ("before(paid, sent)", "elapsed(paid, sent) <= 48h", "elapsed(paid, sent) > 48h", "@paid < @now")

    for atom in atoms:
        assert status([make_rule("A", REFUND, (atom,))])[0] == "gap"


# -- issues that read issues --------------------------------------------------------------------------------


def test_a_later_issue_reads_an_earlier_one_and_says_so():
    rules = [make_rule("A", {"late": "yes"}), make_rule("B", REFUND, ("late",))]

    found = outcome(rules, "remedy")

    assert (found.value, found.uses) == ("refund", ("late",))


def test_a_conflict_or_a_gap_reads_as_open():
    quarrel = [make_rule("A", {"late": "yes"}), make_rule("B", {"late": "no"})]
    rule = make_rule("C", REFUND, ("late",))

    assert status([*quarrel, rule])[0] == "undetermined"
    assert status([rule])[0] == "undetermined"


def test_an_issue_that_is_not_raised_reads_as_false():
    rules = [
        make_rule("A", {"fault": "yes"}),
        make_rule("B", REFUND, ("fault",)),
        make_rule("C", REJECT, ("not fault",)),
    ]

    assert status(rules, {"opened": "no"}) == ("decided", "reject")


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ([], "gap"),
        ([make_rule("A", {"late": "yes"})], "decided"),
        ([make_rule("A", {"late": "yes"}), make_rule("B", {"late": "no"})], "conflict"),
        ([make_rule("A", {"late": "yes"}, ("worn",))], "undetermined"),
    ],
)
def test_a_status_is_known_even_where_the_value_is_not(rules, said):
    asking = make_rule("S", REFUND, (f"status(late) == {said}",))

    assert status([*rules, asking], {"worn": "?"}) == ("decided", "refund")


def test_issues_that_read_each_other_are_refused():
    rules = [make_rule("A", {"late": "yes"}, ("remedy == refund",)), make_rule("B", REFUND, ("late",))]

    with pytest.raises(StackError, match="争点互相引用成环"):
        make_program(*rules)


# -- what the decision tells -----------------------------------------------------------------------------------


def test_a_rule_that_does_not_apply_tells_which_conditions_failed():
    found = outcome([make_rule("A", REFUND, ("worn", "tagged", "pieces > 1"))], "remedy")

    assert [(rule.rule, rule.failed) for rule in found.inapplicable] == [("A", ("worn", "pieces > 1"))]


def test_every_issue_in_dispute_has_one_outcome_in_the_order_of_the_vocabulary():
    decision = decide(make_program(make_rule("A", REFUND)), make_case({"opened": "no"}))

    assert list(decision.issues) == ["late", "remedy", "channel", "award", "charge", "deadline"]
    assert {found.status for found in decision.issues.values()} <= {"decided", "conflict", "gap", "undetermined"}


def test_the_same_input_gives_the_same_bytes():
    rules = [make_rule("A", REFUND, ("worn",)), make_rule("B", REJECT, overrides=("A",))]
    one, other = (make_case({"price": "3元", "worn": "yes"}), make_case({"worn": True, "price": "300分"}))

    first, second = decide(make_program(*rules), one), decide(make_program(*reversed(rules)), other)

    assert first.to_bytes() == second.to_bytes()
    assert first.checksum == second.checksum


def test_a_decision_is_plain_json_with_instants_as_text():
    rules = [make_rule("A", {"deadline": "next_midnight(@signed) + 7d"})]

    decision = decide(make_program(*rules), make_case(events={"signed": "2025-05-08"}), edition="sha256:e")
    read = json.loads(decision.to_bytes())

    assert read["issues"]["deadline"]["value"] == "2025-05-16 00:00" == format_span(decision.issues["deadline"].value)
    assert (read["edition"], read["as_of"]) == ("sha256:e", "2025-06-01 12:00")
    assert set(read["issues"]["deadline"]) >= {"status", "value", "by", "defeated", "inapplicable", "not_in_force"}


# -- distances from a day ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "when",
    [
        "elapsed(paid, sent) > 48h",
        "@sent > @paid + 48h",
        "before(paid, sent) and @sent - 48h > @paid",
        "max(@paid, @sent) == @sent and elapsed(paid, sent) == 2881 * 1min",
    ],
)
def test_the_distance_from_an_event_known_to_the_day_is_exact(when):
    found = find([make_rule("R", REFUND, (when,))], make_case(events={"paid": "2025-05-01", "sent": "paid + 2881min"}))[
        "remedy"
    ]

    assert (found.status, found.value) == ("decided", "refund")


def test_a_deadline_that_another_issue_counts_from_the_same_day_is_exact_too():
    rules = [
        make_rule("DUE", {"deadline": "@paid + 48h"}),
        make_rule("LATE", REFUND, ("@sent > deadline",)),
        make_rule("ON-TIME", REJECT, ("@sent <= deadline",)),
    ]

    assert status(rules, {}, {"paid": "2025-05-01", "sent": "paid + 48h"}) == ("decided", "reject")
    assert status(rules, {}, {"paid": "2025-05-01", "sent": "2025-05-03"}) == ("undetermined", None)


def test_a_calendar_between_them_makes_the_distance_open():
    rules = [make_rule("R", REFUND, ("@sent > next_midnight(@paid) + 47h",)), make_rule("B", REJECT, ("worn",))]

    assert status(rules, {}, {"paid": "2025-05-01", "sent": "paid + 60h"})[0] == "undetermined"
