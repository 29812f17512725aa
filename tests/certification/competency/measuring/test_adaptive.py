"""Adaptive practice: what is asked next, when it stops, and how it does over simulated people."""

import random
from collections import Counter

import pytest

from certification.competency.measuring.ability import Ability, Item
from certification.competency.measuring.adaptive import BankItem, Limits, is_done, next_item, simulate

MIDDLE = Ability(0.0, 1.0)


def bank_of(count: int, areas: int = 3) -> list[BankItem]:
    draw = random.Random(7)
    return [BankItem(f"q{at:03d}", f"area{at % areas}", Item(1.2, draw.gauss(0, 1))) for at in range(count)]


def ask(bank, asked=(), ability=MIDDLE, seed=1, resting=(), **limits):
    return next_item(bank, asked, ability, Limits(**limits), resting=resting, draw=random.Random(seed))


def test_the_item_that_tells_most_is_asked():
    bank = [BankItem("easy", "a", Item(1, -2)), BankItem("fits", "a", Item(1, 0.1)), BankItem("hard", "a", Item(1, 2))]
    assert ask(bank, among=1).id == "fits"
    assert ask(bank, ability=Ability(2.2, 1), among=1).id == "hard"


def test_nothing_is_asked_twice_nor_what_rests():
    bank = bank_of(4)
    assert ask(bank, asked=bank[:3]).id == bank[3].id
    assert ask(bank, asked=bank[:2], resting={bank[2].id}).id == bank[3].id
    assert ask(bank, asked=bank) is None


def test_the_choice_among_the_best_is_drawn_and_repeats_under_its_seed():
    bank = bank_of(50)
    chosen = {ask(bank, among=5, seed=seed).id for seed in range(40)}
    assert len(chosen) == 5
    assert ask(bank, among=5, seed=3).id == ask(bank, among=5, seed=3).id


def test_areas_get_their_shares():
    bank, asked = bank_of(90), []
    for seed in range(30):
        asked.append(ask(bank, asked, shares={"area0": 0.5, "area1": 0.3, "area2": 0.2}, seed=seed))
    assert Counter(one.area for one in asked) == {"area0": 15, "area1": 9, "area2": 6}


def test_an_area_that_is_used_up_gives_way():
    bank = bank_of(9)
    asked = [one for one in bank if one.area == "area0"]
    assert ask(bank, asked, shares={"area0": 0.9, "area1": 0.1}).area == "area1"
    assert (
        ask(bank, [*asked, *[one for one in bank if one.area == "area1"]], shares={"area0": 0.9, "area1": 0.1}) is None
    )


@pytest.mark.parametrize(
    ("error", "count", "done"),
    [(0.29, 10, True), (0.31, 10, False), (0.29, 4, False), (0.9, 40, True), (0.30, 5, True)],
)
def test_it_stops_at_the_error_or_the_longest_length(error, count, done):
    assert is_done(Ability(0, error), count, Limits(error=0.30, shortest=5, longest=40)) is done


def test_simulated_people_are_found_where_they_are():
    limits = Limits(error=0.35, exposure=0.35, longest=30, shares={f"area{at}": 1 / 3 for at in range(3)})
    found = simulate(bank_of(250), limits, people=250, seed=11)
    assert abs(found.bias) < 0.07
    assert found.rmse == pytest.approx(found.mean_error, rel=0.2)
    assert found.reached > 0.9
    assert found.exposure < 0.45
    assert found == simulate(bank_of(250), limits, people=250, seed=11)


def test_without_people_or_items_there_is_nothing_to_simulate():
    with pytest.raises(ValueError, match="people and items"):
        simulate([], Limits(), people=1, seed=1)
