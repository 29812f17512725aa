"""Where somebody stands in a round, how long they have been silent, and who needs the invigilator first. Pure."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

#: The exam page reports every 20 seconds: three reports missed, then nine.
QUIET_AFTER: Final = timedelta(seconds=60)
SILENT_AFTER: Final = timedelta(minutes=3)
#: What one form may grant.
MOST_MINUTES: Final = 600
LEAST_FACTOR, MOST_FACTOR = 100, 300


class Standing(StrEnum):
    """Where a person stands in a round."""

    ABSENT = "absent"
    CHECKED_IN = "checked-in"
    SITTING = "sitting"
    HANDED_IN = "handed-in"


class Silence(StrEnum):
    """How long nothing was heard of somebody who sits."""

    FRESH = "fresh"
    QUIET = "quiet"
    SILENT = "silent"


class Need(StrEnum):
    """Why somebody needs the invigilator; in this order."""

    SILENT = "silent"
    LATE_ANSWERS = "late-answers"
    QUIET = "quiet"
    ABSENT = "absent"


class Order(StrEnum):
    """How the table is sorted."""

    NEED = "need"
    NAME = "name"
    TIME_LEFT = "time-left"
    LAST_SEEN = "last-seen"


class Show(StrEnum):
    """Whom the table shows."""

    ALL = "all"
    NEED = "need"
    ABSENT = "absent"
    CHECKED_IN = "checked-in"
    SITTING = "sitting"
    HANDED_IN = "handed-in"


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the table says of one attempt.

    Attributes:
        attempt: its id,
        person: whose it is.
        is_open: whether it still runs.
        started_at, deadline, handed_in_at, closed_by: its clock.
        credit_seconds: given back for the server's downtime.
        size: how many questions it has,
        answered: how many of them are answered.
        page_seen_at, position: when its page last reported, and at which question; None and 0 before that.
        saved_at: when the last answer arrived.
        absences, absent_seconds: how often and how long the page was left.
        late_waiting: late answers nobody has decided about.
    """

    attempt: uuid.UUID
    person: uuid.UUID
    is_open: bool
    started_at: datetime
    deadline: datetime
    handed_in_at: datetime | None
    closed_by: str
    credit_seconds: int
    size: int
    answered: int
    page_seen_at: datetime | None
    position: int
    saved_at: datetime | None
    absences: int
    absent_seconds: int
    late_waiting: int

    @property
    def seen_at(self) -> datetime:
        """Return the last sign of life: a report of the page, an answer, or the start."""
        return max(at for at in (self.started_at, self.page_seen_at, self.saved_at) if at is not None)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a seat, and their attempts by number; the running one counts, else the newest.

    `extra_minutes` and `factor_percent` are the time granted beyond what everybody has.
    """

    seat: uuid.UUID
    person: uuid.UUID
    name: str
    staff_number: str
    cohort: str
    checked_in_at: datetime | None
    extra_minutes: int = 0
    factor_percent: int = 100
    sittings: tuple[Sitting, ...] = ()

    @property
    def current(self) -> Sitting | None:
        if not self.sittings:
            return None
        return next((one for one in self.sittings if one.is_open), self.sittings[-1])

    @property
    def running(self) -> Sitting | None:
        return next((one for one in self.sittings if one.is_open), None)

    @property
    def standing(self) -> Standing:
        if self.running:
            return Standing.SITTING
        if self.sittings:
            return Standing.HANDED_IN
        return Standing.CHECKED_IN if self.checked_in_at else Standing.ABSENT

    @property
    def absences(self) -> int:
        return sum(one.absences for one in self.sittings)

    @property
    def absent_seconds(self) -> int:
        return sum(one.absent_seconds for one in self.sittings)

    @property
    def late_waiting(self) -> int:
        return sum(one.late_waiting for one in self.sittings)


def silence(seen_at: datetime, now: datetime) -> Silence:
    """Say how long it has been quiet; exactly a minute is not yet quiet, exactly three are not yet silent."""
    passed = now - seen_at
    if passed > SILENT_AFTER:
        return Silence.SILENT
    return Silence.QUIET if passed > QUIET_AFTER else Silence.FRESH


def needs(one: Person, *, is_open: bool, now: datetime) -> tuple[Need, ...]:
    """Return why somebody needs attention, what is most urgent first.

    Args:
        one: the person.
        is_open: whether the round can be started, so that who is absent is missing.
        now: the server's clock.
    """
    found = set()
    if one.running:
        found.add({Silence.SILENT: Need.SILENT, Silence.QUIET: Need.QUIET}.get(silence(one.running.seen_at, now)))
    if one.late_waiting:
        found.add(Need.LATE_ANSWERS)
    if is_open and one.standing is Standing.ABSENT:
        found.add(Need.ABSENT)
    return tuple(need for need in Need if need in found)


def counts(people: Iterable[Person]) -> dict[Standing, int]:
    """Return how many stand where, every standing named."""
    found = dict.fromkeys(Standing, 0)
    for one in people:
        found[one.standing] += 1
    return found


def arranged(people: Iterable[Person], *, show: Show, order: Order, is_open: bool, now: datetime) -> list[Person]:
    """Return the people that the table shows, in its order; ties by name and staff number."""
    shown = [one for one in people if _is_shown(one, show, is_open=is_open, now=now)]
    shown.sort(key=lambda one: (one.name, one.staff_number))
    if order is Order.NEED:
        shown.sort(key=lambda one: _urgency(one, is_open=is_open, now=now))
    elif order is Order.TIME_LEFT:
        shown.sort(key=lambda one: (one.running is None, one.running.deadline if one.running else now))
    elif order is Order.LAST_SEEN:
        shown.sort(key=lambda one: (one.running is None, one.running.seen_at if one.running else now))
    return shown


def _is_shown(one: Person, show: Show, *, is_open: bool, now: datetime) -> bool:
    if show is Show.ALL:
        return True
    if show is Show.NEED:
        return bool(needs(one, is_open=is_open, now=now))
    return one.standing.value == show.value


def _urgency(one: Person, *, is_open: bool, now: datetime) -> tuple[int, int]:
    wanted = needs(one, is_open=is_open, now=now)
    rank = list(Need).index(wanted[0]) if wanted else len(Need)
    standing = (Standing.SITTING, Standing.CHECKED_IN, Standing.ABSENT, Standing.HANDED_IN)
    return rank, standing.index(one.standing)


@dataclass(frozen=True, slots=True)
class MoreTime:
    """What is granted: minutes on top, and a factor of the round's minutes in percent."""

    minutes: int
    factor_percent: int = 100


def read_more_time(minutes: str, factor: str) -> MoreTime | None:
    """Return what a form grants; None where it is no whole numbers within bounds, or nothing at all."""
    read = [int(text) if text.isascii() and text.isdigit() else -1 for text in (minutes.strip() or "0", factor)]
    is_within = 0 <= read[0] <= MOST_MINUTES and LEAST_FACTOR <= read[1] <= MOST_FACTOR
    return MoreTime(read[0], read[1]) if is_within and (read[0] or read[1] > LEAST_FACTOR) else None
