"""Rules as values: one norm with its source, dates, conditions, conclusions, misreadings and examples. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cases.engine import ir


class Kind(StrEnum):
    """What a rule is: rules and parameters defeat presumptions, these fallbacks; ``cited`` is text only."""

    RULE = "rule"
    PARAMETER = "parameter"
    PRESUMPTION = "presumption"
    FALLBACK = "fallback"
    CITED = "cited"


class Level(StrEnum):
    """The authority of a rulebook, highest first."""

    LAW = "law"
    PLATFORM = "platform"
    SHOP = "shop"


class Force(StrEnum):
    """``mandatory`` rules are a floor that lower levels may only better for the buyer."""

    MANDATORY = "mandatory"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A body of rules of one authority; ``extends`` names the book it adds to."""

    id: str
    name: str
    level: Level
    force: Force
    extends: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the norm stands; ``as_published`` is the date of the text that was read."""

    doc: str
    clause: str
    as_published: str = ""

    def __str__(self) -> str:
        doc = self.doc if self.doc.startswith("《") else f"《{self.doc}》"
        return f"{doc}{self.clause}"


@dataclass(frozen=True, slots=True)
class Effective:
    """In force from ``start`` (inclusive) to ``end`` (exclusive), in minutes; None is open ended.

    ``by`` is the event whose date picks the version, "" the case's as-of.
    """

    start: int | None = None
    end: int | None = None
    by: str = ""
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Misreading:
    """How people get the rule wrong; None keeps the rule's own condition or conclusion."""

    say: str
    when: tuple[ir.Bool, ...] | None = None
    then: Mapping[str, ir.Conclusion] | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A case in raw form in which the rule applies or does not, and outcomes (raw text) to be met."""

    name: str
    applies: bool
    case: Mapping[str, object]
    expect: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one norm.

    ``when`` are conditions that all have to hold, ``when_text`` their source text; ``then`` maps issues to
    conclusions. ``overrides`` names the rules that lose to this one whenever both apply.
    """

    id: str
    book: str
    topic: str
    title: str
    text: str
    source: Source
    version: str = ""
    kind: Kind = Kind.RULE
    level: Level = Level.PLATFORM
    force: Force = Force.DEFAULT
    effective: Effective = Effective()
    when: tuple[ir.Bool, ...] = ()
    when_text: tuple[str, ...] = ()
    then: Mapping[str, ir.Conclusion] = field(default_factory=dict)
    then_text: Mapping[str, str] = field(default_factory=dict)
    overrides: tuple[str, ...] = ()
    burden: str = ""
    misreadings: tuple[Misreading, ...] = ()
    examples: tuple[Example, ...] = ()
    catalogue: tuple[str, ...] = ()
    note: str = ""

    @property
    def clause_hash(self) -> str:
        """Twelve hex digits of the text's SHA-256: what a cited question pins."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]
