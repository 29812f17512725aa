"""What a round allows: states, navigation, review, and how long somebody has. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from certification.core.refusals import Refusal

#: What was answered in time may arrive this much later, after a crash or a cut network, and still counts.
DEFAULT_GRACE_SECONDS: Final = 600
WHOLE_PERCENT: Final = 100


class RoundState(StrEnum):
    """Where a round stands; see TRANSITIONS."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Forms(StrEnum):
    """One paper for all, one for each person, or a few parallel ones."""

    FIXED = "fixed"
    PERSONAL = "personal"
    PARALLEL = "parallel"


class Navigation(StrEnum):
    """Whether one may go back to an earlier question."""

    FREE = "free"
    FORWARD = "forward"


class Review(StrEnum):
    """When key and explanations open to who sat the round."""

    NEVER = "never"
    AFTER_HAND_IN = "after-hand-in"
    AFTER_CLOSE = "after-close"
    ON_RELEASE = "on-release"


class AllowanceCause(StrEnum):
    """Why somebody has more time. No free text: the row stays when the person is erased."""

    ACCOMMODATION = "accommodation"
    TECHNICAL = "technical"
    OTHER = "other"


TRANSITIONS: Final[Mapping[RoundState, frozenset[RoundState]]] = {
    RoundState.DRAFT: frozenset({RoundState.PUBLISHED, RoundState.CANCELLED}),
    RoundState.PUBLISHED: frozenset({RoundState.CANCELLED}),
    RoundState.CANCELLED: frozenset(),
}


def why_not_become(old: RoundState, new: RoundState) -> Refusal | None:
    """Say why a round that is `old` cannot become `new`."""
    if new in TRANSITIONS[old]:
        return None
    return Refusal("rounds.wrong-state", {"old": str(old), "new": str(new)})


@dataclass(frozen=True, slots=True)
class Allowance:
    """More time: the round's minutes times `factor_percent` / 100, and `minutes` on top."""

    factor_percent: int = WHOLE_PERCENT
    minutes: int = 0


def allowed_time(minutes: int, allowances: Iterable[Allowance]) -> timedelta:
    """Return how long somebody has: the largest factor counts, minutes add up.

    Args:
        minutes: what the round gives everybody.
        allowances: what was granted to the person; a factor of 125 makes 60 minutes 75.
    """
    granted = list(allowances)
    factor = max((one.factor_percent for one in granted), default=WHOLE_PERCENT)
    extra = sum(one.minutes for one in granted)
    return timedelta(minutes=minutes) * factor / WHOLE_PERCENT + timedelta(minutes=extra)


def deadline_of(
    started_at: datetime, allowed: timedelta, *, credit: timedelta = timedelta(), ends_at: datetime | None = None
) -> datetime:
    """Return when time is up.

    Args:
        started_at: when the attempt began.
        allowed: see `allowed_time`.
        credit: lost to the server's own downtime, given back in full.
        ends_at: where the round cuts everybody off at its end; credit is given beyond it too.
    """
    full = started_at + allowed
    return (min(full, ends_at) if ends_at is not None else full) + credit
