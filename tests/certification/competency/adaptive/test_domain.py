"""What an ability says beside other people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.competency.adaptive.domain import Place, rank_of
from certification.competency.measuring.ability import Ability


@pytest.mark.parametrize(
    ("ability", "error", "percent", "place"),
    [(0.0, 1.0, 50, Place.LIKE_OTHERS), (1.0, 0.4, 84, Place.ABOVE), (-1.0, 0.4, 16, Place.BELOW), (0.5, 0.4, 69, Place.LIKE_OTHERS)],
)  # fmt: skip
def test_a_place_is_claimed_only_where_the_whole_interval_is_there(ability, error, percent, place):
    rank = rank_of(Ability(ability, error))
    assert rank.percent == percent
    assert rank.place is place


@given(st.floats(-4, 4), st.floats(0.05, 1))
def test_ranks_are_in_order_and_among_a_hundred(ability, error):
    rank = rank_of(Ability(ability, error))
    assert 1 <= rank.low <= rank.percent <= rank.high <= 99
