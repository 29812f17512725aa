"""Whether a certificate still holds: facts that are never changed, folded with what happened since. Pure."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from certification.core.refusals import Refusal

#: Days before the end on which the holder is reminded.
REMIND_BEFORE_DAYS: Final = (30, 7)
#: The same before the last day for a top-up; the change itself was told on its day.
REMIND_TOP_UP_DAYS: Final = (7,)
#: The reminder that a certificate is over, and for how many days after the end it is still told.
OVER: Final = 0
TELL_OVER_DAYS: Final = 30
#: In so many last days a new exam renews a certificate by itself; before, the manager decides.
RENEW_DAYS: Final = 60
MOST_MONTHS: Final = 120
MOST_GRACE_DAYS: Final = 365
MOST_WITHIN_DAYS: Final = 730
#: Places in a status list: the least that W3C Bitstring Status List 1.0 allows (3.3: 131,072), to hide one among many.
STATUS_LIST_BITS: Final = 131_072


class Happening(StrEnum):
    """What may happen to a certificate after it was issued."""

    REVOKED = "revoked"
    RULES_CHANGED = "rules-changed"
    TOPPED_UP = "topped-up"
    REMINDED = "reminded"
    DUE_REMINDED = "due-reminded"
    FAILED = "failed"
    PASSED_AGAIN = "passed-again"


class RevokeReason(StrEnum):
    """Why a certificate is taken back. No free text: the row stays when the person is erased."""

    EXAM_VOID = "exam-void"
    MARK_CHANGED = "mark-changed"
    CHEATING = "cheating"
    ISSUED_IN_ERROR = "issued-in-error"
    MISCONDUCT = "misconduct"
    HOLDER_ASKED = "holder-asked"
    HOLDER_ERASED = "holder-erased"


class Status(StrEnum):
    """Whether a certificate holds.

    DUE: it does, but rules in its scope have changed and a top-up is due. WITHHELD: the marks of its exam pass no
    longer. REPLACED: its holder got a newer one.
    """

    VALID = "valid"
    DUE = "due"
    SUSPENDED = "suspended"
    REPLACED = "replaced"
    WITHHELD = "withheld"
    EXPIRED = "expired"
    REVOKED = "revoked"

    @property
    def holds(self) -> bool:
        """Say whether somebody may rely on it."""
        return self in {Status.VALID, Status.DUE}

    @property
    def is_over(self) -> bool:
        """Say whether nothing can bring it back."""
        return self in {Status.REVOKED, Status.EXPIRED}


class Shown(StrEnum):
    """How much of the holder's name a verifier sees."""

    NOTHING = "nothing"
    MASKED = "masked"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a certificate; which fields count depends on `kind`.

    Attributes:
        kind: what.
        at: when.
        reason: of a revocation.
        edition: the edition that changed the rules, or that the top-up was passed under.
        rules: codes of the rules that decide otherwise than when the certificate last covered them.
        due_at: until when the certificate holds without a top-up.
        days: of a reminder, how many before the end; 0 tells that it is over.
        holds: of marks that pass no longer, whether the certificate holds all the same until a manager decides.
    """

    kind: Happening
    at: datetime
    reason: str = ""
    edition: str = ""
    rules: tuple[str, ...] = ()
    due_at: datetime | None = None
    days: int = 0
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a certificate holds as of an instant, and why not.

    Attributes:
        status: the first that applies of revoked, expired, withheld, replaced, suspended, due, valid.
        edition: the edition whose rules it covers.
        changed: codes of the rules that changed since; empty once topped up.
        due_at: until when it holds without a top-up.
        revoked_at, reason: of the revocation.
        reminded: days before the end on which the holder was reminded.
        due_reminded: the same before the last day for the top-up that is due.
        fails: the marks of its exam pass no longer, and that was told.
    """

    status: Status
    edition: str
    changed: tuple[str, ...] = ()
    due_at: datetime | None = None
    revoked_at: datetime | None = None
    reason: str = ""
    reminded: frozenset[int] = field(default_factory=frozenset)
    due_reminded: frozenset[int] = field(default_factory=frozenset)
    fails: bool = False


@dataclass(slots=True)
class _Fold:
    """What the events so far come to."""

    covered: str
    changed: tuple[str, ...] = ()
    due_at: datetime | None = None
    revoked: Event | None = None
    failed: Event | None = None
    reminded: set[int] = field(default_factory=set)
    due_reminded: set[int] = field(default_factory=set)

    def take(self, one: Event) -> None:
        match one.kind:
            case Happening.REVOKED:
                self.revoked = self.revoked or one
            case Happening.RULES_CHANGED:
                # The holder had until the first of several changes in a row; an edition that takes all back frees them.
                first = self.due_at or one.due_at
                due_at = min(first, one.due_at) if one.rules and first and one.due_at else None
                self._cover(self.covered, one.rules, due_at)
            case Happening.TOPPED_UP:
                self._cover(one.edition)
            case Happening.REMINDED:
                self.reminded.add(one.days)
            case Happening.DUE_REMINDED:
                self.due_reminded.add(one.days)
            case Happening.FAILED:
                self.failed = one
            case Happening.PASSED_AGAIN:
                self.failed = None

    def _cover(self, edition: str, changed: tuple[str, ...] = (), due_at: datetime | None = None) -> None:
        if due_at is None:
            self.due_reminded.clear()
        self.covered, self.changed, self.due_at = edition, changed, due_at


def standing(
    *, edition: str, valid_until: datetime, events: Iterable[Event], now: datetime, is_replaced: bool = False
) -> Standing:
    """Fold what happened to a certificate, in order, into how it stands.

    Args:
        edition: by which it was issued.
        valid_until: the first instant at which it is over.
        events: the oldest first.
        now: as of when.
        is_replaced: whether its holder has a newer one of the same programme.
    """
    fold = _Fold(edition)
    for one in events:
        fold.take(one)
    at, reason = (fold.revoked.at, fold.revoked.reason) if fold.revoked else (None, "")
    return Standing(
        _status(fold, valid_until=valid_until, is_replaced=is_replaced, now=now), fold.covered, fold.changed,
        fold.due_at, at, reason, frozenset(fold.reminded), frozenset(fold.due_reminded), fold.failed is not None,
    )  # fmt: skip


def _status(fold: _Fold, *, valid_until: datetime, is_replaced: bool, now: datetime) -> Status:
    applies = (
        (Status.REVOKED, fold.revoked is not None),
        (Status.EXPIRED, now >= valid_until),
        (Status.WITHHELD, fold.failed is not None and not fold.failed.holds),
        (Status.REPLACED, is_replaced),
        (Status.SUSPENDED, fold.due_at is not None and now >= fold.due_at),
        (Status.DUE, fold.due_at is not None),
    )
    return next((status for status, is_so in applies if is_so), Status.VALID)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a certificate covers: the rules of competency areas and of rulebooks; neither means every rule."""

    areas: tuple[str, ...] = ()
    books: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        return not self.areas and not self.books

    def has(self, *, areas: Collection[str], books: Collection[str]) -> bool:
        """Say whether a rule that belongs to these areas and rulebooks is covered."""
        return self.is_everything or bool(set(self.areas) & set(areas)) or bool(set(self.books) & set(books))


def changed_rules(old: Mapping[str, str], new: Mapping[str, str], covered: Collection[str]) -> tuple[str, ...]:
    """Return the codes of covered rules that decide otherwise, are gone or have come, sorted.

    Args:
        old: the meaning of each rule in one edition, as a hash.
        new: the same in the other.
        covered: codes of the rules in scope in either edition.
    """
    return tuple(sorted(code for code in covered if old.get(code) != new.get(code)))


def end_of(issued_at: datetime, months: int) -> datetime:
    """Return the instant `months` later at which a certificate is over; the last day of a shorter month at most."""
    month = issued_at.month - 1 + months
    year, month = issued_at.year + month // 12, month % 12 + 1
    return issued_at.replace(year=year, month=month, day=min(issued_at.day, monthrange(year, month)[1]))


def due_after(now: datetime, grace_days: int) -> datetime:
    """Return until when a certificate holds after rules in its scope have changed."""
    return now + timedelta(days=grace_days)


def reminder_due(
    end: datetime, reminded: Collection[int], now: datetime, *, before: Iterable[int] = REMIND_BEFORE_DAYS
) -> int | None:
    """Return for how many days before the end a reminder is due, None where none is.

    Of several that were missed the nearest alone is sent.
    """
    passed = [days for days in before if end - timedelta(days=days) <= now < end]
    nearest = min(passed, default=None)
    return None if nearest is None or any(days <= nearest for days in reminded) else nearest


def renews(at: Standing, valid_until: datetime, sat_at: datetime) -> bool:
    """Say whether an exam that was handed in at `sat_at` renews a certificate that stands so, by itself.

    It does where the certificate holds no longer or is in its last days; not where a manager took it back for
    something that another exam does not mend.
    """
    if at.status is Status.REVOKED:
        return at.reason in {RevokeReason.EXAM_VOID, RevokeReason.MARK_CHANGED, RevokeReason.ISSUED_IN_ERROR}
    return not at.status.holds or sat_at >= valid_until - timedelta(days=RENEW_DAYS)


def why_not_revoke(status: Status) -> Refusal | None:
    """Say why a certificate cannot be taken back."""
    return Refusal("credentials.revoked-already") if status is Status.REVOKED else None


def why_not_top_up(now: Standing) -> Refusal | None:
    """Say why nobody can top up a certificate."""
    if now.status.is_over or now.status in {Status.WITHHELD, Status.REPLACED}:
        return Refusal("credentials.over")
    return None if now.changed else Refusal("credentials.nothing-changed")
