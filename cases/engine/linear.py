"""Sums of facts and instants as linear forms, where they are such. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cases.engine import ir


@dataclass(frozen=True, slots=True)
class Linear:
    """``constant`` plus each fact or ``@event`` times its factor; none of the factors is 0."""

    factors: Mapping[str, int]
    constant: int

    def plus(self, other: Linear, times: int = 1) -> Linear:
        """The sum of this and ``times`` the other."""
        factors = dict(self.factors)
        for name, factor in other.factors.items():
            factors[name] = factors.get(name, 0) + times * factor
        left = {name: factor for name, factor in factors.items() if factor}
        return Linear(left, self.constant + times * other.constant)


def linear_form(node: ir.Term) -> Linear | None:
    """The term as a linear form, None where it reads an issue, rounds, picks or counts on a calendar."""
    match node:
        case ir.Num(value, _):
            return Linear({}, value)
        case ir.FactNum(fact, _):
            return Linear({fact: 1}, 0)
        case ir.EventAt(event):
            return Linear({f"@{event}": 1}, 0)
        case ir.Elapsed(first, second):
            return Linear({f"@{second}": 1}, 0).plus(Linear({f"@{first}": 1}, 0), -1)
        case ir.Add(left, right):
            return _combined(left, right, 1)
        case ir.Sub(left, right):
            return _combined(left, right, -1)
        case ir.Scale(factor, item, _):
            scaled = linear_form(item)
            return Linear({}, 0).plus(scaled, factor) if scaled else None
        case _:
            return None


def _combined(left: ir.Term, right: ir.Term, sign: int) -> Linear | None:
    one, other = linear_form(left), linear_form(right)
    return one.plus(other, sign) if one is not None and other is not None else None
