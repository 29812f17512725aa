"""Find room for texts: free stretches of a line, and labels pushed apart in a column. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

GAP = 6.0


@dataclass(slots=True)
class Row:
    """A horizontal band in which texts may stand, less what already stands in it."""

    left: float
    right: float
    taken: list[tuple[float, float]] = field(default_factory=list)

    def take(self, left: float, right: float) -> None:
        """Keep a stretch free of texts."""
        self.taken.append((left, right))

    def free(self) -> list[tuple[float, float]]:
        """Return the stretches still free, from left to right."""
        stretches, at = [], self.left
        for left, right in sorted(self.taken):
            if min(left, self.right) > at:
                stretches.append((at, min(left, self.right)))
            at = max(at, right)
        if self.right > at:
            stretches.append((at, self.right))
        return stretches

    def place(self, width: float, near: float) -> float | None:
        """Take the place for a text nearest to ``near`` (its left edge); None where nothing is wide enough."""
        spots = [min(max(near, left), right - width) for left, right in self.free() if right - left >= width]
        if not spots:
            return None
        spot = min(spots, key=lambda x: (abs(x - near), x))
        self.take(spot - GAP, spot + width + GAP)
        return spot

    def widest(self) -> tuple[float, float]:
        """Return the widest free stretch."""
        return max(self.free(), key=lambda stretch: stretch[1] - stretch[0])


def flag_lanes(spots: Sequence[tuple[float, float]]) -> list[int]:
    """Stack flags that hang to the right of their poles so that no pole crosses a flag.

    Args:
        spots: pole and right edge of each flag, poles in ascending order.

    Returns:
        The lane of each flag, 0 next to the axis. A flag hangs above every pole under it.
    """
    lanes = [0] * len(spots)
    for index in range(len(spots) - 1, -1, -1):
        reach = spots[index][1]
        under = [lanes[j] for j in range(index + 1, len(spots)) if spots[j][0] <= reach]
        lanes[index] = max(under, default=-1) + 1
    return lanes


@dataclass(slots=True)
class _Block:
    """Labels that touch: their heights, and the sum of where the first would like its upper edge."""

    wished: float
    heights: list[float]

    @property
    def height(self) -> float:
        return sum(self.heights)

    def top(self, limit: float) -> float:
        return max(self.wished / len(self.heights), limit)

    def join(self, lower: "_Block") -> None:
        self.wished += lower.wished - len(lower.heights) * self.height
        self.heights += lower.heights


def push_apart(wishes: Iterable[tuple[float, float]], top: float) -> list[float]:
    """Place labels in a column, as near to their wishes as the others allow.

    Args:
        wishes: wished centre and height of each label, centres in ascending order.
        top: upper edge of the column; it has no lower edge.

    Returns:
        The upper edge of each label, in the order given. Labels touch but never overlap.
    """
    blocks: list[_Block] = []
    for centre, height in wishes:
        blocks.append(_Block(centre - height / 2, [height]))
        while len(blocks) > 1 and blocks[-2].top(top) + blocks[-2].height > blocks[-1].top(top):
            lower = blocks.pop()
            blocks[-1].join(lower)
    tops = []
    for block in blocks:
        at = block.top(top)
        for height in block.heights:
            tops.append(at)
            at += height
    return tops
