"""Which of several applicable rules stands: overrides, kind, authority, and nothing else."""

from itertools import permutations

import pytest

from cases.engine.case import Stack
from cases.engine.precedence import OverrideCycleError, close_overrides
from cases.engine.program import StackError
from cases.engine.rules import Force, Kind
from tests.factories.cases import find, make_case, make_program, make_rule, outcome

REJECT, EXCHANGE, REFUND = ({"remedy": value} for value in ("reject", "exchange", "refund"))


def result(rules, issue="remedy", case=None):
    found = outcome(rules, issue, case)
    return found.status, found.value, found.by


def defeats(rules, issue="remedy"):
    return {lost.rule: (lost.by, lost.why) for lost in outcome(rules, issue).defeated}


# -- 1. overrides ---------------------------------------------------------------------------------


def test_an_override_defeats_and_the_loser_is_named():
    rules = [make_rule("A", REJECT), make_rule("B", REFUND, overrides=("A",))]

    assert result(rules) == ("decided", "refund", ("B",))
    assert defeats(rules) == {"A": (("B",), "overrides")}


def test_an_override_defeats_even_a_rule_that_agrees():
    rules = [make_rule("A", REFUND), make_rule("B", REFUND, overrides=("A",))]

    assert result(rules) == ("decided", "refund", ("B",))
    assert defeats(rules) == {"A": (("B",), "overrides")}


def test_an_override_beats_kind_and_level():
    law = make_rule("A", REFUND, book="law", force=Force.DEFAULT)
    fallback = make_rule("B", REJECT, book="shop", kind=Kind.FALLBACK, overrides=("A",))

    assert result([law, fallback]) == ("decided", "reject", ("B",))


def test_overrides_close_over_a_rule_that_does_not_apply():
    middle = make_rule("B", EXCHANGE, ("worn",), overrides=("A",))
    rules = [make_rule("A", REJECT), middle, make_rule("C", REFUND, overrides=("B",))]

    assert result(rules) == ("decided", "refund", ("C",))


def test_overrides_close_over_a_rule_of_another_issue():
    middle = make_rule("B", {"late": "yes"}, overrides=("A",))
    rules = [make_rule("A", REJECT), middle, make_rule("C", REFUND, overrides=("B",))]

    assert result(rules) == ("decided", "refund", ("C",))


def test_a_defeated_rule_still_defeats():
    rules = [
        make_rule("A", REJECT),
        make_rule("B", EXCHANGE, overrides=("A",)),
        make_rule("C", REFUND, overrides=("B",)),
    ]

    assert result(rules) == ("decided", "refund", ("C",))
    assert defeats(rules) == {"A": (("B", "C"), "overrides"), "B": (("C",), "overrides")}


def test_an_edge_to_a_rule_outside_the_stack_is_idle():
    rule = make_rule("A", REJECT, overrides=("ELSEWHERE",))

    assert result([rule]) == ("decided", "reject", ("A",))


@pytest.mark.parametrize("edges", [{"A": ["A"]}, {"A": ["B"], "B": ["A"]}, {"A": ["B"], "B": ["C"], "C": ["A"]}])
def test_a_circle_of_overrides_is_an_error_that_names_it(edges):
    with pytest.raises(OverrideCycleError) as caught:
        close_overrides(edges)

    assert set(caught.value.ids) == set(edges)


def test_a_circle_is_found_when_a_stack_is_compiled():
    with pytest.raises(OverrideCycleError, match="A → B → A"):
        make_program(make_rule("A", overrides=("B",)), make_rule("B", overrides=("A",)))


# -- 2. kind --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("strong", "weak"),
    [
        (Kind.RULE, Kind.PRESUMPTION),
        (Kind.RULE, Kind.FALLBACK),
        (Kind.PARAMETER, Kind.PRESUMPTION),
        (Kind.PRESUMPTION, Kind.FALLBACK),
    ],
)
def test_kind_decides_before_level(strong, weak):
    rules = [make_rule("A", REFUND, book="law", kind=weak), make_rule("B", REJECT, book="shop", kind=strong)]

    assert result(rules) == ("decided", "reject", ("B",))
    assert defeats(rules) == {"A": (("B",), "kind")}


def test_a_rule_and_a_parameter_are_of_one_rank():
    assert result([make_rule("A", REFUND), make_rule("B", REJECT, kind=Kind.PARAMETER)])[0] == "conflict"


# -- 3. authority ---------------------------------------------------------------------------------


def test_platform_beats_shop_where_they_differ():
    rules = [make_rule("A", REJECT), make_rule("B", REFUND, book="shop")]

    assert result(rules) == ("decided", "reject", ("A",))
    assert defeats(rules) == {"B": (("A",), "authority")}


def test_levels_that_agree_all_stand():
    rules = [make_rule("A", REFUND), make_rule("B", REFUND, book="shop"), make_rule("C", REFUND, book="law")]

    assert result(rules) == ("decided", "refund", ("A", "B", "C"))
    assert defeats(rules) == {}


@pytest.mark.parametrize(
    ("issue", "law", "lower", "stands", "why"),
    [
        pytest.param("remedy", "exchange", "reject", "L", "floor", id="less is lifted to the floor"),
        pytest.param("remedy", "exchange", "refund", "S", "floor", id="more stands"),
        pytest.param("late", "no", "yes", "S", "floor", id="yes is more"),
        pytest.param("award", "10yuan", "20yuan", "S", "floor", id="a greater award is more"),
        pytest.param("award", "10yuan", "5yuan", "L", "floor", id="a smaller award is less"),
        pytest.param("charge", "10yuan", "5yuan", "S", "floor", id="a smaller charge is more"),
        pytest.param("charge", "10yuan", "20yuan", "L", "floor", id="a greater charge is less"),
        pytest.param("channel", "phone", "chat", "L", "authority", id="without an order the higher wins"),
    ],
)
def test_mandatory_law_is_a_floor(issue, law, lower, stands, why):
    late = [] if issue == "late" else [make_rule("X", {"late": "no"})]
    rules = [make_rule("L", {issue: law}, book="law"), make_rule("S", {issue: lower}, book="shop")]

    found = outcome([*late, *rules], issue)

    assert (found.by, found.defeated[0].why) == ((stands,), why)


def test_a_later_deadline_is_more():
    case = make_case(events={"signed": "2025-05-08 10:00"})
    rules = [
        make_rule("L", {"deadline": "next_midnight(@signed) + 7d"}, book="law"),
        make_rule("S", {"deadline": "next_midnight(@signed) + 30d"}, book="shop"),
    ]

    assert result(rules, "deadline", case)[2] == ("S",)


def test_default_law_is_no_floor():
    rules = [make_rule("L", EXCHANGE, book="law", force=Force.DEFAULT), make_rule("S", REFUND, book="shop")]

    assert result(rules) == ("decided", "exchange", ("L",))


def test_an_edge_against_default_law_is_allowed():
    law = make_rule("L", EXCHANGE, book="law", force=Force.DEFAULT)

    assert result([law, make_rule("S", REJECT, book="shop", overrides=("L",))]) == ("decided", "reject", ("S",))


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(
            [make_rule("L", REFUND, book="law"), make_rule("S", REJECT, book="shop", overrides=("L",))], id="directly"
        ),
        pytest.param(
            [
                make_rule("L", REFUND, book="law"),
                make_rule("M", EXCHANGE, book="law", force=Force.DEFAULT, overrides=("L",)),
                make_rule("S", REJECT, book="shop", overrides=("M",)),
            ],
            id="through another rule",
        ),
    ],
)
def test_an_edge_against_mandatory_law_is_an_error(rules):
    with pytest.raises(StackError, match="S 不能优先于强制性规定 L"):
        make_program(*rules)


# -- 4. nothing else ------------------------------------------------------------------------------


def test_rules_that_differ_and_have_no_order_are_a_conflict():
    assert result([make_rule("A", REFUND), make_rule("B", REJECT)]) == ("conflict", None, ("A", "B"))


def test_rules_that_all_defeat_each_other_are_a_conflict():
    rules = [
        make_rule("A", REFUND, book="shop", kind=Kind.PRESUMPTION, overrides=("C",)),
        make_rule("B", EXCHANGE, kind=Kind.PRESUMPTION),
        make_rule("C", REJECT, kind=Kind.RULE),
    ]

    assert result(rules) == ("conflict", None, ())


def test_no_applicable_rule_is_a_gap():
    assert result([make_rule("A", REFUND, ("worn",))]) == ("gap", None, ())


def test_an_issue_that_is_not_in_dispute_is_left_out():
    findings = find([make_rule("A", {"fault": "yes"})], make_case({"opened": "no"}))

    assert findings["fault"].status == "not_raised"


@pytest.mark.parametrize("order", list(permutations("ABCD")), ids="".join)
def test_the_order_of_rules_never_matters(order):
    rules = {
        "A": make_rule("A", REJECT, book="shop"),
        "B": make_rule("B", EXCHANGE, overrides=("A",)),
        "C": make_rule("C", REFUND, book="law"),
        "D": make_rule("D", REJECT, kind=Kind.PRESUMPTION),
    }

    assert outcome([rules[name] for name in order], "remedy") == outcome(list(rules.values()), "remedy")


# -- stacks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stack", "by"),
    [
        (Stack(), ("LAW",)),
        (Stack("plat"), ("LAW", "PLAT")),
        (Stack("plus"), ("LAW", "PLAT", "PLUS")),
        (Stack("plus", "shop"), ("LAW", "PLAT", "PLUS", "SHOP")),
    ],
)
def test_a_stack_is_the_law_one_platform_with_what_it_extends_and_one_shop(stack, by):
    rules = [make_rule(book.upper(), REFUND, book=book) for book in ("law", "plat", "plus", "shop")]

    assert find(rules, stack=stack)["remedy"].rules == by


@pytest.mark.parametrize("stack", [Stack("nowhere"), Stack("shop"), Stack("plat", "nowhere"), Stack("law")])
def test_a_stack_that_names_no_such_book_is_refused(stack):
    with pytest.raises(StackError, match="没有叫"):
        make_program(stack=stack)
