"""Which of several applicable rules of one issue stands: overrides, kind, authority, and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from cases.engine.rules import Force, Kind, Level, Rule
from cases.engine.vocabulary import Issue, ValueType

KIND_RANK: Final = {Kind.RULE: 2, Kind.PARAMETER: 2, Kind.PRESUMPTION: 1, Kind.FALLBACK: 0}
LEVEL_RANK: Final = {Level.LAW: 2, Level.PLATFORM: 1, Level.SHOP: 0}


class OverrideCycleError(ValueError):
    """Rules that override each other in a circle; ``ids`` lists them."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__(f"优先关系成环:{' → '.join(ids)}")
        self.ids = tuple(ids)


def close_overrides(edges: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """The transitive closure of "overrides" over rule ids; an edge to an id outside ``edges`` is idle.

    Raises:
        OverrideCycleError: a rule would override itself.
    """
    closed: dict[str, frozenset[str]] = {}

    def close(name: str, path: tuple[str, ...]) -> frozenset[str]:
        if name in path:
            raise OverrideCycleError([*path[path.index(name) :], name])
        if name not in closed:
            below = [other for other in edges[name] if other in edges]
            closed[name] = frozenset(below).union(*(close(other, (*path, name)) for other in below))
        return closed[name]

    for name in edges:
        close(name, ())
    return closed


class Applicable(NamedTuple):
    """A rule that applies: its position among the issue's rules and what it concludes (None: open)."""

    at: int
    value: Any


@dataclass(frozen=True, slots=True)
class Defeat:
    """``loser`` would have concluded ``would`` and loses to ``winners`` for ``why``: overrides, kind, authority, floor."""

    loser: int
    winners: tuple[int, ...]
    would: Any
    why: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What stands: ``standing`` undefeated rules; ``status`` decided, conflict, gap or undetermined."""

    status: str
    value: Any
    standing: tuple[int, ...]
    defeats: tuple[Defeat, ...]


def favour_of(issue: Issue) -> Callable[[Any], Any] | None:
    """A key that grows with the buyer's favour, None when the issue has no such order."""
    if not issue.favour:
        return None
    if issue.favour[0] in ("more", "less"):
        sign = 1 if issue.favour[0] == "more" else -1
        if issue.type is ValueType.INSTANT:
            return lambda span: sign * span[0]
        return lambda number: sign * number
    ranks: dict[object, int] = {}
    for rank, literal in enumerate(issue.favour):
        ranks[{"yes": True, "no": False}[literal] if issue.type is ValueType.BOOL else literal] = rank
    return ranks.get


class Precedence:
    """The relation of defeat among the rules of one issue, worked out once."""

    def __init__(self, issue: Issue, rules: Sequence[Rule], overrides: Mapping[str, frozenset[str]]) -> None:
        self.favour = favour_of(issue)
        self.levels = [LEVEL_RANK[rule.level] for rule in rules]
        self.mandatory = [rule.force is Force.MANDATORY for rule in rules]
        self.strong = [[self._strong(a, b, overrides) for b in rules] for a in rules]

    @staticmethod
    def _strong(a: Rule, b: Rule, overrides: Mapping[str, frozenset[str]]) -> str:
        """Why ``a`` defeats ``b`` whatever the values, "" when it does not."""
        if b.id in overrides[a.id]:
            return "overrides"
        if a.id in overrides[b.id]:
            return ""
        return "kind" if KIND_RANK[a.kind] > KIND_RANK[b.kind] else ""

    def why_defeated(self, winner: Applicable, loser: Applicable) -> str:
        """Why ``winner`` defeats ``loser``, "" when it does not."""
        strong = self.strong[winner.at][loser.at]
        if strong or self.strong[loser.at][winner.at]:
            return strong
        return self._by_authority(winner, loser)

    def may_defeat(self, winner: int, loser: int) -> bool:
        """Whether ``winner`` defeats ``loser`` for some values."""
        if self.strong[winner][loser] or self.strong[loser][winner]:
            return bool(self.strong[winner][loser])
        return self.levels[winner] != self.levels[loser]

    def _by_authority(self, winner: Applicable, loser: Applicable) -> str:
        above = self.levels[winner.at] - self.levels[loser.at]
        if above == 0 or winner.value == loser.value:
            return ""
        upper, lower = (winner, loser) if above > 0 else (loser, winner)
        if not self.mandatory[upper.at] or self.favour is None:
            return "authority" if above > 0 else ""
        if upper.value is None or lower.value is None:
            return ""
        better = self._betters(lower.value, upper.value)
        if above > 0:
            return "" if better else "floor"
        return "floor" if better else ""

    def _betters(self, lower: Any, upper: Any) -> bool:
        assert self.favour is not None
        low, high = self.favour(lower), self.favour(upper)
        return low is not None and high is not None and low > high

    def resolve(self, applicable: Sequence[Applicable]) -> Resolution:
        """What stands among ``applicable``; no reinstatement: a defeated rule still defeats."""
        if len(applicable) == 1:
            (only,) = applicable
            return Resolution("undetermined" if only.value is None else "decided", only.value, (only.at,), ())
        if not applicable:
            return Resolution("gap", None, (), ())
        defeats, standing = [], []
        for rule in applicable:
            reasons = [(other.at, self.why_defeated(other, rule)) for other in applicable if other is not rule]
            winners = tuple(index for index, why in reasons if why)
            if winners:
                defeats.append(Defeat(rule.at, winners, rule.value, next(why for _, why in reasons if why)))
            else:
                standing.append(rule)
        return self._settle(standing, tuple(defeats))

    @staticmethod
    def _settle(standing: Sequence[Applicable], defeats: tuple[Defeat, ...]) -> Resolution:
        indexes = tuple(rule.at for rule in standing)
        if not standing:
            return Resolution("conflict", None, (), defeats)
        values = [rule.value for rule in standing]
        if any(value is None for value in values):
            return Resolution("undetermined", None, indexes, defeats)
        if any(value != values[0] for value in values):
            return Resolution("conflict", None, indexes, defeats)
        return Resolution("decided", values[0], indexes, defeats)
