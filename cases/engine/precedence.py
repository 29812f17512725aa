"""Which of several applicable rules of one issue stands: overrides, kind, authority, and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, Final, NamedTuple

from cases.engine.rules import Force, Kind, Level, Rule
from cases.engine.values import Span, aligned
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


def closed_overrides(rules: Iterable[Rule]) -> dict[str, frozenset[str]]:
    """Which of ``rules`` each of them overrides, directly or through others of them, by id."""
    edges: dict[str, set[str]] = {}
    for rule in rules:
        edges.setdefault(rule.id, set()).update(rule.overrides)
    return close_overrides({name: sorted(below) for name, below in sorted(edges.items())})


class Defeat(NamedTuple):
    """``loser`` would conclude ``would`` but loses to ``winners``; ``why``: overrides, kind, authority, floor."""

    loser: int
    winners: tuple[int, ...]
    would: Any
    why: str


class Resolution(NamedTuple):
    """What stands: ``status`` decided, conflict, gap or undetermined; ``standing`` are the undefeated rules."""

    status: str
    value: Any
    standing: tuple[int, ...]
    defeats: tuple[Defeat, ...]


def favour_of(issue: Issue) -> Callable[[Any, Any], bool | None] | None:
    """Whether a first outcome gives the buyer more than a second (None: open); None: the issue has no such order."""
    if not issue.favour:
        return None
    if issue.favour[0] in ("more", "less"):
        return _more if issue.favour[0] == "more" else lambda one, other: _more(other, one)
    ranks: dict[object, int] = {}
    for rank, literal in enumerate(issue.favour):
        ranks[{"yes": True, "no": False}[literal] if issue.type is ValueType.BOOL else literal] = rank
    return lambda one, other: one in ranks and other in ranks and ranks[one] > ranks[other]


def _more(one: Any, other: Any) -> bool | None:
    if not isinstance(one, Span):
        return bool(one > other)
    one, other = aligned(one, other)
    if one.base != other.base:
        return None
    return True if one.lo > other.hi else False if one.hi <= other.lo else None


def _agree(one: Any, other: Any) -> bool | None:
    """Whether two conclusions are the same, None when that is open; instants known to the same day agree."""
    if one is None or other is None:
        return None
    if not isinstance(one, Span):
        return bool(one == other)
    one, other = aligned(one, other)
    if one[:3] == other[:3]:
        return True
    return None if one.base != other.base or (one.lo <= other.hi and other.lo <= one.hi) else False


def set_of(positions: Iterable[int]) -> int:
    """The positions as the bits of a number."""
    found = 0
    for position in positions:
        found |= 1 << position
    return found


#: In the table of defeats: the levels differ, so the values decide.
_BY_VALUE: Final = "by value"


class Precedence:
    """The relation of defeat among the rules of one issue, worked out once."""

    def __init__(self, issue: Issue, rules: Sequence[Rule], overrides: Mapping[str, frozenset[str]]) -> None:
        self.favour = favour_of(issue)
        self.levels = [LEVEL_RANK[rule.level] for rule in rules]
        self.mandatory = [rule.force is Force.MANDATORY for rule in rules]
        self.strong = [[self._strong(a, b, overrides) for b in rules] for a in rules]
        positions = range(len(rules))
        self._defeats_of = [[self._relation(winner, loser) for winner in positions] for loser in positions]
        self._weighs = [_BY_VALUE in table for table in self._defeats_of]
        # The same tables as sets of positions, in the bits of a number: questions about sets are then one operation.
        defeats, strong = self._defeats_of, self.strong
        self.above = [set_of(other for other in positions if defeats[at][other]) for at in positions]
        self.below = [set_of(other for other in positions if defeats[other][at]) for at in positions]
        self.surely_above = [set_of(other for other in positions if strong[other][at]) for at in positions]

    @staticmethod
    def _strong(a: Rule, b: Rule, overrides: Mapping[str, frozenset[str]]) -> str:
        """Why ``a`` defeats ``b`` whatever the values, "" when it does not."""
        if b.id in overrides[a.id]:
            return "overrides"
        if a.id in overrides[b.id]:
            return ""
        return "kind" if KIND_RANK[a.kind] > KIND_RANK[b.kind] else ""

    def _relation(self, winner: int, loser: int) -> str:
        if self.strong[winner][loser] or self.strong[loser][winner]:
            return self.strong[winner][loser]
        return _BY_VALUE if self.levels[winner] != self.levels[loser] else ""

    def could_defeat(self, winner: int, loser: int, values: Mapping[int, Any]) -> bool:
        """Whether ``winner`` defeats ``loser`` with the values they have, or may once open values are known."""
        why = self._defeats_of[loser][winner]
        return self._by_authority(winner, values[winner], loser, values[loser]) != "" if why == _BY_VALUE else bool(why)

    def _by_authority(self, winner: int, its: Any, loser: int, value: Any) -> str | None:
        """Why ``winner`` defeats ``loser`` by its level, "" when it does not, None when open values decide."""
        agree = _agree(its, value)
        if agree:
            return ""
        above = self.levels[winner] > self.levels[loser]
        upper, high, low = (winner, its, value) if above else (loser, value, its)
        if not self.mandatory[upper] or self.favour is None:
            return ("authority" if agree is False else None) if above else ""
        better = None if high is None or low is None else self.favour(low, high)
        if better is None or (above and not better and agree is None):
            return None
        return "floor" if better is not above else ""

    def resolve(self, applicable: Mapping[int, Any], *, told: bool = True) -> Resolution:
        """What stands among the rules that apply; no reinstatement: a defeated rule still defeats.

        Args:
            applicable: positions of the rules with what they conclude (None: open).
            told: name the defeats, for those who ask why; otherwise only what stands is worked out.
        """
        if not applicable:
            return Resolution("gap", None, (), ())
        defeats: list[Defeat] = []
        standing: list[int] = []
        doubtful: list[int] = []
        tables, weighs, above = self._defeats_of, self._weighs, self.above
        present = set_of(applicable)
        for rule in applicable:
            if not above[rule] & present:
                standing.append(rule)
                continue
            if not told and not weighs[rule]:
                continue
            table = tables[rule]
            winners = [other for other in applicable if table[other]]
            why: str | None = table[winners[0]]
            if weighs[rule]:
                winners, why = self._weigh(rule, winners, applicable)
            if why:
                if not told:
                    continue
                defeats.append(Defeat(rule, tuple(winners), applicable[rule], why))
            else:
                (standing if why == "" else doubtful).append(rule)
        if len(standing) == 1 and not doubtful:
            value = applicable[standing[0]]
            return Resolution("decided" if value is not None else "undetermined", value, (*standing,), (*defeats,))
        return _settle(tuple(standing), [applicable[rule] for rule in (*standing, *doubtful)], tuple(defeats))

    def _weigh(
        self, loser: int, candidates: Sequence[int], applicable: Mapping[int, Any]
    ) -> tuple[list[int], str | None]:
        """Which of ``candidates`` defeat ``loser``, and why the first does; none and None when open values decide."""
        table, winners, doubt = self._defeats_of[loser], {}, False
        for winner in candidates:
            why: str | None = table[winner]
            if why == _BY_VALUE:
                why = self._by_authority(winner, applicable[winner], loser, applicable[loser])
                doubt = doubt or why is None
            if why:
                winners[winner] = why
        return list(winners), next(iter(winners.values()), None if doubt else "")


def _settle(standing: tuple[int, ...], values: Sequence[Any], defeats: tuple[Defeat, ...]) -> Resolution:
    """What the undefeated rules say: first those that stand, then those that stand or not as open values turn out."""
    if any(_agree(one, other) is False for one, other in combinations(values[: len(standing)], 2)):
        return Resolution("conflict", None, standing, defeats)
    if not standing:
        return Resolution("undetermined" if values else "conflict", None, (), defeats)
    first, *others = values
    if all(_agree(first, other) for other in others):
        return Resolution("decided", first, standing, defeats)
    return Resolution("undetermined", None, standing, defeats)
