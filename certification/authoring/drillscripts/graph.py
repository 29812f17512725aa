"""Draw the states of a script: rows by their distance from the start, endings below, arrows for transitions. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from certification.drills.script.model import START, Ending, Script, State

BOX_WIDTH: Final = 132
BOX_HEIGHT: Final = 44
_GAP: Final = 28
_ROW: Final = 92
_EDGE: Final = 16
_BULGE: Final = 22
_TIP: Final = 3


@dataclass(frozen=True, slots=True)
class Box:
    """A state or an ending at its place; `css` tells which, and `lost` that nothing leads there."""

    id: str
    x: int
    y: int
    css: str
    note: str

    @property
    def middle(self) -> int:
        """Return the place of its middle, across."""
        return self.x + BOX_WIDTH // 2

    @property
    def bottom(self) -> int:
        """Return its lower edge."""
        return self.y + BOX_HEIGHT

    @property
    def text_y(self) -> int:
        """Return the base line of its name."""
        return self.y + 19

    @property
    def note_y(self) -> int:
        """Return the base line of the note below it."""
        return self.y + 36


@dataclass(frozen=True, slots=True)
class Arrow:
    """One arrow for all transitions between two boxes, with how many they are and where that is written."""

    path: str
    count: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class StateGraph:
    """The finished drawing."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def draw_states(script: Script, notes: Mapping[str, str]) -> StateGraph:
    """Return the drawing of a script.

    Args:
        script: whose states and endings.
        notes: what stands under the name of each, by its id; nothing where it is missing.
    """
    rows = list(_rows(script.states, script.endings))
    across = max((len(row) for row in rows), default=1)
    width = 2 * _EDGE + across * BOX_WIDTH + (across - 1) * _GAP + _BULGE
    reached = reachable(script.states)
    boxes = {}
    for depth, row in enumerate(rows):
        left = (width - _BULGE - len(row) * BOX_WIDTH - (len(row) - 1) * _GAP) // 2
        for n, name in enumerate(row):
            css = _css(name, script.endings, reached)
            boxes[name] = Box(name, left + n * (BOX_WIDTH + _GAP), _EDGE + depth * _ROW, css, notes.get(name, ""))
    height = _EDGE * 2 + max(0, len(rows) - 1) * _ROW + BOX_HEIGHT
    return StateGraph(width, height, tuple(boxes.values()), tuple(_arrows(script.states, boxes)))


def reachable(states: Mapping[str, State]) -> frozenset[str]:
    """Return the ids that transitions lead to from the start, conditions aside."""
    return frozenset(name for row in _layers(states) for name in row)


def _layers(states: Mapping[str, State]) -> Iterator[list[str]]:
    """Yield the ids by their distance from the start; an ending has none beyond it."""
    known, row = {START}, [START] if START in states else []
    while row:
        yield row
        further = [one.to for name in row if name in states for one in states[name].on]
        row = [name for name in dict.fromkeys(further) if name not in known]
        known.update(row)


def _rows(states: Mapping[str, State], endings: Mapping[str, Ending]) -> Iterator[Sequence[str]]:
    """Yield the states row by row, those that nothing leads to after them, the endings last."""
    inner = [[name for name in row if name in states] for row in _layers(states)]
    yield from (row for row in inner if row)
    placed = {name for row in inner for name in row}
    if left := [name for name in states if name not in placed]:
        yield left
    if endings:
        yield list(endings)


def _css(name: str, endings: Mapping[str, Ending], reached: frozenset[str]) -> str:
    kind = str(endings[name].kind) if name in endings else "start" if name == START else ""
    return f"{kind} lost".strip() if name not in reached and name not in endings else kind


def _arrows(states: Mapping[str, State], boxes: Mapping[str, Box]) -> Iterator[Arrow]:
    for name, state in states.items():
        targets = [one.to for one in state.on]
        for to in dict.fromkeys(targets):
            if to in boxes:
                yield _arrow(boxes[name], boxes[to], targets.count(to))


def _arrow(start: Box, end: Box, count: int) -> Arrow:
    if start is end:
        x, y = start.x + BOX_WIDTH, start.y
        path = f"M{x} {y + 12}C{x + _BULGE} {y + 6} {x + _BULGE} {y + 38} {x + _TIP} {y + 32}"
        return Arrow(path, count, x + _BULGE - 4, y + 26)
    if end.y > start.y:
        reach, tip = (end.y - start.bottom) // 2, end.y - _TIP
        curve = f"C{start.middle} {start.bottom + reach} {end.middle} {end.y - reach} {end.middle} {tip}"
        path = f"M{start.middle} {start.bottom}{curve}"
        return Arrow(path, count, (start.middle + end.middle) // 2 + 4, (start.bottom + end.y) // 2)
    if end.y == start.y:
        side = 1 if end.x > start.x else -1
        low = start.bottom + _BULGE
        a, b = start.middle + side * 30, end.middle - side * 30
        return Arrow(f"M{a} {start.bottom}C{a} {low} {b} {low} {b} {end.bottom + _TIP}", count, (a + b) // 2, low - 2)
    a, b = start.middle + 36, end.middle + 36
    reach = (start.y - end.bottom) // 2
    path = f"M{a} {start.y}C{a} {start.y - reach} {b} {end.bottom + reach} {b} {end.bottom + _TIP}"
    return Arrow(path, count, (a + b) // 2 + 4, (start.y + end.bottom) // 2)
