"""What an outcome rests on fixes it whatever the other facts are, and nothing of it can be left out."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.engine.case import parse_case
from cases.engine.decide import run
from cases.engine.program import Program
from cases.engine.support import support_of
from tests.cases.engine.random_rules import random_case, random_rules
from tests.factories.cases import BOOKS, FULL_STACK, little_words, make_case, make_rule, outcome

REFUND = {"remedy": "refund"}


def settled(finding):
    return finding.status, finding.value


def outcome_when_open(program, case, issue, opened):
    """How ``issue`` comes out with the facts and ``@events`` in ``opened`` unknown."""
    env, layout = program.environment(case), program.layout
    for name in opened:
        env[layout.events[name[1:]] if name.startswith("@") else layout.facts[name]] = None
    return settled(run(program, env)[issue])


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


@given(seed=st.integers(min_value=0, max_value=2**32))
@settings(max_examples=30, deadline=None)
def test_support_is_sufficient_and_minimal(seed):
    rnd = Random(seed)
    program = Program(little_words(), BOOKS, random_rules(rnd), FULL_STACK)
    case = parse_case(random_case(rnd, doubt=0.1), little_words())
    for issue, finding in run(program, program.environment(case)).items():
        if finding.status not in ("decided", "conflict", "gap"):
            continue
        support = support_of(program, case, issue)
        kept = {*support.rests_on, *support.assumed}
        others = [name for name in everything(program) if name not in kept]

        assert outcome_when_open(program, case, issue, others) == settled(finding)
        for name in kept:
            assert outcome_when_open(program, case, issue, [*others, name]) != settled(finding)
