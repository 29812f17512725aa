"""Formulas fold to constants where they can, and mean what Kleene's tables say: each is tried on every assignment."""

from itertools import product

import pytest
import z3

from cases.prover.logic import (
    NO,
    YES,
    Tri,
    all_of,
    and_,
    any_of,
    false_where,
    iff,
    implies,
    known,
    negation,
    not_,
    open_where,
    or_,
    pick,
    var,
)

VALUES = (True, False)
THREE = (True, False, None)


def value_of(formula, **values):
    """What a formula comes to where its variables have these values."""
    if isinstance(formula, bool):
        return formula
    pairs = [(z3.Bool(name), z3.BoolVal(value)) for name, value in values.items()]
    return z3.is_true(z3.simplify(z3.substitute(formula, *pairs)))


def ways(name):
    """A variable, and both constants: each with its value under every assignment."""
    return [(var(name), {name: value}, value) for value in VALUES] + [(value, {}, value) for value in VALUES]


def shape(formula):
    return formula if isinstance(formula, bool) else "formula"


@pytest.mark.parametrize(
    ("build", "means"),
    [
        (lambda a, b, c: and_([a, b, c]), lambda a, b, c: a and b and c),
        (lambda a, b, c: or_([a, b, c]), lambda a, b, c: a or b or c),
        (lambda a, b, c: and_([a, not_(b), c]), lambda a, b, c: a and not b and c),
        (lambda a, b, c: implies(a, or_([b, c])), lambda a, b, c: not a or b or c),
        (lambda a, b, c: iff(and_([a, c]), b), lambda a, b, c: (a and c) == b),
        (lambda a, b, c: iff(a, or_([b, c])), lambda a, b, c: a == (b or c)),
    ],
)
def test_a_formula_of_three_means_what_it_says(build, means):
    for (a, one, x), (b, two, y), (c, three, z) in product(ways("a"), ways("b"), ways("c")):
        assert value_of(build(a, b, c), **one, **two, **three) is means(x, y, z)


@pytest.mark.parametrize(
    ("formula", "folded"),
    [
        (lambda a: and_([]), True),
        (lambda a: or_([]), False),
        (lambda a: and_([a, False]), False),
        (lambda a: or_([a, True]), True),
        (lambda a: not_(True), False),
        (lambda a: implies(False, a), True),
        (lambda a: iff(True, False), False),
        (lambda a: iff(False, False), True),
    ],
)
def test_what_is_constant_folds_to_a_constant(formula, folded):
    assert formula(var("a")) is folded


def test_what_one_part_alone_says_is_that_part():
    a = var("a")

    assert and_([True, a]) is a
    assert or_([False, a]) is a
    assert iff(True, a) is a
    assert iff(a, True) is a
    assert value_of(iff(False, a), a=True) is False
    assert value_of(iff(a, False), a=False) is True


def test_a_number_is_picked_by_a_formula():
    one, two, test = z3.IntVal(1), z3.IntVal(2), var("a")

    assert pick(True, one, two) is one
    assert pick(False, one, two) is two
    assert pick(test, one, one) is one
    chosen = [z3.simplify(z3.substitute(pick(test, one, two), (test, z3.BoolVal(value)))) for value in VALUES]
    assert [number.as_long() for number in chosen] == [1, 2]


# -- three values -------------------------------------------------------------------------------------------


def tri(value):
    """A truth value with no shortcut for the total: both parts are there."""
    return Tri(value is True, value is False)


def told(truth):
    return True if truth.t is True else False if truth.f is True else None


@pytest.mark.parametrize("count", [1, 2, 3])
def test_all_and_any_are_kleenes(count):
    for values in product(THREE, repeat=count):
        every = False if False in values else None if None in values else True
        some = True if True in values else None if None in values else False

        assert told(all_of(map(tri, values))) is every
        assert told(any_of(map(tri, values))) is some


def test_none_at_all_is_true_of_all_and_false_of_any():
    assert (told(all_of([])), told(any_of([]))) == (True, False)


def test_a_truth_value_is_denied():
    assert [told(negation(tri(value))) for value in THREE] == [False, True, None]


def test_the_two_constants():
    assert (told(YES), told(NO)) == (True, False)
    assert YES.total
    assert NO.total


@pytest.mark.parametrize("join", [all_of, any_of])
def test_what_is_joined_is_never_open_where_no_part_is(join):
    sure, doubtful = known(var("a")), Tri(var("b"), var("c"))

    assert join([sure, known(var("d"))]).total
    assert join([sure]).total
    assert not join([sure, doubtful]).total
    assert not join([doubtful, sure]).total
    assert not join([doubtful]).total
    assert negation(sure).total
    assert not negation(doubtful).total


def test_doubt_opens_a_truth_value():
    for value, doubt in product(THREE, VALUES):
        assert told(open_where(doubt, tri(value))) is (None if doubt else value)

    assert open_where(False, known(var("a"))).total
    assert not open_where(var("b"), known(var("a"))).total


def test_what_is_absent_is_false():
    for value, absent in product(THREE, VALUES):
        assert told(false_where(absent, tri(value))) is (False if absent else value)

    sure = false_where(var("b"), known(var("a")))
    assert sure.total
    for a, b in product(VALUES, repeat=2):
        assert value_of(sure.t, a=a, b=b) is (a and not b)
        assert value_of(sure.f, a=a, b=b) is not (a and not b)
    assert false_where(False, known(var("a"))).total
    assert not false_where(var("b"), Tri(var("a"), var("c"))).total


@pytest.mark.parametrize("make", [and_, or_])
def test_what_is_no_formula_is_refused(make):
    with pytest.raises(z3.Z3Exception, match="no formula"):
        make([var("a"), z3.Int("x")])
