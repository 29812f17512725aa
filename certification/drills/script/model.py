"""A drill's script as a value: the case, the buyer, what they say when, and what makes a talk good. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from certification.drills.script.patterns import ActPattern, Comparison

START: Final = "start"
MOST_PATIENCE: Final = 5
WHOLE: Final = 100


class Mood(StrEnum):
    """How the buyer begins."""

    CALM = "calm"
    WORRIED = "worried"
    UPSET = "upset"
    ANGRY = "angry"
    SLY = "sly"


class EndingKind(StrEnum):
    """How a talk ended for the buyer; it earns no points, the promises do."""

    GOOD = "good"
    PARTIAL = "partial"
    BAD = "bad"


class Owed(StrEnum):
    """How much of what the rules owe was promised so far."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


class Check(StrEnum):
    """What a criterion looks at. `owed` is hard; every other is soft."""

    OWED = "owed"
    SAID = "said"
    ABSENT = "absent"
    CONDUCT = "conduct"
    ESCALATION = "escalation"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who writes; `patience` 1 to 5 at the start."""

    name: str
    mood: Mood
    patience: int
    wants: str


@dataclass(frozen=True, slots=True)
class CardRow:
    """A line of the card beside the chat."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class When:
    """A condition on one moment of the talk; everything that is given must hold.

    `all`, `any`, `none` look at the acts of this turn; `so_far` and `never` at all turns up to now; `owed` and
    `breach` at what the adjudicator says of the promises up to now; `seconds` is the time since the buyer's line.
    """

    all: tuple[ActPattern, ...] = ()
    any: tuple[ActPattern, ...] = ()
    none: tuple[ActPattern, ...] = ()
    so_far: tuple[ActPattern, ...] = ()
    never: tuple[ActPattern, ...] = ()
    owed: tuple[Owed, ...] = ()
    breach: bool | None = None
    conduct: str = ""
    revealed: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    patience: Comparison | None = None
    seconds: Comparison | None = None
    turn: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """Where the talk goes, what it does to the buyer's patience, what the buyer says; `when` None: otherwise."""

    to: str
    when: When | None
    patience: int
    say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A stage of the talk; `asks`: the acts that the buyer asks for just then (refusing others is no breach)."""

    id: str
    on: tuple[Transition, ...]
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reaction:
    """What moves the buyer's patience in any state."""

    when: When
    patience: int


@dataclass(frozen=True, slots=True)
class Reveal:
    """What the buyer shows when one of `asked` is said: hidden facts, a line, rows of the card, a picture in words."""

    id: str
    asked: tuple[ActPattern, ...]
    facts: tuple[str, ...]
    say: tuple[str, ...]
    card: tuple[CardRow, ...] = ()
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A button beside the chat (查物流): what the shop can see by itself."""

    id: str
    label: str
    facts: tuple[str, ...]
    card: tuple[CardRow, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """How the talk may end, with the buyer's last line (may be none)."""

    id: str
    kind: EndingKind
    say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """What earns points; `weight` in points of 100.

    `said`: one of these acts was said, `by` a turn, `after` one of others. `absent`: none of these was.
    `first` and `average`: at most so many seconds.
    """

    id: str
    check: Check
    weight: int
    title: str
    said: tuple[ActPattern, ...] = ()
    by: int = 0
    after: tuple[ActPattern, ...] = ()
    before: tuple[ActPattern, ...] = ()
    first: int = 0
    average: int = 0


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint on demand; `cost` in points of 100."""

    text: str
    cost: int


@dataclass(frozen=True, slots=True)
class Line:
    """One turn of the agent in a transcript; `acts`: what the recogniser must at least see in it."""

    say: str
    seconds: int
    acts: tuple[ActPattern, ...] = ()
    lookups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole talk that must pass, or that must fail for the reason `because`."""

    name: str
    is_perfect: bool
    because: str
    turns: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A drill. `case` is the raw mapping for `cases.api` with all facts, `hidden` names those not known at first."""

    id: str
    title: str
    area: str
    difficulty: int
    case: Mapping[str, Any]
    hidden: tuple[str, ...]
    issues: tuple[str, ...]
    buyer: Buyer
    card: tuple[CardRow, ...]
    opening: tuple[str, ...]
    turns: int
    states: Mapping[str, State]
    endings: Mapping[str, Ending]
    turns_out: str
    patience_out: str
    reveals: tuple[Reveal, ...]
    lookups: tuple[Lookup, ...]
    reactions: tuple[Reaction, ...]
    criteria: tuple[Criterion, ...]
    pass_mark: int
    hints: tuple[Hint, ...]
    transcripts: tuple[Transcript, ...]
    forbidden: tuple[ActPattern, ...] = ()
    pair: str = ""
    provenance: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def perfect(self) -> Transcript:
        """Return the model answer."""
        return next(one for one in self.transcripts if one.is_perfect)
