"""Ability from answers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.competency.measuring.ability import Item, estimate, information_of, prior_item

ITEMS = st.builds(Item, a=st.floats(0.3, 2.5), b=st.floats(-3, 3))
ANSWERS = st.lists(st.tuples(ITEMS, st.booleans()), max_size=15)


def test_nothing_known_is_the_population():
    found = estimate([])
    assert found.value == pytest.approx(0, abs=1e-9)
    assert found.error == pytest.approx(1, abs=0.01)


@given(ANSWERS, ITEMS)
@settings(max_examples=100, deadline=None)
def test_a_right_answer_never_lowers_and_a_wrong_one_never_raises(answers, item):
    before = estimate(answers).value
    assert estimate([*answers, (item, True)]).value >= before - 1e-9
    assert estimate([*answers, (item, False)]).value <= before + 1e-9


@given(ANSWERS)
@settings(max_examples=50, deadline=None)
def test_the_order_of_answers_does_not_matter(answers):
    assert estimate(answers).value == pytest.approx(estimate(reversed(answers)).value, abs=1e-9)


def test_the_error_shrinks_as_items_speak():
    answers = [(Item(1.5, (at - 10) / 5), at % 2 == 0) for at in range(20)]
    errors = [estimate(answers[:count]).error for count in range(0, 21, 5)]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 0.5


def test_an_item_tells_most_where_it_is_as_hard_as_the_person_is_able():
    item = Item(1.2, 0.5)
    assert item.chance(0.5) == pytest.approx(0.5)
    assert item.information(0.5) == pytest.approx(1.2**2 / 4)
    assert item.information(0.5) > max(item.information(0.0), item.information(1.0))
    assert information_of([item, item], 0.5) == pytest.approx(2 * item.information(0.5))


def test_a_guess_at_a_new_item_is_harder_for_a_harder_grade():
    assert [prior_item(grade).b for grade in range(1, 6)] == pytest.approx([-1.4, -0.7, 0, 0.7, 1.4])
