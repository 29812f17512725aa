"""Rules of an issue weighed against each other: who defeats whom, and whether two conclusions are the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cases.engine.precedence import Precedence
from cases.prover.amounts import Amount, identical, same_line
from cases.prover.encode import Choice, Value
from cases.prover.logic import NO, YES, Formula, Tri, and_, known, not_, or_

Defeats = list[tuple[int, Tri]]


@dataclass
class RuleModel:
    """A rule of the issue: does it surely apply (``sure``), may it (``maybe``), does it or may it stand."""

    id: str
    at: int
    sure: Formula
    maybe: Formula
    value: Value
    versions: Sequence[Tri]
    stands: Formula = field(init=False)
    may_stand: Formula = field(init=False)
    defeats: Defeats = field(default_factory=list)


class Beats:
    """How rules of an issue defeat each other: surely, by their values, or never."""

    def __init__(self, relation: Precedence) -> None:
        self.strong, self.levels, self.mandatory = relation.strong, relation.levels, relation.mandatory
        self.favour = relation.favour

    def how(self, winner: RuleModel, loser: RuleModel) -> Tri:
        """Whether ``winner`` defeats ``loser`` where both apply."""
        if winner is loser:
            return NO
        if self.strong[winner.at][loser.at]:
            return YES
        if self.strong[loser.at][winner.at] or self.levels[winner.at] == self.levels[loser.at]:
            return NO
        return self._by_authority(winner, loser)

    def _by_authority(self, winner: RuleModel, loser: RuleModel) -> Tri:
        above = self.levels[winner.at] > self.levels[loser.at]
        upper, lower = (winner, loser) if above else (loser, winner)
        same = agree(winner.value, loser.value)
        if not self.mandatory[upper.at] or self.favour is None:
            return Tri(same.f, same.t, same.total) if above else NO
        better = self._better(lower.value, upper.value)
        if above:
            true, false = and_((same.f, better.f)), or_((same.t, better.t))
        else:
            true, false = and_((not_(same.t), better.t)), or_((same.t, better.f))
        return known(true) if same.total and better.total else Tri(true, false)

    def _better(self, low: Value, high: Value) -> Tri:
        """Whether the first value gives the buyer more than the second."""
        assert self.favour is not None
        if isinstance(low, Choice) and isinstance(high, Choice):
            true = or_(
                and_((one, other))
                for literal, one in low.by_value.items()
                for than, other in high.by_value.items()
                if self.favour(literal, than)
            )
            return _unless_open(low, high, true)
        assert isinstance(low, Amount)
        assert isinstance(high, Amount)
        one, other = (low, high) if self.favour(1, 0) else (high, low)
        if one.exact and other.exact:
            return _unless_open(low, high, one.lo > other.lo)
        sure = and_((not_(or_((low.open, high.open))), same_line(low, high)))
        return Tri(and_((sure, one.lo > other.hi)), and_((sure, one.hi <= other.lo)))


def may_be(value: Value, literal: object) -> Formula:
    """Whether a choice is, or may be, ``literal``."""
    assert isinstance(value, Choice)
    return or_((value.is_(literal), value.open))


def is_open(value: Value) -> Formula:
    """Whether the value is not known."""
    return value.open


def _unless_open(one: Value, other: Value, true: Formula) -> Tri:
    doubt = or_((one.open, other.open))
    if doubt is False:
        return known(true)
    return Tri(and_((not_(doubt), true)), and_((not_(doubt), not_(true))))


def agree(one: Value, other: Value) -> Tri:
    """Whether two conclusions are the same; open where one is, or where intervals overlap."""
    if isinstance(one, Choice) and isinstance(other, Choice):
        if one.constant is not None and other.constant is not None:
            return YES if one.constant == other.constant else NO
        same = or_(and_((formula, other.is_(literal))) for literal, formula in one.by_value.items())
        return _unless_open(one, other, same)
    assert isinstance(one, Amount)
    assert isinstance(other, Amount)
    if one.exact and other.exact and _plain(one) and _plain(other):
        return _unless_open(one, other, one.lo == other.lo)
    sure = not_(or_((one.open, other.open)))
    apart = or_((one.lo > other.hi, other.lo > one.hi))
    return Tri(and_((sure, identical(one, other))), and_((sure, same_line(one, other), apart)))


def _plain(amount: Amount) -> bool:
    return isinstance(amount.base, int)


def all_total(defeats: Defeats) -> bool:
    """Whether none of the defeats is ever in doubt."""
    return all(how.total for _, how in defeats)
