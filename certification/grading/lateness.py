"""Why an answer counts as late, and whether it is the last word on its question. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from certification.core.refusals import Refusal


class Lateness(StrEnum):
    """What made an answer late; it may be several at once."""

    ANSWERED_AFTER_DEADLINE = "answered-after-deadline"
    ANSWERED_AFTER_HAND_IN = "answered-after-hand-in"
    GRACE_OVER = "grace-over"
    AFTER_HAND_IN = "after-hand-in"
    TIME_UNKNOWN = "time-unknown"
    EXTENDED_SINCE = "extended-since"


@dataclass(frozen=True, slots=True)
class Clock:
    """The times of an attempt by which an answer is late or not."""

    deadline: datetime
    grace: timedelta
    handed_in_at: datetime | None


def lateness(clock: Clock, *, answered_at: datetime | None, received_at: datetime) -> tuple[Lateness, ...]:
    """Return why an answer is late, what weighs most first.

    Args:
        clock: deadline, grace and hand-in as they are now; more time may have been granted since the answer came.
        answered_at: when it was answered by the browser's account, None where it does not say.
        received_at: when it arrived, by the server's clock.
    """
    found = []
    if answered_at is not None and answered_at > clock.deadline:
        found.append(Lateness.ANSWERED_AFTER_DEADLINE)
    if answered_at is not None and clock.handed_in_at is not None and answered_at > clock.handed_in_at:
        found.append(Lateness.ANSWERED_AFTER_HAND_IN)
    if received_at > clock.deadline + clock.grace:
        found.append(Lateness.GRACE_OVER)
    if clock.handed_in_at is not None and received_at > clock.handed_in_at:
        found.append(Lateness.AFTER_HAND_IN)
    if answered_at is None:
        found.append(Lateness.TIME_UNKNOWN)
    return tuple(found) or (Lateness.EXTENDED_SINCE,)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to one question: who sent it under which number, and when it was given as far as is known."""

    client: str
    sequence: int
    at: datetime


def is_last(late: Given, held: Iterable[Given]) -> bool:
    """Say whether a late answer is the last one to its question.

    One client numbers its answers; between clients the time decides, and at the same time the late one is the later.
    """
    return not any(_follows(late, other) for other in held)


def _follows(late: Given, other: Given) -> bool:
    if other.client == late.client:
        return other.sequence >= late.sequence
    return other.at > late.at


def why_not_decide(*, is_void: bool, is_own: bool) -> Refusal | None:
    """Say why nothing can be decided about a late answer; that it was decided before, the database says."""
    if is_void:
        return Refusal("grading.late-void")
    return Refusal("grading.late-own") if is_own else None
