"""Drawing, without a database."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.core.refusals import Refusal
from certification.papers.domain import Blueprint, Candidate, Slot, shares
from certification.papers.domain.drawing import draw
from certification.papers.domain.letters import option_order

BLUEPRINT = Blueprint(
    name="test",
    types={"single": Slot(6, 300), "multiple": Slot(2, 500), "truefalse": Slot(2, 300)},
    areas={"a": 2, "b": 1, "c": 1},
    largest_share=50,
    bands={(1, 2): 50, (3, 5): 50},
    minutes=10,
    pass_points=2000,
)


def candidates(**changes: object) -> list[Candidate]:
    """Sixty sound ones: five of each type and area."""
    found = []
    for kind in BLUEPRINT.types:
        for topic in "abcd":
            for n in range(5):
                code = f"{kind}-{topic}-{n}"
                values = {"enemies": "", "trace": code, **changes}
                found.append(Candidate(code, code, kind, topic, 1 + n % 5, **values))
    return found


def test_a_draw_meets_types_exactly_and_areas_by_weight():
    drawn = draw(BLUEPRINT, candidates(), seed=7)

    assert not isinstance(drawn, Refusal)
    assert Counter(one.type for one in drawn.chosen) == {"single": 6, "multiple": 2, "truefalse": 2}
    assert drawn.asked == {"a": 5, "b": 3, "c": 2}
    assert drawn.achieved == {"a": 5, "b": 3, "c": 2}


def test_difficulty_is_spread_by_the_bands():
    drawn = draw(BLUEPRINT, candidates(), seed=7)

    assert sum(one.difficulty <= 2 for one in drawn.chosen) == 5


def test_the_seed_alone_decides():
    pool = candidates()

    assert draw(BLUEPRINT, pool, seed=1) == draw(BLUEPRINT, pool[::-1], seed=1)
    assert draw(BLUEPRINT, pool, seed=1) != draw(BLUEPRINT, pool, seed=2)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**48), groups=st.integers(12, 40))
def test_no_paper_holds_two_enemies_or_two_of_one_trace(seed, groups):
    pool = [
        Candidate(
            one.derivation, one.code, one.type, one.topic, one.difficulty, f"{one.type}{n % groups}", f"t{n % 41}"
        )
        for n, one in enumerate(candidates())
    ]

    drawn = draw(BLUEPRINT, pool, seed=seed)

    if not isinstance(drawn, Refusal):
        assert len({one.enemies for one in drawn.chosen}) == BLUEPRINT.size
        assert len({one.trace for one in drawn.chosen}) == BLUEPRINT.size


def test_what_was_seen_is_drawn_only_where_nothing_else_is_left():
    pool = candidates()
    first = draw(BLUEPRINT, pool, seed=1)
    seen = {one.code for one in first.chosen}

    second = draw(BLUEPRINT, pool, seed=1, seen=seen)

    assert not seen & {one.code for one in second.chosen}


def test_an_area_without_questions_gives_its_place_to_others():
    drawn = draw(BLUEPRINT, [one for one in candidates() if one.topic != "b"], seed=3)

    assert "b" not in drawn.achieved
    assert sum(drawn.achieved.values()) == BLUEPRINT.size
    assert drawn.achieved["a"] <= BLUEPRINT.largest_area


def short(kind: str, name: str, asked: int, have: int, *, unit: str = "questions", is_over: bool = False) -> dict:
    return {"kind": kind, "name": name, "unit": unit, "asked": asked, "have": have, "is_over": is_over}


@pytest.mark.parametrize(
    ("pool", "shortages"),
    [
        pytest.param(
            [one for one in candidates() if one.type != "multiple"],
            [short("type", "multiple", 2, 0)],
            id="none of a type",
        ),
        pytest.param(
            candidates(trace="same"),
            [short("type", "single", 6, 1), short("type", "multiple", 2, 1), short("type", "truefalse", 2, 1)],
            id="all alike",
        ),
        pytest.param(
            candidates(enemies="same"),
            [short("type", "single", 6, 1), short("type", "multiple", 2, 1), short("type", "truefalse", 2, 1)],
            id="all enemies",
        ),
    ],
)
def test_a_refusal_says_what_the_bank_lacks(pool, shortages):
    assert draw(BLUEPRINT, pool, seed=1) == Refusal("papers.lacking", {"shortages": tuple(shortages)})


def test_a_bank_too_much_alike_across_types_is_refused_by_what_is_missed():
    pool = [
        Candidate(one.code, one.code, one.type, one.topic, 1, "", f"t{n % 6}") for n, one in enumerate(candidates())
    ]

    refusal = draw(BLUEPRINT, pool, seed=1)

    assert refusal.code == "papers.lacking"
    assert sum(one["asked"] - one["have"] for one in refusal.params["shortages"]) == 4  # six traces for ten questions


def test_shares_add_up_and_give_rests_to_the_largest():
    assert shares(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert shares(3, {}) == {}


def test_options_are_shuffled_by_the_seed_and_judgements_stay_in_place():
    orders = {option_order(4, pinned=(), seed=n, code="X") for n in range(30)}

    assert len(orders) > 5
    assert option_order(4, pinned=(), seed=3, code="X") == option_order(4, pinned=(), seed=3, code="X")
    assert option_order(2, pinned=(0, 1), seed=3, code="X") == (0, 1)
