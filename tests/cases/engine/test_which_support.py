"""Where either of two facts fixes an outcome: what the deciding rule reads is named, then what the case states."""

import pytest

from cases.engine.rules import Kind
from tests.factories.cases import make_case, make_rule, outcome

REFUND, REJECT = {"remedy": "refund"}, {"remedy": "reject"}
SENT = "2025-05-10 10:00"


@pytest.mark.parametrize(
    ("condition", "facts", "events", "named"),
    [
        pytest.param("worn or tagged", {"worn": "yes"}, {}, "worn", id="before what goes unsaid"),
        pytest.param("tagged or wanted == refund", {"tagged": "yes"}, {}, "tagged", id="whatever comes first"),
        pytest.param("worn or tagged", {"worn": "yes", "tagged": "no"}, {}, "worn", id="the one that holds"),
        pytest.param("has(sent) or not has(signed)", {}, {"sent": SENT}, "@sent", id="an event"),
        pytest.param("not has(sent) or has(signed)", {}, {"signed": SENT}, "@signed", id="a later event"),
    ],
)
def test_what_is_stated_is_named_rather_than_what_goes_unsaid(condition, facts, events, named):
    found = outcome([make_rule("A", REFUND, (condition,))], "remedy", make_case(facts, events))

    assert (found.rests_on, found.assumed) == ((named,), ())


@pytest.mark.parametrize(
    ("condition", "remote", "facts", "events", "named"),
    [
        pytest.param("tagged", "worn", {"worn": "yes"}, {}, "tagged", id="a fact"),
        pytest.param("wanted == refund", "reason == late", {"reason": "late"}, {}, "wanted", id="a later fact"),
        pytest.param("not worn", "tagged", {"tagged": "yes"}, {}, "worn", id="an earlier fact"),
        pytest.param("not has(signed)", "has(sent)", {}, {"sent": SENT}, "@signed", id="an event"),
        pytest.param("not has(sent)", "has(signed)", {}, {"signed": SENT}, "@sent", id="an earlier event"),
    ],
)
def test_what_the_deciding_rule_reads_is_named_rather_than_what_others_read(condition, remote, facts, events, named):
    """The presumption would come to the same; it lost to the rule, though its fact is the one that is stated."""
    rules = [make_rule("A", REFUND, (condition,)), make_rule("B", REFUND, (remote,), kind=Kind.PRESUMPTION)]
    found = outcome(rules, "remedy", make_case(facts, events))

    assert found.by == ("A",)
    assert (found.rests_on, found.assumed) == ((), (named,))


def test_facts_of_a_rule_that_loses_whatever_they_are_need_no_values_tried():
    """The sum of two prices cannot be split into values; it is enough that the rule loses either way."""
    rules = [
        make_rule("A", REFUND, ("worn",), overrides=("B",)),
        make_rule("B", REJECT, ("price > pieces * 5yuan",)),
    ]
    found = outcome(rules, "remedy", make_case({"worn": "yes", "price": "20元", "pieces": "2"}))

    assert (found.rests_on, found.assumed) == (("worn",), ())
