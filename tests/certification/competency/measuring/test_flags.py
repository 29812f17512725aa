"""What the figures say in words."""

from certification.competency.measuring.classical import item_statistics
from certification.competency.measuring.flags import Flag, OptionCount, flags_of
from certification.competency.measuring.table import MarkTable


def first_item(column: list[float]):
    """One item beside nine on which the persons do better the later they come."""
    rows = [(mark, *[float(person * 9 // len(column) > at) for at in range(9)]) for person, mark in enumerate(column)]
    people = tuple(map(str, range(len(rows))))
    return item_statistics(MarkTable(people, tuple("abcdefghij"), tuple(rows), (1.0,) * 10))["a"]


def options(**counts: tuple[int, float, float]) -> list[OptionCount]:
    return [OptionCount(chosen, strong, weak, 13, name == "A") for name, (chosen, strong, weak) in counts.items()]


def flags(column: list[float], counted=()):
    item = first_item(column)
    return flags_of(item.n, item.facility, item.discrimination_interval, counted)


def test_few_answers_say_nothing():
    assert flags([1.0] * 10) == (Flag.TOO_FEW,)


def test_the_strong_answering_worse_is_the_gravest():
    assert flags([1.0] * 20 + [0.0] * 20)[0] is Flag.REVERSED


def test_a_good_item_has_no_flag():
    assert flags([0.0] * 15 + [1.0] * 25, options(A=(25, 0.9, 0.2), B=(15, 0.1, 0.8))) == ()


def test_an_item_that_divides_nobody_is_weak_only_when_enough_have_answered():
    assert Flag.WEAK not in flags([1.0, 0.0] * 15)
    assert Flag.WEAK in flags([1.0, 0.0] * 400)


def test_too_easy_and_too_hard():
    assert Flag.TOO_EASY in flags([0.0] + [1.0] * 39)
    assert Flag.TOO_HARD in flags([0.0] * 35 + [1.0] * 5)


def test_a_difference_that_chance_may_make_is_no_flag():
    few, many = (OptionCount(9, 0.3, 0.2, third, is_key=False) for third in (10, 300))
    assert not few.draws_the_strong
    assert many.draws_the_strong


def test_a_wrong_option_that_draws_the_strong_and_one_that_draws_nobody():
    found = flags([0.0] * 15 + [1.0] * 25, options(A=(25, 0.5, 0.4), B=(15, 0.6, 0.1), C=(0, 0.0, 0.0)))
    assert found == (Flag.RIVAL_OPTION, Flag.IDLE_OPTION)
