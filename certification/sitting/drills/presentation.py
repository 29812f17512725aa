"""What the pages of a drill show, in words and places: filled by `desks` and `verdicts`, read by the templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from certification.drills.script.model import Hint
from certification.sitting.drills.spans import Segment

_CELL, _GAP = 18, 3
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Result(StrEnum):
    """How a criterion stands: met, missed or broken, or not seen so far."""

    MET = "yes"
    MISSED = "no"
    OPEN = "wait"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that makes a drill good: `verdict` says in a word or two how it stands, `say` why."""

    result: Result
    name: str
    verdict: str
    say: str = ""
    rules: tuple[str, ...] = ()
    points: str = ""

    @property
    def tone(self) -> str:
        """Return the colour of the word beside it."""
        return {Result.MET: "good", Result.MISSED: "seal", Result.OPEN: ""}[self.result]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something the recogniser would not decide: was it said or not? `answer` is what somebody said since."""

    act: str
    name: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Marking:
    """What is said of one turn."""

    headline: str
    rows: tuple[Criterion, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """Return the rules that the rows name, each once."""
        return tuple(dict.fromkeys(rule for row in self.rows for rule in row.rules))


@dataclass(frozen=True, slots=True)
class ChatLine:
    """One line of the chat: of the buyer, of the trainee (`me`), or of the system; `key` is its place for good."""

    key: str
    kind: str
    who: str
    at: datetime | None
    pieces: tuple[Segment, ...]
    picture: str = ""
    marking: Marking | None = None
    turn: int = 0
    is_quick: bool = False


@dataclass(frozen=True, slots=True)
class PatienceCell:
    """One of the cells of the meter, at its place."""

    x: int
    is_on: bool


@dataclass(frozen=True, slots=True)
class Patience:
    """How patient the buyer still is."""

    left: int
    most: int

    @property
    def cells(self) -> tuple[PatienceCell, ...]:
        """Return the cells from left to right."""
        return tuple(PatienceCell(1 + n * (_CELL + _GAP), n < self.left) for n in range(self.most))

    @property
    def width(self) -> int:
        """Return how wide the meter is drawn."""
        return self.most * (_CELL + _GAP) - 1


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the card beside the chat; `is_news` where it was found out in the chat."""

    label: str
    text: str
    is_news: bool = False


@dataclass(frozen=True, slots=True)
class Lookup:
    """Something that can be looked up by a button."""

    key: str
    label: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """A quick reply of one's own."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of one run."""

    page: str
    turn: str
    lookup: str
    hint: str
    end: str
    doubt: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Desk:
    """The chat with everything beside it."""

    run: str
    person: str
    title: str
    buyer: str
    turn: int
    most_turns: int
    patience: Patience
    lines: tuple[ChatLine, ...]
    facts: tuple[Fact, ...]
    lookups: tuple[Lookup, ...]
    criteria: tuple[Criterion, ...]
    hints: tuple[Hint, ...]
    next_hint_cost: str
    phrases: tuple[Phrase, ...]
    at: Places
    now: int
    asked_at: int
    longest: int
    client: str
    is_exam: bool = False
    is_over: bool = False
    ending: str = ""
    notice: str = ""
    draft: str = ""
    refusal: str = ""
    is_quick: bool = False

    @property
    def sequence(self) -> int:
        """Return the number of the next turn, which a form without scripts sends as its sequence."""
        return self.turn + 1

    @property
    def next_hint(self) -> int:
        """Return the number of the hint that may be taken next."""
        return len(self.hints) + 1

    @property
    def tells_rules(self) -> bool:
        """Say whether the corpus may be looked into from here."""
        return not self.is_exam


def circled(numbers: Sequence[int]) -> str:
    """Return ①②③ for the numbers of marks; beyond twenty they stand in brackets."""
    return "".join(_CIRCLED[n - 1] if 1 <= n <= len(_CIRCLED) else f"({n})" for n in numbers)
