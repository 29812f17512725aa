"""What an outcome rests on fixes it whatever the other facts are, and nothing of it can be left out."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.engine.case import parse_case
from cases.engine.decide import run
from cases.engine.program import Program
from cases.engine.support import support_of
from cases.engine.turning import slot_of
from cases.engine.value_classes import values_to_try
from tests.cases.engine.random_rules import random_case, random_rules
from tests.factories.cases import BOOKS, FULL_STACK, little_words, make_case, make_rule, outcome

REFUND = {"remedy": "refund"}


def settled(finding):
    return finding.status, finding.value


def everything(program):
    return [*program.vocabulary.facts, *(f"@{name}" for name in program.vocabulary.events)]


@pytest.mark.parametrize(
    ("when", "facts", "rests_on", "assumed"),
    [
        pytest.param(("worn",), {"worn": "yes", "tagged": "yes"}, ("worn",), (), id="a stated fact"),
        pytest.param(("not worn",), {"tagged": "yes"}, (), ("worn",), id="silence"),
        pytest.param(("worn or tagged",), {"worn": "yes", "tagged": "no"}, ("worn",), (), id="the half that holds"),
        pytest.param(("worn", "price > 3yuan"), {"worn": "yes", "price": "5元"}, ("worn", "price"), (), id="both"),
    ],
)
def test_an_outcome_rests_on(when, facts, rests_on, assumed):
    found = outcome([make_rule("A", REFUND, when)], "remedy", make_case(facts))

    assert (found.rests_on, found.assumed) == (rests_on, assumed)


def test_an_outcome_rests_on_what_keeps_exceptions_away():
    rules = [make_rule("A", REFUND), make_rule("B", {"remedy": "reject"}, ("worn",), overrides=("A",))]

    assert outcome(rules, "remedy", make_case({"worn": "no"})).rests_on == ("worn",)


def test_a_gap_rests_on_what_keeps_the_rules_away():
    found = outcome([make_rule("A", REFUND, ("worn", "tagged"))], "remedy", make_case({"worn": "no"}))

    assert (found.status, found.rests_on) == ("gap", ("worn",))


def test_events_are_marked():
    case = make_case(events={"paid": "2025-05-01 10:00", "sent": "2025-05-02 10:00"})

    assert outcome([make_rule("A", REFUND, ("before(paid, sent)",))], "remedy", case).rests_on == ("@paid", "@sent")


def test_an_outcome_rests_on_what_the_issues_it_reads_rest_on():
    rules = [make_rule("A", {"late": "yes"}, ("worn",)), make_rule("B", REFUND, ("late",))]

    assert outcome(rules, "remedy", make_case({"worn": "yes"})).rests_on == ("worn",)


@pytest.mark.parametrize(
    ("rules", "facts", "names"),
    [
        pytest.param(
            [make_rule("A", REFUND, ("worn",)), make_rule("B", REFUND, ("not worn",))],
            {"worn": "yes"},
            (),
            id="both ways end alike",
        ),
        pytest.param(
            [
                make_rule("A", REFUND, ("worn", "tagged")),
                make_rule("B", REFUND, ("worn", "not tagged")),
                make_rule("C", {"remedy": "reject"}, ("not worn",)),
            ],
            {"worn": "yes", "tagged": "yes"},
            ("worn",),
            id="one of two",
        ),
        pytest.param(
            [make_rule("A", REFUND, ("price > 3yuan",)), make_rule("B", REFUND, ("price <= 3yuan",))],
            {"price": "5元"},
            (),
            id="a sum on either side of a limit",
        ),
        pytest.param(
            [make_rule("A", REFUND, ("price > 3yuan",)), make_rule("B", {"remedy": "reject"}, ("price <= 3yuan",))],
            {"price": "5元"},
            ("price",),
            id="a sum that matters",
        ),
    ],
)
def test_a_fact_whose_every_value_ends_alike_is_not_named(rules, facts, names):
    found = outcome(rules, "remedy", make_case(facts))

    assert (*found.rests_on, *found.assumed) == names


def test_that_an_event_did_not_happen_is_one_of_its_values():
    happened = [make_rule("A", REFUND, ("has(paid)",)), make_rule("B", {"remedy": "reject"}, ("not has(paid)",))]
    alike = [make_rule("A", REFUND, ("has(paid)",)), make_rule("B", REFUND, ("not has(paid)",))]
    case = make_case(events={"paid": "2025-05-01 10:00"})

    assert outcome(happened, "remedy", case).rests_on == ("@paid",)
    assert outcome(alike, "remedy", case).rests_on == ()


@given(seed=st.integers(min_value=0, max_value=2**32))
@settings(max_examples=30, deadline=None)
def test_support_is_sufficient_and_minimal(seed):
    """Sufficient by trying cases that agree in what is named; minimal, too, by a case that shows it."""
    rnd = Random(seed)
    program = Program(little_words(), BOOKS, random_rules(rnd), FULL_STACK)
    case = parse_case(random_case(rnd), little_words())
    others = [program.environment(parse_case(random_case(rnd), little_words())) for _ in range(60)]
    blank = program.environment(case)
    for issue, finding in run(program, blank.copy()).items():
        if finding.status not in ("decided", "conflict", "gap"):
            continue
        support = support_of(program, case, issue)
        slots = [slot_of(program, name) for name in (*support.rests_on, *support.assumed)]
        for other in others:
            env = other.copy()
            for at in (*slots, program.layout.now, program.layout.order):
                env[at] = blank[at]
            if any(test(env) is False for _, test in program.constraints):
                continue
            found = run(program, env)[issue]

            assert found.status == "undetermined" or settled(found) == settled(finding)


@given(seed=st.integers(min_value=0, max_value=2**32))
@settings(max_examples=30, deadline=None)
def test_nothing_that_the_outcome_turns_on_is_left_out(seed):
    rnd = Random(seed)
    program = Program(little_words(), BOOKS, random_rules(rnd), FULL_STACK)
    case = parse_case(random_case(rnd, doubt=0.1), little_words())
    blank = program.environment(case)
    for issue, finding in run(program, blank.copy()).items():
        if finding.status not in ("decided", "conflict", "gap"):
            continue
        support = support_of(program, case, issue)
        named = {*support.rests_on, *support.assumed}
        for name in everything(program):
            for value in values_to_try(program, name) or ():
                env = blank.copy()
                env[slot_of(program, name)] = value
                if blank[slot_of(program, name)] is None or any(test(env) is False for _, test in program.constraints):
                    continue
                found = run(program, env)[issue]

                assert name in named or found.status == "undetermined" or settled(found) == settled(finding)
