"""What an attempt may do, what its clock says, and how its responses fold into a sheet. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from certification.core.refusals import Refusal

#: An answer that was given in time may take this long on the network; no screen counts on it.
GRACE_SECONDS: Final = 10
MOST_LETTERS: Final = 6
MAX_SEQUENCE: Final = 2**63 - 1
MAX_CLIENT_LENGTH: Final = 36


class AttemptKind(StrEnum):
    """A round's paper, a free paper against the clock, or one question at leisure."""

    EXAM = "exam"
    MOCK = "mock"
    PRACTICE = "practice"


class AttemptState(StrEnum):
    """Where an attempt stands; see TRANSITIONS."""

    OPEN = "open"
    HANDED_IN = "handed-in"
    VOID = "void"


class ClosedBy(StrEnum):
    """Who handed in."""

    TRAINEE = "trainee"
    CLOCK = "clock"


TRANSITIONS: Final[Mapping[AttemptState, frozenset[AttemptState]]] = {
    AttemptState.OPEN: frozenset({AttemptState.HANDED_IN, AttemptState.VOID}),
    AttemptState.HANDED_IN: frozenset({AttemptState.VOID}),
    AttemptState.VOID: frozenset(),
}


def why_not_become(old: AttemptState, new: AttemptState) -> Refusal | None:
    """Say why an attempt that is `old` cannot become `new`."""
    if new in TRANSITIONS[old]:
        return None
    return Refusal("attempts.wrong-state", {"old": str(old), "new": str(new)})


def is_overdue(deadline: datetime | None, now: datetime) -> bool:
    """Say whether not even a late answer can come any more: deadline and grace have passed."""
    return deadline is not None and now > deadline + timedelta(seconds=GRACE_SECONDS)


def why_not_save(state: AttemptState, deadline: datetime | None, now: datetime) -> Refusal | None:
    """Say why no answer is taken at `now`; the very end of the grace still counts."""
    if state is not AttemptState.OPEN:
        return Refusal("attempts.closed")
    if is_overdue(deadline, now):
        return Refusal("attempts.over")
    return None


def parse_answer(letters: Sequence[str], *, options: int, many: bool) -> str | Refusal:
    """Return the letters as they are stored: sorted, without gaps, "" where nothing is chosen.

    Args:
        letters: what was ticked, in any order.
        options: how many options the question shows.
        many: whether several may be ticked.
    """
    allowed = "ABCDEF"[:options]
    chosen = sorted(set(letters))
    if any(letter not in allowed or len(letter) != 1 for letter in chosen) or (len(chosen) > 1 and not many):
        return Refusal("attempts.bad-answer", {"allowed": "、".join(allowed)})
    return "".join(chosen)


def is_client_id(text: str) -> bool:
    """Say whether `text` may name a client: short, letters, digits and hyphens."""
    return 0 < len(text) <= MAX_CLIENT_LENGTH and text.isascii() and text.replace("-", "a").isalnum()


@dataclass(frozen=True, slots=True)
class Cell:
    """What the server holds of one question: letters as shown, whether it is flagged, when it was last answered."""

    answer: str = ""
    is_flagged: bool = False
    saved_at: datetime | None = None

    @property
    def is_answered(self) -> bool:
        return bool(self.answer)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All cells of an attempt, by position from 1."""

    cells: tuple[Cell, ...]

    def cell(self, position: int) -> Cell:
        return self.cells[position - 1]

    @property
    def answered(self) -> int:
        return sum(cell.is_answered for cell in self.cells)

    @property
    def flagged(self) -> int:
        return sum(cell.is_flagged for cell in self.cells)

    @property
    def open_positions(self) -> tuple[int, ...]:
        return tuple(n for n, cell in enumerate(self.cells, start=1) if not cell.is_answered)

    @property
    def flagged_positions(self) -> tuple[int, ...]:
        return tuple(n for n, cell in enumerate(self.cells, start=1) if cell.is_flagged)

    @property
    def saved_at(self) -> datetime | None:
        return max((cell.saved_at for cell in self.cells if cell.saved_at), default=None)


#: (position, answer or None, flag or None, received at), in the order of receipt.
ResponseRow = tuple[int, str | None, bool | None, datetime]


def fold(rows: Iterable[ResponseRow], size: int) -> Sheet:
    """Return what the responses come to: for each question the answer and the flag that were received last."""
    cells = [Cell()] * size
    for position, answer, flag, received_at in rows:
        cell = cells[position - 1]
        if answer is not None:
            cell = replace(cell, answer=answer, saved_at=received_at)
        if flag is not None:
            cell = replace(cell, is_flagged=flag)
        cells[position - 1] = cell
    return Sheet(tuple(cells))
