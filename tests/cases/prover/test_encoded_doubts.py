"""Small questions to the encoder, each counted by hand: what doubt does to defeat, to values and to conflicts."""

import pytest
import z3

from cases.engine.program import Program
from cases.engine.rules import Force, Kind
from cases.engine.values import Span
from cases.prover.amounts import exactly
from cases.prover.encode import Choice
from cases.prover.encode_issue import Definitions
from cases.prover.encode_rules import RuleEncoder, _merged
from cases.prover.logic import NO, YES, is_true, not_, var
from cases.prover.symbols import Symbols
from cases.prover.theory import Theory
from cases.prover.weighing import Beats, agree
from tests.cases.prover.both import assert_alike, cases_of
from tests.cases.prover.encoded import Encoded
from tests.cases.prover.test_weighing import as_amount, model, relation_of, told
from tests.factories.cases import AS_OF, BOOKS, FULL_STACK, little_words, make_rule

REJECT, EXCHANGE, REFUND = ({"remedy": value} for value in ("reject", "exchange", "refund"))


def assert_in_doubt_alike(rules, **facts):
    Encoded(rules, "remedy").assert_alike({"as_of": AS_OF, "facts": facts})


# -- who may be defeated ----------------------------------------------------------------------------------------


def test_a_rule_that_an_open_value_may_defeat_does_not_surely_stand():
    """The law says what was asked for, which is open: of the two others at least one is defeated, who knows which."""
    rules = [
        make_rule("LAW", {"remedy": "wanted"}, book="law", force=Force.DEFAULT),
        make_rule("A", REJECT),
        make_rule("B", EXCHANGE),
    ]

    for wanted in ("?", "refund", "exchange"):
        assert_in_doubt_alike(rules, wanted=wanted)


@pytest.mark.parametrize("third", [True, False])
def test_a_conflict_that_an_open_rule_may_end_is_none_yet(third):
    """It sides with one of the two and takes the other away, unless it is itself taken away by a rule that applies."""
    rules = [
        make_rule("A", REJECT),
        make_rule("B", REFUND),
        make_rule("C", REFUND, ("opened",), overrides=("A",)),
        *([make_rule("D", EXCHANGE, ("worn",), overrides=("C",))] if third else []),
    ]

    for opened in ("?", "yes", "no"):
        for worn in ("no", "yes"):
            assert_in_doubt_alike(rules, opened=opened, worn=worn)


def test_an_open_rule_that_loses_may_end_a_conflict_by_what_it_defeats():
    """The open rule is first by name; it loses to the law, and takes the law's other rule away all the same."""
    rules = [
        make_rule("A", EXCHANGE, ("opened",), overrides=("M",)),
        make_rule("M", REJECT, book="law", force=Force.DEFAULT),
        make_rule("R", REFUND, book="law", force=Force.DEFAULT),
    ]

    for opened in ("?", "yes", "no"):
        assert_in_doubt_alike(rules, opened=opened)


def test_rules_that_do_not_defeat_each_other_in_a_circle_are_never_stuck():
    rules = [
        make_rule("A", REJECT, ("worn",)),
        make_rule("B", REFUND, ("tagged",), overrides=("A",)),
        make_rule("C", EXCHANGE, ("opened",), kind=Kind.PRESUMPTION),
    ]

    assert Encoded(rules, "remedy").theory.model("remedy").stuck is False


def test_a_conflict_among_rules_that_surely_apply_is_one():
    program = Program(little_words(), BOOKS, [make_rule("A", REJECT), make_rule("B", REFUND, ("worn",))], FULL_STACK)
    theory = Theory(program, Symbols(little_words()))
    session, _ = theory.session("remedy")
    worn = theory.symbols.fact_is("worn", (True,))
    conflict = theory.encoder.issue("remedy").status["conflict"]

    assert session.possible(worn, conflict) is True
    assert session.possible(worn, not_(conflict)) is False
    assert session.possible(not_(worn), conflict) is False


# -- values ---------------------------------------------------------------------------------------------------------


def test_whether_a_choice_is_a_constant_depends_on_the_choice():
    depends, always = Choice({"refund": var("a"), "reject": not_(var("a"))}), Choice({"refund": True})

    assert agree(always, always) is YES
    assert agree(always, Choice({"reject": True})) is NO
    for one, other in ((depends, always), (always, depends)):
        same = agree(one, other)
        assert z3.is_true(z3.simplify(same.t == var("a")))
        assert z3.is_true(z3.simplify(same.f == not_(var("a"))))


@pytest.mark.parametrize(
    ("low", "high", "more"),
    [(Span(5, 5), Span(3, 7), None), (Span(3, 7), Span(5, 5), None), (Span(8, 8), Span(3, 7), True)],
)
def test_an_instant_is_more_than_a_day_only_where_it_lies_after_all_of_it(low, high, more):
    beats = Beats(relation_of("deadline", ("law", "plat"), Force.MANDATORY))
    one, other = (exactly(z3.IntVal(span.lo)) if span.lo == span.hi else as_amount(span) for span in (low, high))

    assert told(beats._better(one, other)) is more


@pytest.mark.parametrize("force", Force)
def test_instants_on_different_time_lines_leave_it_open_who_defeats_whom(force):
    """Each is known to the minute of its own line; how the lines lie to each other is not known."""
    beats = Beats(relation_of("deadline", ("law", "plat"), force))
    one, other = (exactly(z3.IntVal(at), base=z3.IntVal(at)) for at in (1, 2))

    for winner, loser in ((0, 1), (1, 0)):
        models = [model(0, one), model(1, other)]
        how = beats.how(models[winner], models[loser])
        assert not how.total or how is NO


def test_the_value_of_a_version_is_open_where_that_version_governs():
    first, second = var("first"), var("second")
    merged = _merged([Choice({"refund": var("a")}, var("doubt")), Choice({"reject": True})], [first, second])
    solver = z3.Solver()
    solver.add(z3.Xor(first, second))

    assert solver.check(merged.open, second) == z3.unsat
    assert solver.check(merged.open, first, var("doubt")) == z3.sat
    assert solver.check(not_(merged.open), first, var("doubt")) == z3.unsat


def test_the_amount_of_an_issue_that_is_always_settled_is_never_open():
    words = little_words()

    assert RuleEncoder(Symbols(words), {"award"}).issue_amount("award").open is False
    assert RuleEncoder(Symbols(words), set()).issue_amount("award").open is not False


@pytest.mark.parametrize(
    "text",
    [
        "next_midnight(next_midnight(@paid) + 3d) <= @sent",
        "months_after(next_midnight(@paid) + 3d, 1) <= @sent",
        "next_midnight(next_midnight(@paid) - 2d) <= @sent",
    ],
)
def test_whole_days_added_to_an_interval_move_both_its_ends(text):
    days = ("2025-01-30 09:00", "2025-01-28/2025-02-02", "2025-05-31")
    sent = ("2025-02-03 00:00", "2025-02-06 00:00", "2025-02-07 00:00", "2025-03-06 00:00", "2025-06-04 00:00")

    assert_alike(text, cases_of(events=[{"paid": one, "sent": other} for one in days for other in sent]))


# -- how formulas are kept ----------------------------------------------------------------------------------------------


def test_a_formula_gets_a_name_and_a_constant_does_not():
    defined = Definitions("P")
    named = defined.name("x", var("a"))

    assert defined.name("y", True) is True
    assert defined.name("z", False) is False
    assert str(named) == "P.x"
    assert [str(formula) for formula in defined.formulas] == ["P.x == a"]


def test_what_is_required_is_asserted_unless_it_goes_without_saying():
    defined = Definitions("P")
    defined.require(True)
    defined.require(False)
    defined.require(var("a"))

    assert [str(formula) for formula in defined.formulas] == ["False", "a"]


def test_a_model_says_of_every_formula_whether_it_holds():
    solver = z3.Solver()
    solver.check(var("told"))
    model_of = solver.model()

    assert is_true(model_of, var("told"))
    assert is_true(model_of, not_(var("never heard of"))) is not is_true(model_of, var("never heard of"))
    assert is_true(model_of, True) is True
    assert is_true(model_of, False) is False
