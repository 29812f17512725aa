"""Numbers, durations and instants as the solver sees them: intervals that may be absent or open."""

from __future__ import annotations

from typing import Any, NamedTuple

from cases.prover.logic import Formula, Tri, and_, false_where, known, not_, open_where, or_


class Amount(NamedTuple):
    """``lo`` to ``hi`` (the same object when exact) on the time line ``base`` (0: the calendar, or a plain number).

    ``lo_day`` and ``hi_day`` are the days since 1970 that the ends lie in, where they are at hand.
    """

    lo: Any
    hi: Any
    absent: Formula = False
    open: Formula = False
    base: Any = 0
    lo_day: Any = None
    hi_day: Any = None

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.lo is self.hi

    @property
    def unknown(self) -> Formula:
        """Where it has no known value: open or absent."""
        return or_((self.open, self.absent))


def exactly(value: Any, **rest: Any) -> Amount:
    """An exact number."""
    return Amount(value, value, **rest)


def same_line(one: Amount, other: Amount) -> Formula:
    """Whether both lie on the same time line."""
    return one.base == other.base


def _less(a: Amount, b: Amount) -> Tri:
    if a.exact and b.exact:
        return known(a.lo < b.lo)
    return Tri(a.hi < b.lo, a.lo >= b.hi)


def _equal(a: Amount, b: Amount) -> Tri:
    if a.exact and b.exact:
        return known(a.lo == b.lo)
    same = and_((a.lo == a.hi, b.lo == b.hi, a.lo == b.lo))
    return Tri(same, or_((a.hi < b.lo, b.hi < a.lo)))


def _swap(item: Tri) -> Tri:
    return Tri(item.f, item.t, item.total)


def compare(op: str, a: Amount, b: Amount) -> Tri:
    """``a op b``: false where either is absent, open where either is open or they lie on different time lines."""
    plain = {
        "==": lambda: _equal(a, b),
        "!=": lambda: _swap(_equal(a, b)),
        "<": lambda: _less(a, b),
        "<=": lambda: _swap(_less(b, a)),
        ">": lambda: _less(b, a),
        ">=": lambda: _swap(_less(a, b)),
    }[op]()
    doubt = or_((a.open, b.open, not_(same_line(a, b))))
    return false_where(or_((a.absent, b.absent)), open_where(doubt, plain))


def identical(a: Amount, b: Amount) -> Formula:
    """Whether two known amounts are the same interval."""
    parts = [a.lo == b.lo, same_line(a, b)]
    if not (a.exact and b.exact):
        parts.append(a.hi == b.hi)
    return and_(parts)
