"""Rules whose applicability is open, counted by hand: several together may turn what none of them turns alone."""

from cases.engine import ir
from cases.engine.decide import MAX_UNKNOWN_RULES, run
from cases.engine.rules import Force, Kind
from tests.factories.cases import find, make_case, make_program, make_rule

REJECT, EXCHANGE, REFUND = ({"remedy": value} for value in ("reject", "exchange", "refund"))


def three_ways(kind=Kind.RULE):
    """Three rules at odds; two open ones, each of which takes one of them away and sides with the third."""
    return [
        make_rule("A", REJECT),
        make_rule("B", REFUND),
        make_rule("C", EXCHANGE),
        make_rule("U", REFUND, ("worn",), kind=kind, overrides=("A",)),
        make_rule("V", REFUND, ("opened",), kind=kind, overrides=("C",)),
    ]


def test_two_open_rules_may_settle_together_what_neither_settles_alone():
    for worn, opened in (("yes", "no"), ("no", "yes"), ("no", "no")):
        assert find(three_ways(), make_case({"worn": worn, "opened": opened}))["remedy"].status == "conflict"
    settled = find(three_ways(), make_case({"worn": "yes", "opened": "yes"}))["remedy"]
    doubtful = find(three_ways(), make_case({"worn": "?", "opened": "?"}))["remedy"]

    assert (settled.status, settled.value) == ("decided", "refund")
    assert doubtful.status == "undetermined"


def test_a_defeated_rule_that_defeats_another_is_not_left_out():
    """The presumptions lose to each rule that stands, and take away the one that they override all the same."""
    rules = three_ways(Kind.PRESUMPTION)
    settled = find(rules, make_case({"worn": "yes", "opened": "yes"}))["remedy"]
    doubtful = find(rules, make_case({"worn": "?", "opened": "?"}))["remedy"]

    assert (settled.status, settled.value, settled.rules) == ("decided", "refund", ("B",))
    assert doubtful.status == "undetermined"


def test_many_rules_that_a_sure_one_defeats_keep_nothing_open():
    """More than are tried in all combinations; they could only defeat what says the same as they do."""
    count = MAX_UNKNOWN_RULES + 1
    names = tuple(f"U{number}" for number in range(count))
    rules = [
        make_rule("LAW", REFUND, book="law", force=Force.DEFAULT),
        make_rule("SURE", REFUND, overrides=names),
        *(make_rule(name, REFUND, ("opened",)) for name in names),
        make_rule("OVER", REFUND, ("worn",), overrides=("SURE",)),
    ]
    found = find(rules, make_case({"worn": "?", "opened": "?"}))["remedy"]

    assert (found.status, found.value) == ("decided", "refund")


def test_an_open_rule_that_could_settle_open_values_is_named():
    """Which of two prices is due is open; the open rule would take the doubtful one away."""
    rules = [
        make_rule("SET", {"award": "10yuan"}),
        make_rule("PRICED", {"award": "price"}),
        make_rule("OVER", {"award": "10yuan"}, ("worn",), overrides=("PRICED",)),
    ]
    program = make_program(*rules)
    found = run(program, program.environment(make_case({"price": "?", "worn": "?"})))["award"]

    assert found.status == "undetermined"
    assert [found.compiled.families[at].id for at in found.pending] == ["OVER"]


def test_what_is_always_in_dispute_is_raised_by_a_condition_that_always_holds():
    program = make_program(make_rule("A", REFUND))

    assert program.by_id["remedy"].raised is None
    assert program.by_id["remedy"].raised_ir == ir.Const(value=True)
