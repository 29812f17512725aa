"""Draw which rules a rule comes before and which it gives way to, two levels, wide and tall: positions only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from certification.sitting.rulings.timeline.marks import Line, Text, wrap

WIDE: Final = 720.0
TALL: Final = 340.0
_GUTTER: Final = 24.0
_INDENT: Final = 26.0
_PAD: Final = 10.0
_GAP: Final = 12.0
_LINE: Final = 17.0
_ID_SIZE: Final = 12.0
_NAME_SIZE: Final = 13.0
_DROP: Final = 16.0
_MOST: Final = 6
_MOST_BELOW: Final = 3
_TOP: Final = 6.0
_TIP: Final = 4.0
_TRIM: Final = 1.0  # half a stroke at the edge


@dataclass(frozen=True, slots=True)
class Node:
    """A rule to draw; ``mark`` stands behind its code."""

    id: str
    title: str
    mark: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """A rule beside the one that the drawing is about, and those one step further."""

    node: Node
    below: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeBox:
    """A rule with its place; ``css`` is here, exc (it wins) or nothing."""

    x: float
    y: float
    width: float
    height: float
    css: str
    url: str
    texts: tuple[Text, ...]

    @property
    def middle(self) -> float:
        """Return the height of its middle."""
        return self.y + self.height / 2

    @property
    def bottom(self) -> float:
        """Return its lower edge."""
        return self.y + self.height


@dataclass(slots=True)
class Graph:
    """The finished drawing."""

    width: float
    height: float = 0
    boxes: list[NodeBox] = field(default_factory=list)
    edges: list[Line] = field(default_factory=list)
    words: list[Text] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two trees: what it is called, whether its rules win, and where its boxes go."""

    word: str
    wins: bool
    left: float
    width: float

    @property
    def trunk(self) -> float:
        """Return where the line runs down that its boxes hang on."""
        return self.left + _INDENT / 2


def draw_graph(here: Node, *, losers: Sequence[Branch], winners: Sequence[Branch], width: float) -> Graph:
    """Return the drawing, with arrows from the rule that wins to the one that loses.

    Wide, the rule stands on top and under it two trees: what it gives way to, and what it comes before. In a narrow
    drawing the first stands above it. At most six rules a tree and three below each are drawn; the list beside the
    drawing has them all.
    """
    graph = Graph(width)
    if width >= WIDE:
        column = (width - _GUTTER) / 2
        root = _box(here, width / 4, _TOP, width / 2, "here")
        graph.boxes.append(root)
        left = _Side(_("让位于 %(n)d 条"), wins=True, left=0, width=column)
        right = _Side(_("优先于 %(n)d 条"), wins=False, left=column + _GUTTER, width=column)
        ends = [_hang(graph, root, branches, side) for branches, side in ((winners, left), (losers, right))]
        graph.height = max(ends) + _TOP
        return graph
    top = _stand(graph, here, winners, _Side(_("让位于 %(n)d 条"), wins=True, left=0, width=width))
    graph.height = _hang(graph, top, losers, _Side(_("优先于 %(n)d 条"), wins=False, left=0, width=width)) + _TOP
    return graph


def _hang(graph: Graph, root: NodeBox, branches: Sequence[Branch], side: _Side) -> float:
    """Draw a tree under the rule and return its lower end."""
    if not branches:
        return root.bottom
    is_beside = root.x > _TRIM
    hook = root.x + root.width * (1 / 4 if side.wins else 3 / 4) if is_beside else side.trunk
    turn = root.bottom + _DROP
    boxes, end = _place(graph, branches, side, turn)
    for box in boxes:
        path = ((hook, root.bottom), (hook, turn), (side.trunk, turn), (side.trunk, box.middle), (box.x, box.middle))
        _link(graph, path, wins=side.wins)
    return end


def _stand(graph: Graph, here: Node, branches: Sequence[Branch], side: _Side) -> NodeBox:
    """Draw a tree with the rule under it, and return the rule's box."""
    boxes, end = _place(graph, branches, side, _TOP - _GAP) if branches else ([], -_DROP)
    root = _box(here, _TRIM, max(end + 2 * _DROP, _TOP), side.width - 2 * _TRIM, "here")
    graph.boxes.append(root)
    for box in boxes:
        _link(graph, ((side.trunk, root.y), (side.trunk, box.middle), (box.x, box.middle)), wins=True)
    return root


def _place(graph: Graph, branches: Sequence[Branch], side: _Side, start: float) -> tuple[list[NodeBox], float]:
    """Place the boxes of a tree one under the other; return those of its first level, and the lower end."""
    css = "exc" if side.wins else ""
    y = start + _GAP + _LINE
    graph.words.append(Text(side.left + _INDENT, y, side.word % {"n": len(branches)}, "", _NAME_SIZE))
    y += _GAP
    boxes = []
    for branch in branches[:_MOST]:
        box = _box(branch.node, side.left + _INDENT, y, side.width - _INDENT - _TRIM, css)
        boxes.append(box)
        graph.boxes.append(box)
        y = _leaves(graph, branch, box, css) + _GAP
    if len(branches) > _MOST:
        graph.words.append(
            Text(
                side.left + _INDENT, y + _LINE - 4,
                _("另有 %(n)d 条，见下方列表") % {"n": len(branches) - _MOST}, "", _ID_SIZE,
            )
        )  # fmt: skip
        y += _LINE + _GAP
    return boxes, y - _GAP


def _leaves(graph: Graph, branch: Branch, above: NodeBox, css: str) -> float:
    """Draw the second level under a box of the first and return its lower end."""
    y = above.bottom
    trunk = above.x + _INDENT / 2
    for node in branch.below[:_MOST_BELOW]:
        box = _box(node, above.x + _INDENT, y + _GAP / 2, above.width - _INDENT, f"{css} far".strip())
        graph.boxes.append(box)
        _link(graph, ((trunk, above.bottom), (trunk, box.middle), (box.x, box.middle)), wins=css == "exc")
        y = box.bottom
    if len(branch.below) > _MOST_BELOW:
        more = _("另有 %(n)d 条") % {"n": len(branch.below) - _MOST_BELOW}
        graph.words.append(Text(above.x + _INDENT, y + _LINE - 2, more, "", _ID_SIZE))
        y += _LINE
    return y


def _link(graph: Graph, path: tuple[tuple[float, float], ...], *, wins: bool) -> None:
    """Draw a path from the inner rule out; where the outer one wins, the arrow comes back."""
    points = path[::-1] if wins else path
    (x, y), (_, before) = points[-1], points[-2]
    tip = (x - _TIP, y) if not wins else (x, y + _TIP) if y < before else (x, y - _TIP)
    graph.edges.append(Line((*points[:-1], tip), "edge"))


def _box(node: Node, x: float, y: float, width: float, css: str) -> NodeBox:
    names = wrap(node.title, _NAME_SIZE, width - 2 * _PAD)
    first = y + _PAD + 7
    heads = wrap(f"{node.id}　{node.mark}" if node.mark else node.id, _ID_SIZE, width - 2 * _PAD)
    texts = [Text(x + _PAD, first + at * _LINE, line, "id", _ID_SIZE) for at, line in enumerate(heads)]
    first += len(heads) * _LINE
    texts += [Text(x + _PAD, first + at * _LINE, line, "name", _NAME_SIZE) for at, line in enumerate(names)]
    return NodeBox(x, y, width, _PAD + _LINE * (len(heads) + len(names)) + 4, css, node.url, tuple(texts))
