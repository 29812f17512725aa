"""The words a case may use: facts, events, acts, issues and the constraints that bind them. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cases.engine.calendar import Calendar


class ValueType(StrEnum):
    """What a fact or an issue can be; ``duration`` and ``instant`` also type expressions."""

    BOOL = "bool"
    ENUM = "enum"
    INT = "int"
    MONEY = "money"
    INSTANT = "instant"
    DURATION = "duration"


class Stating(StrEnum):
    """Whether a fair stem has to mention a fact where it matters."""

    MUST = "must"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is so or not in a case.

    ``silence`` is the typed value of an unmentioned fact, None when it is open. ``values`` holds the enum's
    wordings in order; ``says`` whole sentences by value (yes, no, unproven or an enum literal).
    """

    id: str
    type: ValueType
    label: str
    silence: object
    stating: Stating = Stating.BACKGROUND
    group: str = ""
    ask: str = ""
    meaning: str = ""
    burden: str = ""
    unit: str = ""
    low: int | None = None
    high: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at an instant, known to the minute or to the day."""

    id: str
    label: str
    ask: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """A question in dispute (争点).

    ``favour`` lists outcomes from least to most favourable to the buyer; ("less",) or ("more",) orders numbers and
    instants. ``raised_when`` is an expression, "" means always.
    """

    id: str
    type: ValueType
    label: str
    question: str = ""
    meaning: str = ""
    topic: str = ""
    unit: str = ""
    raised_when: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)
    favour: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Projection:
    """How an act becomes a fact: ``ever``, ``greatest``, ``count``, ``last``, or an event: ``first_at``."""

    target: str
    how: str
    arg: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something the agent did or said; ``args`` maps argument names to value types."""

    id: str
    label: str
    args: Mapping[str, ValueType] = field(default_factory=dict)
    projects: tuple[Projection, ...] = ()
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """What a constraint forces along when a what-if breaks it: unset an event, or set a fact."""

    target: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """An integrity constraint: ``must`` (an expression) holds in every possible case."""

    id: str
    must: str
    text: str
    repair: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words, by id, in the order of the file (which is the order of display), and the table of working days.

    ``memo`` keeps what texts in these words were read as, by kind and text: reading is slow, and the same text means
    the same for ever.
    """

    topics: Mapping[str, str]
    facts: Mapping[str, Fact]
    events: Mapping[str, Event]
    issues: Mapping[str, Issue]
    acts: Mapping[str, Act]
    constraints: tuple[Constraint, ...]
    calendar: Calendar = field(default_factory=Calendar)
    memo: dict[tuple[str, str], object] = field(default_factory=dict, repr=False, compare=False)
