"""Intervals compared by the solver's formulas, beside a comparison of every pair of their points."""

import operator
from itertools import product

import pytest
import z3

from cases.prover.amounts import Amount, compare, exactly, identical, same_line
from cases.prover.encode import Choice
from cases.prover.weighing import agree, may_be

OPS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
#: Every interval in three numbers.
INTERVALS = [(lo, hi) for lo in range(3) for hi in range(lo, 3)]


def truth(formula):
    return formula if isinstance(formula, bool) else z3.is_true(z3.simplify(formula))


def told(tri):
    """The truth value that a pair of formulas says; never both."""
    true, false = truth(tri.t), truth(tri.f)
    assert not (true and false)
    return True if true else False if false else None


def amount(lo, hi, **rest):
    """An interval that is not known to be one number, even where it is."""
    return Amount(z3.IntVal(lo), z3.IntVal(hi), **rest)


@pytest.mark.parametrize("op", OPS)
def test_intervals_compare_as_all_their_points_do(op):
    for (a, b), (c, d) in product(INTERVALS, repeat=2):
        pairs = {OPS[op](x, y) for x, y in product(range(a, b + 1), range(c, d + 1))}
        expected = pairs.pop() if len(pairs) == 1 else None
        every = [(amount(a, b), amount(c, d))]
        if a == b:
            every.append((exactly(z3.IntVal(a)), amount(c, d)))
        if c == d:
            every.append((amount(a, b), exactly(z3.IntVal(c))))
        if a == b and c == d:
            every.append((exactly(z3.IntVal(a)), exactly(z3.IntVal(c))))

        assert [told(compare(op, one, other)) for one, other in every] == [expected] * len(every), ((a, b), (c, d))


@pytest.mark.parametrize("op", OPS)
def test_absence_comes_before_doubt(op):
    here, gone, unknown = exactly(z3.IntVal(1)), exactly(z3.IntVal(1), absent=True), exactly(z3.IntVal(1), open=True)
    elsewhere = exactly(z3.IntVal(1), base=z3.IntVal(2))

    assert [told(compare(op, gone, other)) for other in (here, gone, unknown, elsewhere)] == [False] * 4
    assert [told(compare(op, other, gone)) for other in (here, unknown, elsewhere)] == [False] * 3
    assert [told(compare(op, unknown, other)) for other in (here, unknown, elsewhere)] == [None] * 3
    assert [told(compare(op, other, unknown)) for other in (here, elsewhere)] == [None] * 2
    assert [told(compare(op, here, elsewhere)), told(compare(op, elsewhere, here))] == [None, None]
    assert told(compare(op, elsewhere, elsewhere)) is OPS[op](1, 1)


def test_exact_numbers_that_are_there_compare_without_doubt():
    assert compare("<", exactly(z3.Int("a")), exactly(z3.Int("b"))).total
    assert compare("==", exactly(z3.Int("a")), exactly(z3.Int("b"), absent=z3.Bool("gone"))).total
    assert not compare("==", exactly(z3.Int("a")), exactly(z3.Int("b"), open=z3.Bool("open"))).total


def test_an_amount_is_unknown_where_it_is_open_or_absent():
    flags = [(False, False), (True, False), (False, True), (True, True)]

    assert [truth(exactly(z3.IntVal(0), absent=a, open=o).unknown) for a, o in flags] == [False, True, True, True]


def test_amounts_are_the_same_interval_on_the_same_line():
    for (a, b), (c, d) in product(INTERVALS, repeat=2):
        assert truth(identical(amount(a, b), amount(c, d))) is ((a, b) == (c, d))
        if a == b:
            one = exactly(z3.IntVal(a))
            assert truth(identical(one, amount(c, d))) is truth(identical(amount(c, d), one)) is ((a, b) == (c, d))

    floating = amount(0, 1, base=z3.IntVal(1))
    assert not truth(identical(floating, amount(0, 1)))
    assert truth(identical(floating, floating))


def test_lines_are_told_apart():
    calendar, first, second = (amount(0, 0, base=base) for base in (0, z3.IntVal(1), z3.IntVal(2)))

    assert same_line(calendar, amount(1, 1)) is True
    assert [truth(same_line(first, other)) for other in (first, second, calendar)] == [True, False, False]


# -- whether two conclusions are the same -----------------------------------------------------------------------


@pytest.mark.parametrize("spread", [amount, lambda lo, hi, **rest: exactly(z3.IntVal(lo), **rest)])
def test_amounts_agree_where_they_are_one_interval_and_differ_where_they_lie_apart(spread):
    exact = spread is not amount
    for (a, b), (c, d) in product(INTERVALS, repeat=2):
        if exact and (a != b or c != d):
            continue
        expected = True if (a, b) == (c, d) else False if b < c or d < a else None

        assert told(agree(spread(a, b), spread(c, d))) is expected
        assert told(agree(spread(a, b, open=True), spread(c, d))) is None
        assert told(agree(spread(a, b), spread(c, d, open=True))) is None
        assert told(agree(spread(a, b, base=z3.IntVal(1)), spread(c, d))) is None


def test_exact_numbers_agree_without_doubt_where_neither_is_open():
    one, other = exactly(z3.Int("a")), exactly(z3.Int("b"))

    assert agree(one, other).total
    assert not agree(one, exactly(z3.Int("b"), open=z3.Bool("open"))).total


def choice(*literals, doubt=False):
    return Choice({literal: literal in literals for literal in ("x", "y")}, doubt)


def test_choices_agree_where_they_are_the_same_literal():
    constant = [Choice({"x": True}), Choice({"y": True})]
    for (at, one), (to, other) in product(enumerate(constant), repeat=2):
        assert agree(one, other).total
        assert told(agree(one, other)) is (at == to)
    for one, other in product("xy", repeat=2):
        assert told(agree(choice(one), choice(other))) is (one == other)
        assert told(agree(Choice({one: True}), choice(other))) is (one == other)
        assert told(agree(choice(one, doubt=True), choice(other))) is None
        assert told(agree(choice(one), choice(other, doubt=True))) is None
    assert agree(choice("x"), choice("y")).total
    assert not agree(choice("x"), choice("y", doubt=z3.Bool("open"))).total


def test_a_choice_is_constant_where_it_is_one_literal_and_known():
    assert Choice({"x": True}).constant == "x"
    assert [
        Choice({"x": z3.Bool("a")}).constant,
        Choice({"x": True}, z3.Bool("open")).constant,
        Choice({"x": True, "y": False}).constant,
    ] == [None, None, None]


def test_a_choice_may_be_what_it_is_and_anything_where_it_is_open():
    assert [truth(may_be(choice("x"), literal)) for literal in ("x", "y", "z")] == [True, False, False]
    assert [truth(may_be(choice("x", doubt=True), literal)) for literal in ("x", "y", "z")] == [True, True, True]
