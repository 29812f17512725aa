"""Which option stands under which letter."""

from hypothesis import given
from hypothesis import strategies as st

from certification.papers.domain.letters import option_order


@given(count=st.integers(2, 6), pinned=st.sets(st.integers(0, 5)), seed=st.integers(0, 2**48), code=st.text(max_size=8))
def test_pinned_options_stay_and_all_others_are_there_once(count, pinned, seed, code):
    order = option_order(count, pinned=pinned, seed=seed, code=code)

    assert sorted(order) == list(range(count))
    assert all(order[index] == index for index in pinned if index < count)
    assert order == option_order(count, pinned=pinned, seed=seed, code=code)


def test_the_last_option_stays_last_while_the_others_change_places():
    orders = {option_order(4, pinned=[3], seed=seed, code="X") for seed in range(40)}

    assert {order[3] for order in orders} == {3}
    assert len(orders) == 6
