"""The drawn relations of a rule: nothing meets, nothing leaves the drawing, arrows go from winner to loser."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.sitting.corpus.graph import TALL, WIDE, Branch, Node, draw_graph
from certification.sitting.rulings.timeline.marks import Box

NODES = st.builds(
    Node,
    st.sampled_from(["7D-TIME-01", "SHIP-LATE-RECALL-01", "A"]),
    st.sampled_from(
        ["七天怎么数", "支持七天的包邮商品无理由拒签，只付退回段", "买家在签收时发现破损并且当场拒签的，" * 3]
    ),
    st.sampled_from(["", "淘宝", "天猫国际平台规则，非现行"]),
)
SIDES = st.lists(st.builds(Branch, NODES, st.lists(NODES, max_size=5).map(tuple)), max_size=9)
WIDTHS = [pytest.param(WIDE, id="wide"), pytest.param(TALL, id="tall")]


@pytest.mark.parametrize("width", WIDTHS)
@given(here=NODES, losers=SIDES, winners=SIDES)
@settings(max_examples=60, deadline=None)
def test_boxes_and_words_never_meet_and_hold_their_texts(width, here, losers, winners):
    graph = draw_graph(here, losers=losers, winners=winners, width=width)

    places = [Box(box.x, box.y, box.x + box.width, box.y + box.height) for box in graph.boxes]
    words = [word.box for word in graph.words]
    assert not any(a.meets(b) for a, b in combinations([*places, *words], 2))
    for place in (*places, *words):
        assert place.left >= 0
        assert place.right <= width
        assert place.top >= 0
        assert place.bottom <= graph.height
    for box, place in zip(graph.boxes, places, strict=True):
        for text in box.texts:
            assert place.left <= text.box.left
            assert text.box.right <= place.right
            assert place.top <= text.box.top
            assert text.box.bottom <= place.bottom


@pytest.mark.parametrize("width", WIDTHS)
@given(here=NODES, losers=SIDES, winners=SIDES)
@settings(max_examples=60, deadline=None)
def test_every_box_hangs_on_one_line_that_crosses_no_other_box(width, here, losers, winners):
    graph = draw_graph(here, losers=losers, winners=winners, width=width)

    assert len(graph.edges) == len(graph.boxes) - 1
    places = [Box(box.x + 1, box.y + 1, box.x + box.width - 1, box.y + box.height - 1) for box in graph.boxes]
    for edge in graph.edges:
        for (x, y), (to_x, to_y) in zip(edge.points, edge.points[1:], strict=False):
            stroke = Box(min(x, to_x), min(y, to_y), max(x, to_x) + 0.1, max(y, to_y) + 0.1)
            assert not any(stroke.meets(place) for place in places)


def test_at_most_six_a_side_and_three_below_are_drawn_and_the_rest_is_counted():
    many = [Branch(Node(f"R-{n}", "规则"), tuple(Node(f"R-{n}-{m}", "规则") for m in range(5))) for n in range(9)]

    graph = draw_graph(Node("R", "规则"), losers=many, winners=(), width=WIDE)

    assert len(graph.boxes) == 1 + 6 * (1 + 3)
    assert [word.text for word in graph.words] == ["优先于 9 条", *["另有 2 条"] * 6, "另有 3 条，见下方列表"]


@pytest.mark.parametrize("width", WIDTHS)
def test_arrows_point_at_the_rule_that_loses(width):
    win, lose = Branch(Node("W", "甲"), (Node("WW", "甲"),)), Branch(Node("L", "乙"), (Node("LL", "乙"),))
    graph = draw_graph(Node("H", "此"), losers=[lose], winners=[win], width=width)
    boxes = {box.texts[0].text: box for box in graph.boxes}

    tips = [edge.points[-1] for edge in graph.edges]

    assert [name for tip in tips for name, box in boxes.items() if touches(tip, box)] == ["W", "H", "LL", "L"]


def touches(point, box) -> bool:
    x, y = point
    return box.x - 5 <= x <= box.x + box.width and box.y - 5 <= y <= box.y + box.height + 5


def test_a_box_leads_to_its_rule():
    graph = draw_graph(Node("H", "此", "", "/corpus/H/"), losers=(), winners=(), width=TALL)

    assert [box.url for box in graph.boxes] == ["/corpus/H/"]
