"""The interval check finds conflicts, sees that there are none, and says where it does not apply."""

import pytest

from cases.engine.intervals import Verdict, check_rule
from cases.engine.rules import Kind
from tests.factories.cases import make_effective, make_program, make_rule

REFUND, EXCHANGE = {"remedy": "refund"}, {"remedy": "exchange"}


def verdict(*rules, issue="remedy"):
    """What the check says of the first rule."""
    return check_rule(make_program(*rules), issue, rules[0].id).verdict


def met(one, other):
    """What it says of two rules that disagree, with these conditions."""
    return verdict(make_rule("A", REFUND, one), make_rule("B", EXCHANGE, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param((), (), id="always"),
        pytest.param(("worn",), ("tagged",), id="two facts"),
        pytest.param(("price > 50yuan",), ("price < 50.02yuan",), id="one sum between"),
        pytest.param(("2 * pieces > 3",), ("pieces < 3",), id="one number between"),
        pytest.param(("proved in (no, unproven)",), ("unproven(proved)",), id="a burden"),
        pytest.param(("reason != none",), ("reason in (quality, none)",), id="a choice"),
        pytest.param(("elapsed(paid, sent) > 48h",), ("elapsed(paid, sent) <= 48h + 1min",), id="one minute between"),
        pytest.param(("@paid + 48h < @sent",), ("not @sent > @paid + 49h",), id="a limit as an instant"),
        pytest.param(("before(paid, sent)",), ("before(sent, signed)",), id="a chain of events"),
        pytest.param(("not elapsed(paid, sent) > 48h",), ("not has(sent)",), id="an event that did not happen"),
    ],
)
def test_rules_that_meet_somewhere_conflict(one, other):
    assert met(one, other) == Verdict.CONFLICT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(("worn",), ("not worn",), id="one fact"),
        pytest.param(("price > 50yuan",), ("price < 50.01yuan",), id="nothing between"),
        pytest.param(("2 * pieces > 3",), ("pieces <= 1",), id="nothing between, scaled"),
        pytest.param(("pieces > 3",), (), id="beyond what the fact can be"),
        pytest.param(("elapsed(paid, sent) > 48h",), ("elapsed(paid, sent) <= 48h",), id="the limit itself"),
        pytest.param(("@paid + 48h < @sent",), ("elapsed(paid, sent) < 48h",), id="two ways to say a distance"),
        pytest.param(("has(sent)",), ("not has(sent)",), id="an event"),
        pytest.param(("has(sent) and has(paid) and before(sent, paid)",), (), id="what a constraint rules out"),
    ],
)
def test_rules_that_never_meet_are_clear(one, other):
    assert met(one, other) == Verdict.CLEAR


@pytest.mark.parametrize(
    "condition",
    ["late", "percent(price, 30) > 10yuan", "next_midnight(@paid) > @sent", "elapsed(paid, sent) > pieces * 1h"],
)
def test_what_tests_more_than_one_thing_is_left_to_the_solver(condition):
    assert met((condition,), ("worn",)) == Verdict.NOT_COVERED


def test_a_circle_of_distances_is_left_to_the_solver():
    one = ("elapsed(paid, sent) > 48h", "elapsed(sent, signed) > 48h")

    assert met(one, ("elapsed(paid, signed) < 90h",)) == Verdict.NOT_COVERED


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(make_rule("B", EXCHANGE, ("late",), overrides=("A",)), id="it overrides"),
        pytest.param(make_rule("B", EXCHANGE, ("late",), kind=Kind.FALLBACK), id="it is a fallback"),
        pytest.param(make_rule("B", REFUND), id="it agrees"),
        pytest.param(make_rule("B", EXCHANGE, book="law"), id="it is of higher authority"),
    ],
)
def test_rules_that_cannot_stand_together_are_clear_without_a_look_at_their_conditions(other):
    assert verdict(make_rule("A", REFUND), other) == Verdict.CLEAR


def test_a_third_rule_that_defeats_one_wherever_they_meet_clears_them():
    meeting = [make_rule("A", REFUND, ("worn",)), make_rule("B", EXCHANGE, ("tagged",))]
    always = make_rule("C", EXCHANGE, ("worn and tagged",), overrides=("A",))
    sometimes = make_rule("C", EXCHANGE, ("worn and tagged and opened",), overrides=("A",))

    assert verdict(*meeting, always) == Verdict.CLEAR
    assert verdict(*meeting, sometimes) == Verdict.CONFLICT


def test_versions_of_different_times_are_clear():
    old = make_rule("A", REFUND, effective=make_effective("", "2025-05-01"))
    new = make_rule("B", EXCHANGE, effective=make_effective("2025-05-01", ""))
    later = make_rule("B", EXCHANGE, effective=make_effective("2025-04-30", "", by="signed"))

    assert verdict(old, new) == Verdict.CLEAR
    assert verdict(old, later) == Verdict.CONFLICT


def test_an_issue_that_is_not_raised_has_no_conflict():
    rules = [make_rule(name, {"fault": text}, ("not worn", "not opened")) for name, text in (("A", "yes"), ("B", "no"))]

    assert verdict(*rules, issue="fault") == Verdict.CONFLICT
    calm = [
        make_rule(rule.id, {"fault": text}, (*rule.when_text, "reason == none"))
        for rule, text in zip(rules, ("yes", "no"), strict=True)
    ]
    assert verdict(*calm, issue="fault") == Verdict.CLEAR


def test_each_rule_it_conflicts_with_is_named():
    rules = [
        make_rule("A", REFUND, ("worn",)),
        make_rule("B", EXCHANGE, ("tagged",)),
        make_rule("C", EXCHANGE, ("late",)),
        make_rule("D", EXCHANGE, ("not worn",)),
    ]

    checked = check_rule(make_program(*rules), "remedy", "A")

    assert (checked.verdict, checked.conflicts, checked.uncovered) == (Verdict.CONFLICT, ("B",), ("C",))
