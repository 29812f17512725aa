"""How marks chain, and what they add up to. Pure.

Points are whole hundredths everywhere.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final

from certification.bank.domain import LETTERS

GENESIS: Final = "0" * 64
BASIS_POINTS: Final = 10000


class Reason(StrEnum):
    """Why a mark is in the ledger."""

    HAND_IN = "hand-in"
    REGRADE = "regrade"


class Cause(StrEnum):
    """What a regrade mends."""

    CORRECTED_KEY = "corrected-key"
    NEW_EDITION = "new-edition"
    VOID_OPTION = "void-option"
    VOID_ITEM = "void-item"
    LATE_ANSWER = "late-answer"
    DRILL_REVIEW = "drill-review"


#: What mends no question, but one person's answer.
PERSONAL: Final = frozenset({Cause.LATE_ANSWER, Cause.DRILL_REVIEW})


class Policy(StrEnum):
    """What a regrade may do to a mark: never lower it, take the better, or set exactly what comes out."""

    NEVER_LOWER = "never-lower"
    BEST_OF = "best-of"
    EXACT = "exact"


class AppealKind(StrEnum):
    """A fact is read differently, or the question itself is reported."""

    FACTS = "facts"
    REPORT = "report"


class AppealOutcome(StrEnum):
    """What the trainer found."""

    UPHELD = "upheld"
    REJECTED = "rejected"
    NOTED = "noted"


def chosen_options(letters: str, option_order: Sequence[int]) -> tuple[int, ...]:
    """Return the content's options behind the letters as shown; a talk shows none."""
    return tuple(sorted(option_order[LETTERS.index(letter)] for letter in letters)) if option_order else ()


def shown_letters(options: Iterable[int], option_order: Sequence[int]) -> str:
    """Return the letters under which the content's options are shown; a talk shows none."""
    order = list(option_order)
    return "".join(sorted(LETTERS[order.index(option)] for option in options)) if order else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: what a question of an attempt is worth, from here on.

    `number` runs through the whole ledger from 1. `person` is the person's id and nothing else of them.
    """

    number: int
    attempt: str
    position: int
    person: str
    version: str
    derivation: str
    edition: str
    mode: str
    points: int
    out_of: int
    reason: str
    at: str
    previous: str
    regrade: str | None = None
    actor: str | None = None

    @property
    def hash(self) -> str:
        """Return the SHA-256 of the entry, the hash of the one before included; what is None is left out."""
        said = {name: value for name, value in asdict(self).items() if value is not None}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def first_break(entries: Iterable[tuple[Entry, str]]) -> int | None:
    """Return the number of the first entry that does not follow from the one before; None where all do.

    Args:
        entries: each entry with the hash that is stored for it, by number.
    """
    previous, expected = GENESIS, 1
    for entry, stored in entries:
        if entry.number != expected or entry.previous != previous or entry.hash != stored:
            return expected
        previous, expected = stored, expected + 1
    return None


def fold(entries: Iterable[Entry]) -> dict[tuple[str, int], int]:
    """Return the points of each question of each attempt: the last entry about it counts."""
    points: dict[tuple[str, int], int] = {}
    for entry in entries:
        points[entry.attempt, entry.position] = entry.points
    return points


def points_text(hundredths: int) -> str:
    """Return points as people write them: 82.5, 80, 0.33."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)
