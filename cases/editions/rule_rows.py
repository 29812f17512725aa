"""Conditions as rows that a form can hold: subject, operator, value; or-groups and and-groups of rows. Pure.

Every slot is text and may be empty, so that whatever somebody has typed so far can be held. An empty slot is written
as ``?``, which no condition can hold, and reads back as empty. What rows cannot say is an :class:`Expert` line, kept as
it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

HOLE: Final = "?"
#: Operators of a fact or an outcome that is one of a few, and those of numbers, durations and instants.
CHOICE_OPS: Final = ("is", "not", "in", "not_in")
NUMBER_OPS: Final = ("<", "<=", "==", "!=", ">", ">=")
UNITS: Final = ("min", "h", "d", "yuan", "fen")

#: How each kind of term is written.
_TERMS: Final = {
    "amount": "{number}",
    "word": "{name}",
    "event": "@{name}",
    "midnight": "next_midnight(@{name})",
    "elapsed": "elapsed({name}, {other})",
    "times": "{number} * {name}",
    "times_after": "{name} * {number}",
    "percent": "percent({name}, {number})",
    "months": "months_after(@{name}, {number})",
    "workdays": "workdays_after(@{name}, {number})",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A number, a moment or a sum of money, in one piece.

    ``kind`` is ``amount`` (``number`` and ``unit``), ``word`` (a fact or an issue), ``event``, ``midnight`` (after an
    event), ``elapsed`` (``name`` to ``other``), ``times`` (a word by a number of units; ``times_after`` writes the
    number behind), ``percent`` (of a word), ``months`` or ``workdays`` (so many after an event).
    """

    kind: str
    name: str = ""
    number: str = ""
    unit: str = ""
    other: str = ""

    @property
    def text(self) -> str:
        name, number, other = self.name or HOLE, (self.number or HOLE) + self.unit, self.other or HOLE
        return _TERMS.get(self.kind, HOLE).format(name=name, number=number, other=other)


@dataclass(frozen=True, slots=True)
class Operand:
    """A term, and another added to it or taken from it (``sign`` is then ``+`` or ``-``)."""

    base: Term
    sign: str = ""
    shift: Term | None = None

    @property
    def text(self) -> str:
        return f"{self.base.text} {self.sign} {self.shift.text}" if self.sign and self.shift else self.base.text


@dataclass(frozen=True, slots=True)
class Choice:
    """A fact (or issue) is, or is not, one of ``values``; yes, no and unproven are values too.

    ``spelled`` writes a comparison where yes needs none: one value of several may be called so.
    """

    name: str = ""
    op: str = "is"
    values: tuple[str, ...] = ()
    spelled: bool = False

    @property
    def text(self) -> str:
        name, values = self.name or HOLE, self.values or (HOLE,)
        if self.op in ("in", "not_in"):
            said = f"{name} in ({', '.join(values)})"
            return f"not ({said})" if self.op == "not_in" else said
        if values[0] in ("yes", "unproven") and not self.spelled:
            said = name if values[0] == "yes" else f"unproven({name})"
            return f"not {said}" if self.op == "not" else said
        return f"{name} {'!=' if self.op == 'not' else '=='} {values[0]}"


@dataclass(frozen=True, slots=True)
class Happened:
    """An event happened, or did not."""

    event: str = ""
    op: str = "is"

    @property
    def text(self) -> str:
        return f"{'not ' if self.op == 'not' else ''}has({self.event or HOLE})"


@dataclass(frozen=True, slots=True)
class Order:
    """An event happened before another, or not."""

    first: str = ""
    second: str = ""
    op: str = "is"

    @property
    def text(self) -> str:
        return f"{'not ' if self.op == 'not' else ''}before({self.first or HOLE}, {self.second or HOLE})"


@dataclass(frozen=True, slots=True)
class Status:
    """How an issue came out at all: decided, conflict, gap, undetermined, not raised."""

    issue: str = ""
    op: str = "is"
    value: str = ""

    @property
    def text(self) -> str:
        return f"status({self.issue or HOLE}) {'!=' if self.op == 'not' else '=='} {self.value or HOLE}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two numbers, durations, sums or instants held against each other."""

    left: Operand
    op: str = "<="
    right: Operand = Operand(Term("amount"))

    @property
    def text(self) -> str:
        return f"{self.left.text} {self.op or HOLE} {self.right.text}"


@dataclass(frozen=True, slots=True)
class Always:
    """``yes`` (in every case) or ``no``."""

    value: str = "yes"

    @property
    def text(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Expert:
    """A line that rows cannot say, exactly as written."""

    text: str = ""


Row: TypeAlias = Choice | Happened | Order | Status | Comparison | Always | Expert


@dataclass(frozen=True, slots=True)
class Group:
    """Rows and groups of which all (``join`` is ``and``) or one at least (``or``) hold; ``denied``: just that not."""

    join: str
    items: tuple[Row | Group, ...] = ()
    denied: bool = False

    @property
    def text(self) -> str:
        parts = [f"({one.text})" if isinstance(one, Group) and not one.denied else one.text for one in self.items]
        said = f" {self.join} ".join(parts or [HOLE])
        return f"not ({said})" if self.denied else said


Condition: TypeAlias = Row | Group


def is_said_in_rows(condition: Condition) -> bool:
    """Tell whether no part of it is an expert's line."""
    if isinstance(condition, Group):
        return all(map(is_said_in_rows, condition.items))
    return not isinstance(condition, Expert)
