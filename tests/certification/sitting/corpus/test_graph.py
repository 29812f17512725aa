"""The drawn relations of a rule: nothing meets, nothing leaves the drawing."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from certification.sitting.corpus.graph import WIDTH, Node, draw_graph
from certification.sitting.rulings.timeline.marks import Box

NODES = st.builds(
    Node,
    st.sampled_from(["7D-TIME-01", "SHIP-LATE-RECALL-01", "A"]),
    st.sampled_from(
        ["七天怎么数", "支持七天的包邮商品无理由拒签，只付退回段", "买家在签收时发现破损并且当场拒签的，" * 3]
    ),
)
SIDES = st.lists(NODES, max_size=9)


@given(here=NODES, losers=SIDES, winners=SIDES, old=st.lists(NODES, max_size=2))
@settings(max_examples=100, deadline=None)
def test_boxes_never_meet_and_hold_their_texts(here, losers, winners, old):
    graph = draw_graph(here, losers=losers, winners=winners, old=old)

    places = [Box(box.x, box.y, box.x + box.width, box.y + box.height) for box in graph.boxes]
    assert not any(a.meets(b) for a, b in combinations(places, 2))
    for box, place in zip(graph.boxes, places, strict=True):
        assert place.left >= 0
        assert place.right <= WIDTH
        assert place.bottom <= graph.height
        for text in box.texts:
            assert place.left <= text.box.left
            assert text.box.right <= place.right
            assert place.top <= text.box.top
            assert text.box.bottom <= place.bottom


def test_at_most_six_a_side_are_drawn():
    many = [Node(f"R-{n}", "规则") for n in range(9)]

    assert len(draw_graph(many[0], losers=many, winners=many, old=[]).boxes) == 13


def test_each_side_says_once_what_its_arrows_mean():
    graph = draw_graph(Node("A", "甲"), losers=[Node("B", "乙")], winners=[Node("C", "丙"), Node("D", "丁")], old=[])

    assert [word.text for word in graph.words] == ["优先", "让位"]
