"""What an attempt may do, what its clock says, and how its responses fold into a sheet. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from math import ceil
from typing import Final

from certification.core.refusals import Refusal
from certification.rounds.domain import RoundState

#: An answer of a mock that was given in time may take this long on the network; a round says its own.
GRACE_SECONDS: Final = 10
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
    INVIGILATOR = "invigilator"


class Arrival(StrEnum):
    """How an answer reached the server."""

    IN_TIME = "in-time"
    IN_GRACE = "in-grace"
    LATE = "late"


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


def why_not_start(state: RoundState, opens_at: datetime, closes_at: datetime, now: datetime) -> Refusal | None:
    """Say why nobody can start at `now`: from `opens_at` on one can, at `closes_at` no more."""
    if state is not RoundState.PUBLISHED:
        return Refusal("attempts.no-round")
    if now < opens_at:
        return Refusal("attempts.not-open")
    return Refusal("attempts.window-over") if now >= closes_at else None


def why_not_again(used: int, allowed: int) -> Refusal | None:
    """Say why somebody who handed in `used` times may not sit again."""
    return Refusal("attempts.used-up", {"allowed": allowed}) if used >= allowed else None


def why_not_close(deadline: datetime | None, by: ClosedBy, now: datetime, *, grace_seconds: int) -> Refusal | None:
    """Say why it cannot be closed: the clock waits for deadline and grace, people need not."""
    if by is ClosedBy.CLOCK and not is_overdue(deadline, now, grace_seconds=grace_seconds):
        return Refusal("attempts.not-over")
    return None


def is_overdue(deadline: datetime | None, now: datetime, *, grace_seconds: int = GRACE_SECONDS) -> bool:
    """Say whether not even a late answer can count any more: deadline and grace have passed."""
    return deadline is not None and now > deadline + timedelta(seconds=grace_seconds)


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms an attempt takes answers.

    Attributes:
        kind: exam, mock or practice.
        state: where it stands.
        deadline: when time is up; None without a clock.
        grace_seconds: how much later what was answered in time may arrive.
        is_forward: whether one may not go back.
        furthest: the question one has come to.
    """

    kind: AttemptKind
    state: AttemptState
    deadline: datetime | None
    grace_seconds: int = GRACE_SECONDS
    is_forward: bool = False
    furthest: int = 1

    @property
    def is_exam(self) -> bool:
        return self.kind is AttemptKind.EXAM


def arrival_of(terms: Terms, answered_at: datetime | None, now: datetime) -> Arrival:
    """Say how an answer arrives at `now`; what arrives late never counts by itself.

    Args:
        terms: those of the attempt.
        answered_at: when it was given, by the server's clock as the browser knows it. Without it only a mock
            takes an answer after its deadline: whoever has no script cannot say when a form was sent.
        now: when it reached the server; the very end of the grace still counts.
    """
    if terms.state is not AttemptState.OPEN or is_overdue(terms.deadline, now, grace_seconds=terms.grace_seconds):
        return Arrival.LATE
    if terms.deadline is None or now <= terms.deadline:
        return Arrival.IN_TIME
    if answered_at is None:
        return Arrival.LATE if terms.is_exam else Arrival.IN_GRACE
    return Arrival.IN_GRACE if answered_at <= terms.deadline else Arrival.LATE


def why_not_save(terms: Terms, *, is_answer: bool = True) -> Refusal | None:
    """Say why what arrived late is not even kept: only exams have somebody to decide, and only about answers."""
    if terms.is_exam and is_answer:
        return None
    return Refusal("attempts.over") if terms.state is AttemptState.OPEN else Refusal("attempts.closed")


def why_not_go_back(
    terms: Terms, position: int, *, answered_at: datetime | None, left_at: datetime | None, saved_at: datetime | None
) -> Refusal | None:
    """Say why an answer to a question that was left for good does not count.

    It does if it was given before the question was left and nothing newer is held: it only travelled longer.

    Args:
        terms: those of the attempt.
        position: the question.
        answered_at: when it was answered; None where the browser cannot say.
        left_at: when the next question was opened.
        saved_at: when the answer arrived that is held now.
    """
    if not terms.is_forward or position >= terms.furthest:
        return None
    if answered_at is not None and left_at is not None:
        is_newest = saved_at is None or answered_at >= saved_at
        if answered_at <= left_at and is_newest:
            return None
    return Refusal("attempts.left-behind")


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
        return Refusal("attempts.bad-answer", {"allowed": tuple(allowed)})
    return "".join(chosen)


def is_client_id(text: str) -> bool:
    """Say whether `text` may name a client: short, letters, digits and hyphens."""
    return 0 < len(text) <= MAX_CLIENT_LENGTH and text.isascii() and text.replace("-", "a").isalnum()


@dataclass(frozen=True, slots=True)
class Credit:
    """What an outage costs an attempt and gives back: time to answer, or time for answers to arrive."""

    seconds: int = 0
    grace_seconds: int = 0


def credit_of(
    started_at: datetime, deadline: datetime, began_at: datetime, ended_at: datetime, *, grace_seconds: int
) -> Credit:
    """Return what is given back of an outage, in whole seconds, rounded up.

    Whose time ran when it began gets back all of it from then (or from their start) to its end: the clock stood
    still. Whose time was up, but whose answers might still arrive, gets that as grace. Anybody else lost nothing.
    """
    lost = ceil((ended_at - max(began_at, started_at)).total_seconds())
    if lost <= 0 or is_overdue(deadline, began_at, grace_seconds=grace_seconds):
        return Credit()
    return Credit(seconds=lost) if began_at < deadline else Credit(grace_seconds=lost)


def gaps_in(signs: Iterable[datetime], longest: timedelta) -> list[tuple[datetime, datetime]]:
    """Return the spans longer than `longest` between one sign of life and the next, in order."""
    ordered = sorted(signs)
    return [(one, other) for one, other in pairwise(ordered) if other - one > longest]


def longer(held: datetime, computed: datetime) -> datetime:
    """Return the later of the deadline that was told and the one computed anew: nobody's time is cut."""
    return max(held, computed)


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
    def saved_at(self) -> datetime | None:
        return max((cell.saved_at for cell in self.cells if cell.saved_at), default=None)


#: (position, answer or None, flag or None, received at), in the order of receipt.
ResponseRow = tuple[int, str | None, bool | None, datetime]


def fold(rows: Iterable[ResponseRow], size: int) -> Sheet:
    """Return what the responses come to: for each question the answer and the flag that were received last."""
    answers: dict[int, tuple[str, datetime]] = {}
    flags: dict[int, bool] = {}
    for position, answer, flag, received_at in rows:
        if answer is not None:
            answers[position] = answer, received_at
        if flag is not None:
            flags[position] = flag
    return Sheet(tuple(_cell(answers.get(n), is_flagged=flags.get(n, False)) for n in range(1, size + 1)))


def _cell(held: tuple[str, datetime] | None, *, is_flagged: bool) -> Cell:
    answer, saved_at = held or ("", None)
    return Cell(answer, is_flagged, saved_at)
