"""The typed intermediate representation of the rule language, read by every interpreter. Pure values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from cases.engine.vocabulary import ValueType


@dataclass(frozen=True, slots=True)
class Const:
    """``yes`` or ``no``."""

    value: bool


@dataclass(frozen=True, slots=True)
class And:
    items: tuple[Bool, ...]


@dataclass(frozen=True, slots=True)
class Or:
    items: tuple[Bool, ...]


@dataclass(frozen=True, slots=True)
class Not:
    item: Bool


@dataclass(frozen=True, slots=True)
class FactIs:
    """The fact's value is one of ``values``: True, False, UNPROVEN or enum literals."""

    fact: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class IssueIs:
    """The issue is decided as one of ``values``; false when it is not raised."""

    issue: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class StatusIs:
    """The issue's status; known even when the issue is undetermined."""

    issue: str
    status: str


@dataclass(frozen=True, slots=True)
class Has:
    event: str


@dataclass(frozen=True, slots=True)
class Before:
    """Both happened and ``first`` strictly earlier."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Compare:
    """``left op right`` over numbers, durations or instants; false when either side is absent."""

    op: str
    left: Term
    right: Term


Bool: TypeAlias = Const | And | Or | Not | FactIs | IssueIs | StatusIs | Has | Before | Compare


@dataclass(frozen=True, slots=True)
class Num:
    """A constant: a plain number, minutes or 分 by ``type``."""

    value: int
    type: ValueType


@dataclass(frozen=True, slots=True)
class FactNum:
    fact: str
    type: ValueType


@dataclass(frozen=True, slots=True)
class IssueNum:
    issue: str
    type: ValueType


@dataclass(frozen=True, slots=True)
class EventAt:
    """The instant of an event, ``@signed``; the event ``now`` is the case's as-of."""

    event: str


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The duration from ``first`` to ``second``."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Add:
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Sub:
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Scale:
    """``factor`` × ``item``; ``type`` may turn a number of units into a duration or money."""

    factor: int
    item: Term
    type: ValueType


@dataclass(frozen=True, slots=True)
class Extreme:
    """``min`` or ``max`` of the items."""

    which: str
    items: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Percent:
    """``percent`` per cent of a sum of money, half up to 分."""

    item: Term
    percent: int


@dataclass(frozen=True, slots=True)
class NextMidnight:
    item: Term


@dataclass(frozen=True, slots=True)
class MonthsAfter:
    item: Term
    months: int


@dataclass(frozen=True, slots=True)
class WorkdaysAfter:
    """The end (24:00) of the ``days``-th working day after the day of the instant, which is not counted itself."""

    item: Term
    days: int


@dataclass(frozen=True, slots=True)
class Tiers:
    """The value of the last step whose threshold is not above ``item``; absent below the first.

    ``steps`` pairs thresholds (numbers of the type of ``item``, ascending) with values of one type.
    """

    item: Term
    steps: tuple[tuple[int, Term], ...]


Term: TypeAlias = (
    Num
    | FactNum
    | IssueNum
    | EventAt
    | Elapsed
    | Add
    | Sub
    | Scale
    | Extreme
    | Percent
    | NextMidnight
    | MonthsAfter
    | WorkdaysAfter
    | Tiers
)


@dataclass(frozen=True, slots=True)
class EnumValue:
    """A conclusion that is a literal of the issue's enum."""

    value: str


@dataclass(frozen=True, slots=True)
class EnumFrom:
    """A conclusion copied from an enum fact or issue."""

    source: str
    is_issue: bool


Conclusion: TypeAlias = Bool | Term | EnumValue | EnumFrom
Node: TypeAlias = Bool | Term | EnumValue | EnumFrom


def children(node: Node) -> tuple[Node, ...]:
    """The direct parts of ``node``, left to right."""
    match node:
        case And(items) | Or(items) | Extreme(_, items):
            return items
        case Not(item) | Scale(_, item, _) | Percent(item, _):
            return (item,)
        case NextMidnight(item) | MonthsAfter(item, _) | WorkdaysAfter(item, _):
            return (item,)
        case Tiers(item, steps):
            return (item, *(value for _, value in steps))
        case Compare(_, left, right) | Add(left, right) | Sub(left, right):
            return (left, right)
        case _:
            return ()


def walk(node: Node) -> list[Node]:
    """``node`` and everything below it, parents first."""
    found: list[Node] = [node]
    for child in children(node):
        found.extend(walk(child))
    return found


@dataclass(frozen=True, slots=True)
class Reads:
    """What an expression reads."""

    facts: frozenset[str]
    events: frozenset[str]
    issues: frozenset[str]


def reads(*nodes: Node) -> Reads:
    """Collect the facts, events (``now`` excluded) and issues that ``nodes`` read."""
    facts: set[str] = set()
    events: set[str] = set()
    issues: set[str] = set()
    for node in nodes:
        for part in walk(node):
            match part:
                case FactIs(fact, _) | FactNum(fact, _):
                    facts.add(fact)
                case IssueIs(issue, _) | StatusIs(issue, _) | IssueNum(issue, _):
                    issues.add(issue)
                case EnumFrom(source, is_issue):
                    (issues if is_issue else facts).add(source)
                case Has(event) | EventAt(event):
                    events.add(event)
                case Before(first, second) | Elapsed(first, second):
                    events.update((first, second))
                case _:
                    pass
    events.discard("now")
    return Reads(frozenset(facts), frozenset(events), frozenset(issues))
