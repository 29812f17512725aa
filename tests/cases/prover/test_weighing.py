"""Who defeats whom by level and value: the solver's formulas beside the evaluator's table, for every pair of values."""

from itertools import product

import pytest
import z3

from cases.engine.rules import Force
from cases.engine.values import Span
from cases.prover.amounts import Amount, exactly
from cases.prover.encode import Choice
from cases.prover.logic import NO, YES, Tri
from cases.prover.weighing import Beats, RuleModel, all_total
from tests.factories.cases import little_words, make_program, make_rule

SPANS = [Span(lo, hi) for lo in range(3) for hi in range(lo, 3)]
BOOKS = [("law", "plat"), ("plat", "law"), ("shop", "plat"), ("plat", "plat")]
VALUES = {"deadline": "@now", "award": "price", "charge": "price", "remedy": "wanted", "channel": "chat"}


def relation_of(issue, books, force):
    rules = [
        make_rule(name, {issue: VALUES[issue]}, book=book, force=force) for name, book in zip("AB", books, strict=True)
    ]
    return make_program(*rules).by_id[issue].precedence


def told(tri):
    def truth(formula):
        return formula if isinstance(formula, bool) else z3.is_true(z3.simplify(formula))

    assert not (truth(tri.t) and truth(tri.f))
    return True if truth(tri.t) else False if truth(tri.f) else None


def model(at, value):
    return RuleModel("AB"[at], at, True, True, value, [])


def as_amount(value):
    if value is None:
        return Amount(z3.IntVal(0), z3.IntVal(0), open=True)
    return Amount(z3.IntVal(value.lo), z3.IntVal(value.hi))


def as_number(value):
    return exactly(z3.IntVal(0), open=True) if value is None else exactly(z3.IntVal(value))


def as_choice(value):
    words = little_words().issues["remedy"].values
    return Choice({literal: value == literal for literal in words}, value is None)


def expected(relation, winner, loser, values):
    """The evaluator's answer: yes, no, or open."""
    if relation.levels[winner] == relation.levels[loser]:
        return False
    why = relation._by_authority(winner, values[winner], loser, values[loser])
    return None if why is None else why != ""


@pytest.mark.parametrize("books", BOOKS)
@pytest.mark.parametrize("force", Force)
@pytest.mark.parametrize(
    ("issue", "every", "encode"),
    [
        ("deadline", [*SPANS, None], as_amount),
        ("award", [0, 1, 2, None], as_number),
        ("charge", [0, 1, 2, None], as_number),
        ("remedy", ["reject", "exchange", "refund", None], as_choice),
    ],
)
def test_a_rule_defeats_another_where_the_evaluator_says_so(books, force, issue, every, encode):
    relation = relation_of(issue, books, force)
    beats = Beats(relation)
    for values in product(every, repeat=2):
        models = [model(at, encode(value)) for at, value in enumerate(values)]
        for winner, loser in ((0, 1), (1, 0)):
            how = beats.how(models[winner], models[loser])

            assert told(how) is expected(relation, winner, loser, values), (values, winner)
            if None not in values and encode is not as_amount:
                assert how.total


def test_no_rule_defeats_itself():
    one = model(0, as_number(1))

    assert Beats(relation_of("award", BOOKS[0], Force.MANDATORY)).how(one, one) is NO


def test_an_amount_is_no_more_than_itself():
    for issue in ("award", "charge", "deadline"):
        beats = Beats(relation_of(issue, BOOKS[0], Force.MANDATORY))
        assert told(beats._better(as_number(1), as_number(1))) is False
        assert told(beats._better(as_amount(Span(1, 1)), as_amount(Span(1, 1)))) is False


@pytest.mark.parametrize(("edge", "how"), [(("A",), YES), ((), None)])
def test_an_edge_defeats_whatever_the_values(edge, how):
    rules = [make_rule("A", {"award": "5yuan"}), make_rule("B", {"award": "5yuan"}, overrides=edge)]
    beats = Beats(make_program(*rules).by_id["award"].precedence)
    one, other = model(0, as_number(1)), model(1, as_number(1))

    assert beats.how(other, one) is (how or NO)
    assert beats.how(one, other) is NO


def test_defeats_are_total_where_each_of_them_is():
    doubtful = Tri(z3.Bool("a"), z3.Bool("b"))

    assert all_total([])
    assert all_total([(0, YES), (1, NO)])
    assert not all_total([(0, YES), (1, doubtful)])
