"""Draw which rules a rule gives way to and which it comes before. Pure: positions only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from certification.sitting.rulings.timeline.marks import Line, Text, text_width, wrap

WIDTH: Final = 720.0
_BOX_WIDTH: Final = 204.0
_LEFT, _MIDDLE, _RIGHT = 8.0, 258.0, 508.0
_PAD: Final = 12.0
_GAP: Final = 18.0
_LINE: Final = 17.0
_ID_SIZE: Final = 12.0
_NAME_SIZE: Final = 13.0
_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Node:
    """A rule to draw."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class NodeBox:
    """A rule with its place; ``css`` is here, exc, out or nothing."""

    x: float
    y: float
    width: float
    height: float
    css: str
    texts: tuple[Text, ...]


@dataclass(slots=True)
class Graph:
    """The finished drawing."""

    height: float = 0
    boxes: list[NodeBox] = field(default_factory=list)
    edges: list[Line] = field(default_factory=list)
    words: list[Text] = field(default_factory=list)


def draw_graph(here: Node, *, losers: Sequence[Node], winners: Sequence[Node], old: Sequence[Node]) -> Graph:
    """Return the drawing: what loses to the rule on the left, what it gives way to on the right, old wordings below.

    At most six rules a side are drawn; the list beside the drawing has them all.
    """
    graph = Graph()
    left = _column(graph, losers[:_MOST], _LEFT, "")
    right = _column(graph, winners[:_MOST], _RIGHT, "exc")
    centre = max(left, right, _box_height(here)) / 2
    box = _box(here, _MIDDLE, centre - _box_height(here) / 2 + _GAP, "here")
    sides = list(graph.boxes)
    graph.boxes.append(box)
    for side in sides:
        _link(graph, box, side)
    bottom = max([other.y + other.height for other in graph.boxes])
    for node in old:
        above = graph.boxes[-1]
        below = _box(node, _MIDDLE, max(above.y + above.height + 2 * _GAP, box.y), "out")
        x = _MIDDLE + _BOX_WIDTH / 2
        graph.edges.append(Line(((x, above.y + above.height), (x, below.y - 4)), "edge-x"))
        graph.boxes.append(below)
        bottom = max(bottom, below.y + below.height)
    graph.height = bottom + _GAP
    return graph


def _names(node: Node) -> list[str]:
    return wrap(node.title, _NAME_SIZE, _BOX_WIDTH - 2 * _PAD)


def _box_height(node: Node) -> float:
    return _PAD + _LINE * (1 + len(_names(node))) + 4


def _box(node: Node, x: float, y: float, css: str) -> NodeBox:
    texts = [Text(x + _PAD, y + _PAD + 8, node.id, "id", _ID_SIZE)]
    for number, line in enumerate(_names(node), start=1):
        texts.append(Text(x + _PAD, y + _PAD + 8 + number * _LINE, line, "name", _NAME_SIZE))
    return NodeBox(x, y, _BOX_WIDTH, _box_height(node), css, tuple(texts))


def _column(graph: Graph, nodes: Sequence[Node], x: float, css: str) -> float:
    """Stack rules in a column and return its height."""
    y = _GAP
    for node in nodes:
        box = _box(node, x, y, css)
        graph.boxes.append(box)
        y += box.height + _GAP
    return y - _GAP


def _link(graph: Graph, here: NodeBox, side: NodeBox) -> None:
    """Draw the arrow from the rule to one beside it, and once what it means."""
    to_right = side.x > here.x
    start = here.x + here.width if to_right else here.x
    end = side.x - 4 if to_right else side.x + side.width + 4
    turn = (start + end) / 2
    from_y, to_y = here.y + here.height / 2, side.y + side.height / 2
    graph.edges.append(Line(((start, from_y), (turn, from_y), (turn, to_y), (end, to_y)), "edge"))
    word = "让位" if to_right else "优先"
    if word not in {text.text for text in graph.words}:
        width = text_width(word, _ID_SIZE)
        graph.words.append(Text(turn - width / 2, 12, word, "", _ID_SIZE))
