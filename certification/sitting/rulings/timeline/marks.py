"""The marks a drawing consists of, and how wide a line of text is taken to be. Pure.

Server-side SVG cannot ask a browser for the width of a text, so widths are modelled: a wide character takes one em,
any other six tenths, which is more than the system fonts in use really take.
"""

import unicodedata
from dataclasses import dataclass, field
from itertools import groupby

NARROW_EM = 0.6
ASCENT_EM = 0.88
DESCENT_EM = 0.24
_NO_LINE_END = tuple("（《“‘")
_NO_LINE_START = "，。、；：？！）》」”’％%"


def char_em(char: str) -> float:
    """Return the width of a character in em."""
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else NARROW_EM


def text_width(text: str, size: float) -> float:
    """Return the width of a line of text at a font size, in the drawing's units."""
    return sum(char_em(char) for char in text) * size


def _tokens(text: str) -> list[str]:
    """Cut a text where a line may break: around wide characters, but not apart from their punctuation."""
    tokens: list[str] = []
    for is_wide, run in groupby(text, lambda char: char_em(char) == 1.0):
        if not is_wide:
            tokens += [word + " " for word in "".join(run).split(" ")]
            tokens[-1] = tokens[-1][:-1]
            continue
        for char in run:
            if tokens and (char in _NO_LINE_START or tokens[-1] in _NO_LINE_END):
                tokens[-1] += char
            else:
                tokens.append(char)
    return tokens


def wrap(text: str, size: float, width: float) -> list[str]:
    """Break a text into lines no wider than ``width``; a word that is wider alone is cut."""
    lines = [""]
    for token in _tokens(text):
        if text_width((lines[-1] + token).rstrip(), size) <= width:
            lines[-1] += token
            continue
        if lines[-1]:
            lines.append("")
        for char in token:
            if lines[-1] and text_width(lines[-1] + char, size) > width:
                lines.append("")
            lines[-1] += char
    return [line.strip() for line in lines if line.strip()]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Tell whether two rectangles share an area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text; ``x`` is its left edge, ``y`` its base line."""

    x: float
    y: float
    text: str
    css: str
    size: float

    @property
    def box(self) -> Box:
        """Return the rectangle that the text may fill."""
        return Box(
            self.x,
            self.y - ASCENT_EM * self.size,
            self.x + text_width(self.text, self.size),
            self.y + DESCENT_EM * self.size,
        )


@dataclass(frozen=True, slots=True)
class Bar:
    """A window on the scale."""

    x: float
    y: float
    width: float
    height: float
    css: str


@dataclass(frozen=True, slots=True)
class Line:
    """A path of straight strokes."""

    points: tuple[tuple[float, float], ...]
    css: str

    @property
    def d(self) -> str:
        """Return the path data."""
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Dot:
    """An event on the axis; drawn out over ``length`` along the axis when only its day is known."""

    x: float
    y: float
    radius: float
    css: str
    length: float = 0
    upright: bool = False

    @property
    def left(self) -> float:
        """Return the left edge."""
        return self.x - self.radius

    @property
    def top(self) -> float:
        """Return the upper edge."""
        return self.y - self.radius

    @property
    def width(self) -> float:
        """Return the extent to the right."""
        return 2 * self.radius + (0 if self.upright else self.length)

    @property
    def height(self) -> float:
        """Return the extent downward."""
        return 2 * self.radius + (self.length if self.upright else 0)


@dataclass(slots=True)
class Drawing:
    """A finished figure, or one in the making."""

    width: float
    height: float = 0
    bars: list[Bar] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    frames: list[Bar] = field(default_factory=list)
