"""What a round allows: states, navigation, review, and how long somebody has. Pure."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from certification.core.refusals import Refusal

#: What was answered in time may arrive this much later, after a crash or a cut network, and still counts.
DEFAULT_GRACE_SECONDS: Final = 600
WHOLE_PERCENT: Final = 100
LONGEST_TITLE: Final = 60
LONGEST_ANNOUNCEMENT: Final = 200
#: What a plan may ask for, (least, most).
MINUTES: Final = (1, 600)
GRACE_SECONDS: Final = (0, 3600)
ATTEMPTS: Final = (1, 5)
PARALLEL_FORMS: Final = (2, 26)
CHECK_IN_MINUTES: Final = (0, 120)
FACTOR_PERCENT: Final = (100, 300)
EXTRA_MINUTES: Final = (0, 600)


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
class Plan:
    """Everything of a round that its maker decides; fixed once it is published.

    Attributes:
        title: what people call it.
        blueprint: id of a version; publishing takes the newest of the same name.
        opens_at: from here on attempts may start,
        closes_at: up to here, exclusive.
        minutes: what everybody has.
        grace_seconds: how much later an answer given in time may arrive.
        cut_at_close: whether `closes_at` also ends running attempts.
        attempts_allowed: the best one counts.
        forms: one paper for all, own ones, or parallel ones,
        form_count: of which there are this many.
        navigation: free or forward only.
        review: when key and explanations open.
        closes_corpus: whether rules and 试一案 are closed to who sits.
        credits_downtime: whether the server's own downtime is given back.
        check_in_minutes: how long before `opens_at` one may check in.
    """

    title: str
    blueprint: uuid.UUID
    opens_at: datetime
    closes_at: datetime
    minutes: int
    grace_seconds: int = DEFAULT_GRACE_SECONDS
    cut_at_close: bool = False
    attempts_allowed: int = 1
    forms: Forms = Forms.PERSONAL
    form_count: int = 1
    navigation: Navigation = Navigation.FREE
    review: Review = Review.AFTER_CLOSE
    closes_corpus: bool = True
    credits_downtime: bool = True
    check_in_minutes: int = 15

    @property
    def window(self) -> timedelta:
        return self.closes_at - self.opens_at


def _outside(number: int, bounds: tuple[int, int]) -> bool:
    return not bounds[0] <= number <= bounds[1]


def why_not_plan(plan: Plan, *, now: datetime) -> Refusal | None:
    """Say what is wrong with a plan; None where it can be carried out."""
    if not plan.title.strip() or len(plan.title.strip()) > LONGEST_TITLE:
        return Refusal("rounds.title-missing", {"most": LONGEST_TITLE})
    return _why_not_window(plan, now) or _why_not_figures(plan)


def _why_not_window(plan: Plan, now: datetime) -> Refusal | None:
    if plan.closes_at <= plan.opens_at:
        return Refusal("rounds.window-backwards")
    if plan.closes_at <= now:
        return Refusal("rounds.window-past")
    if plan.cut_at_close and plan.window < timedelta(minutes=plan.minutes):
        return Refusal("rounds.nobody-full-time", {"minutes": plan.minutes})
    return None


def _why_not_figures(plan: Plan) -> Refusal | None:
    figures = {
        "minutes": MINUTES,
        "grace_seconds": GRACE_SECONDS,
        "attempts_allowed": ATTEMPTS,
        "check_in_minutes": CHECK_IN_MINUTES,
    }
    for name, (least, most) in figures.items():
        if _outside(getattr(plan, name), (least, most)):
            return Refusal("rounds.out-of-bounds", {"field": name, "least": least, "most": most})
    if plan.forms is Forms.PARALLEL and _outside(plan.form_count, PARALLEL_FORMS):
        return Refusal("rounds.form-count", {"least": PARALLEL_FORMS[0], "most": PARALLEL_FORMS[1]})
    return None


def why_not_check_in(opens_at: datetime, closes_at: datetime, check_in_minutes: int, now: datetime) -> Refusal | None:
    """Say why nobody can check in at `now`: too early, or nothing can be started any more."""
    if now < opens_at - timedelta(minutes=check_in_minutes):
        return Refusal("rounds.check-in-early", {"minutes": check_in_minutes})
    if now >= closes_at:
        return Refusal("rounds.check-in-over")
    return None


def why_not_grant(factor_percent: int, minutes: int) -> Refusal | None:
    """Say why more time cannot be granted like that: none at all, less than now, or beyond reason."""
    if _outside(factor_percent, FACTOR_PERCENT) or _outside(minutes, EXTRA_MINUTES):
        return Refusal("rounds.allowance-bounds", {"percent": FACTOR_PERCENT[1], "minutes": EXTRA_MINUTES[1]})
    if factor_percent == WHOLE_PERCENT and minutes == 0:
        return Refusal("rounds.allowance-nothing")
    return None


def form_of(place: int, attempt: int, forms: int) -> int:
    """Return which of the round's forms, from 1, the seat at `place` (from 0) gets at its `attempt`, from 1.

    Forms go round the table; whoever sits again gets the next one.
    """
    return (place + attempt - 1) % forms + 1


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
        ends_at: where the round cuts off, see `cut_off`; credit is given beyond it too.
    """
    full = started_at + allowed
    return (min(full, ends_at) if ends_at is not None else full) + credit


def cut_off(closes_at: datetime, minutes: int, allowed: timedelta) -> datetime:
    """Return when a round that ends everybody at its close ends somebody with `allowed`: more time goes beyond it."""
    return closes_at + max(timedelta(), allowed - timedelta(minutes=minutes))
