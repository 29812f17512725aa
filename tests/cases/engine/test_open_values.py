"""Rules whose conclusions are open or known to an interval: who may defeat whom, beside every value they may have."""

from itertools import product

import pytest

from cases.engine.precedence import favour_of
from cases.engine.rules import Force
from cases.engine.values import Span
from tests.factories.cases import little_words, make_program, make_rule

#: Every interval in four numbers.
SPANS = [Span(lo, hi) for lo in range(4) for hi in range(lo, 4)]
WORDS = little_words()


def relation_of(issue, books, forces):
    values = {"deadline": "@now", "award": "price", "charge": "price", "remedy": "wanted", "channel": "chat"}[issue]
    rules = [
        make_rule(name, {issue: values}, book=book, force=force)
        for name, book, force in zip("AB", books, forces, strict=True)
    ]
    return make_program(*rules).by_id[issue].precedence


def points(value):
    """Everything that a value may turn out to be."""
    return [Span(at, at) for at in (range(value.lo, value.hi + 1) if value is not None else range(-1, 5))]


@pytest.mark.parametrize(
    "books", [("law", "plat"), ("plat", "law"), ("law", "shop"), ("plat", "plat"), ("shop", "plat")]
)
@pytest.mark.parametrize("force", Force)
def test_what_is_said_of_intervals_holds_of_every_point(books, force):
    relation = relation_of("deadline", books, (force, force))
    for one, other in product([*SPANS, None], repeat=2):
        vague = relation.resolve({0: one, 1: other})
        exact = [relation.resolve({0: x, 1: y}) for x, y in product(points(one), points(other))]
        standing = {(sharp.status, sharp.standing) for sharp in exact}

        if vague.status == "decided" and one != other:
            assert standing == {("decided", vague.standing)}, (one, other)
        if vague.status == "conflict":
            assert standing == {("conflict", vague.standing)}, (one, other)
        if vague.status == "undetermined" and None not in (one, other):
            assert len(standing) > 1, (one, other)
        for winner, loser in ((0, 1), (1, 0)):
            may = relation.could_defeat(winner, loser, {0: one, 1: other})
            does = [any(lost.loser == loser for lost in sharp.defeats) for sharp in exact]
            assert may or not any(does) or one == other, (one, other)
            if None not in (one, other) and (one.hi < other.lo or other.hi < one.lo):
                assert may is any(does), (one, other)


@pytest.mark.parametrize("issue", ["award", "charge"])
@pytest.mark.parametrize("books", [("law", "plat"), ("shop", "law"), ("plat", "plat"), ("plat", "shop")])
@pytest.mark.parametrize("force", Force)
def test_what_is_said_of_an_open_sum_holds_of_every_sum(issue, books, force):
    relation = relation_of(issue, books, (force, force))
    for one, other in product([1, 2, 3, None], repeat=2):
        vague = relation.resolve({0: one, 1: other})
        exact = [
            relation.resolve({0: x, 1: y})
            for x, y in product(range(5) if one is None else [one], range(5) if other is None else [other])
        ]
        outcomes = {(sharp.status, sharp.value) for sharp in exact}

        assert vague.status == "undetermined" or outcomes == {(vague.status, vague.value)}, (one, other)
        if None not in (one, other):
            assert vague == exact[0]


@pytest.mark.parametrize(
    ("issue", "more", "less"),
    [
        ("remedy", "refund", "exchange"),
        ("remedy", "exchange", "reject"),
        ("award", 2, 1),
        ("charge", 1, 2),
        ("late", True, False),
    ],
)
def test_an_outcome_gives_more_than_a_lesser_one_and_no_more_than_itself(issue, more, less):
    favour = favour_of(WORDS.issues[issue])

    assert (favour(more, less), favour(less, more), favour(more, more)) == (True, False, False)


def test_what_has_no_order_is_given_none():
    assert favour_of(WORDS.issues["channel"]) is None


def test_an_outcome_outside_the_order_gives_neither_more_nor_less():
    favour = favour_of(WORDS.issues["remedy"])

    assert (favour("refund", "elsewhere"), favour("elsewhere", "reject")) == (False, False)


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        (Span(6, 9), Span(0, 5), True),
        (Span(5, 9), Span(0, 5), None),
        (Span(0, 5), Span(5, 9), False),
        (Span(0, 6), Span(5, 9), None),
        (Span(0, 5), Span(0, 5), None),
        (Span(5, 5), Span(5, 5), False),
        (Span(6, 9, "a"), Span(0, 5, "b"), None),
        (Span(6, 9, "a"), Span(0, 5, "a"), True),
        (Span(1, 9, root="a"), Span(0, 8, root="a"), True),
        (Span(0, 8, root="a"), Span(0, 8, root="a"), False),
    ],
)
def test_a_later_deadline_gives_more_where_it_surely_is_later(one, other, more):
    assert favour_of(WORDS.issues["deadline"])(one, other) is more


@pytest.mark.parametrize(
    ("values", "status", "standing"),
    [
        ((Span(0, 5), Span(0, 5)), "decided", (0, 1)),
        ((Span(0, 5), Span(5, 9)), "undetermined", (0, 1)),
        ((Span(0, 5), Span(6, 9)), "conflict", (0, 1)),
        ((Span(6, 9), Span(0, 5)), "conflict", (0, 1)),
        ((Span(5, 9), Span(0, 5)), "undetermined", (0, 1)),
        ((Span(0, 5, "a"), Span(6, 9)), "undetermined", (0, 1)),
        ((Span(0, 5, "a"), Span(6, 9, "b")), "undetermined", (0, 1)),
        ((Span(0, 5, "a"), Span(0, 5)), "undetermined", (0, 1)),
        ((Span(0, 5, root="a"), Span(0, 5, root="a")), "decided", (0, 1)),
        ((Span(0, 5, root="a"), Span(1, 6, root="a")), "conflict", (0, 1)),
        ((None, Span(0, 5)), "undetermined", (0, 1)),
        ((None, None), "undetermined", (0, 1)),
    ],
)
def test_equals_agree_where_they_are_known_to_be_the_same(values, status, standing):
    found = relation_of("deadline", ("plat", "plat"), (Force.DEFAULT,) * 2).resolve(dict(enumerate(values)))

    assert (found.status, found.standing, found.defeats) == (status, standing, ())
    assert found.value == (values[0] if status == "decided" else None)


def test_one_rule_alone_decides_unless_its_value_is_open():
    relation = relation_of("award", ("plat", "shop"), (Force.DEFAULT,) * 2)

    assert relation.resolve({0: 5})[:3] == ("decided", 5, (0,))
    assert relation.resolve({1: None})[:3] == ("undetermined", None, (1,))
    assert relation.resolve({})[:3] == ("gap", None, ())


@pytest.mark.parametrize("told", [True, False])
def test_what_stands_is_the_same_whether_defeats_are_told_or_not(told):
    relation = relation_of("award", ("law", "shop"), (Force.MANDATORY, Force.DEFAULT))

    assert relation.resolve({0: 5, 1: 9}, told=told)[:3] == ("decided", 9, (1,))
    assert relation.resolve({0: 9, 1: 5}, told=told)[:3] == ("decided", 9, (0,))
    assert relation.resolve({0: 9, 1: 9}, told=told)[:3] == ("decided", 9, (0, 1))
    assert relation.resolve({0: None, 1: 9}, told=told).status == "undetermined"
    assert relation.resolve({0: 9, 1: None}, told=told).status == "undetermined"


def test_only_surely_open_values_leave_a_floor_in_doubt():
    """A day that ends where the other begins: the same or less, so the law stands either way, but perhaps not alone."""
    relation = relation_of("deadline", ("law", "shop"), (Force.MANDATORY, Force.DEFAULT))

    assert relation.resolve({0: Span(5, 9), 1: Span(0, 5)}).status == "undetermined"
    assert relation.resolve({0: Span(6, 9), 1: Span(0, 5)})[:3] == ("decided", Span(6, 9), (0,))
    assert relation.resolve({0: Span(0, 5), 1: Span(6, 9)})[:3] == ("decided", Span(6, 9), (1,))
    assert [lost.why for lost in relation.resolve({0: Span(0, 5), 1: Span(6, 9)}).defeats] == ["floor"]
