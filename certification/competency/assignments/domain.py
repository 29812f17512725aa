"""When an assignment is done: worked out from what somebody did since it was given. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

#: Most questions that one practice set asks for, and how many a short test after reading has.
MOST_QUESTIONS: Final = 50
QUIZ: Final = 2


class Kind(StrEnum):
    """What is to be done: questions about an area or rule, a mock, a drill, a rule to read."""

    PRACTICE = "practice"
    MOCK = "mock"
    DRILL = "drill"
    RULE = "rule"


class State(StrEnum):
    """Where somebody stands with an assignment; LATE is done, though after the day."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Progress:
    """How much is done of how much; `done_at` is when the last of it was, None while something is missing."""

    done: int
    wanted: int
    done_at: datetime | None

    def state(self, due_at: datetime, now: datetime) -> State:
        """Return where this leaves an assignment that is due at `due_at`."""
        if self.done_at is None:
            return State.OPEN if now <= due_at else State.OVERDUE
        return State.DONE if self.done_at <= due_at else State.LATE


def progress(
    kind: Kind, size: int, events: Iterable[datetime], *, given_at: datetime, read_at: datetime | None = None
) -> Progress:
    """Return how far somebody is.

    Args:
        kind: what was given.
        size: questions of a practice set, or of the short test after reading; 0 for the rest.
        events: when they answered a question that counts, handed a mock in, ended the drill; in any order.
        given_at: what was done before counts for nothing.
        read_at: when they said that they read the rule; its test counts from then on.
    """
    since = max(given_at, read_at) if read_at else given_at
    counted = sorted(at for at in events if at >= since)
    if kind is not Kind.RULE:
        wanted = size if kind is Kind.PRACTICE else 1
        return Progress(min(len(counted), wanted), wanted, counted[wanted - 1] if len(counted) >= wanted else None)
    wanted = 1 + size
    if read_at is None:
        return Progress(0, wanted, None)
    steps = [read_at, *counted]
    return Progress(min(len(steps), wanted), wanted, steps[size] if len(steps) >= wanted else None)
