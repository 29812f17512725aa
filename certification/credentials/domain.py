"""Whether a certificate still holds: facts that are never changed, folded with what happened since. Pure."""

import hashlib
import unicodedata
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from certification.core.numerals import DIGITS, chinese_number
from certification.core.refusals import Refusal

#: Nothing here looks like something else: no 0 O, 1 I L.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
PREFIX: Final = "MD"
#: Letters of the last group: so many numbers a day that trying them out leads nowhere.
SECRET_LETTERS: Final = 6
#: Days before the end on which the holder is reminded.
REMIND_BEFORE_DAYS: Final = (30, 7)
MOST_MONTHS: Final = 120
MOST_GRACE_DAYS: Final = 365
_MASK: Final = "＊"
_CHECK_LENGTH: Final = 4


class Happening(StrEnum):
    """What may happen to a certificate after it was issued."""

    REVOKED = "revoked"
    RULES_CHANGED = "rules-changed"
    TOPPED_UP = "topped-up"
    REMINDED = "reminded"


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
    """Whether a certificate holds. DUE: it does, but rules in its scope have changed and a top-up is due."""

    VALID = "valid"
    DUE = "due"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    REVOKED = "revoked"

    @property
    def holds(self) -> bool:
        """Say whether somebody may rely on it."""
        return self in {Status.VALID, Status.DUE}


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
        days: of a reminder, how many before the end.
    """

    kind: Happening
    at: datetime
    reason: str = ""
    edition: str = ""
    rules: tuple[str, ...] = ()
    due_at: datetime | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a certificate holds as of an instant, and why not.

    Attributes:
        status: the first that applies of revoked, expired, suspended, due, valid.
        edition: the edition whose rules it covers.
        changed: codes of the rules that changed since; empty once topped up.
        due_at: until when it holds without a top-up.
        revoked_at, reason: of the revocation.
        reminded: days before the end on which the holder was reminded.
    """

    status: Status
    edition: str
    changed: tuple[str, ...] = ()
    due_at: datetime | None = None
    revoked_at: datetime | None = None
    reason: str = ""
    reminded: frozenset[int] = field(default_factory=frozenset)


def standing(*, edition: str, valid_until: datetime, events: Iterable[Event], now: datetime) -> Standing:
    """Fold what happened to a certificate, in order, into how it stands.

    Args:
        edition: by which it was issued.
        valid_until: the first instant at which it is over.
        events: the oldest first.
        now: as of when.
    """
    covered, changed, due_at = edition, (), None  # type: str, tuple[str, ...], datetime | None
    revoked: Event | None = None
    reminded: set[int] = set()
    for one in events:
        match one.kind:
            case Happening.REVOKED:
                revoked = revoked or one
            case Happening.RULES_CHANGED:
                # The holder had until the first of several changes in a row; an edition that takes all back frees them.
                due_at = min(due_at or one.due_at, one.due_at) if one.rules and one.due_at else None
                changed = one.rules
            case Happening.TOPPED_UP:
                covered, changed, due_at = one.edition, (), None
            case Happening.REMINDED:
                reminded.add(one.days)
    status = _status(revoked=revoked is not None, valid_until=valid_until, due_at=due_at, now=now)
    at, reason = (revoked.at, revoked.reason) if revoked else (None, "")
    return Standing(status, covered, changed, due_at, at, reason, frozenset(reminded))


def _status(*, revoked: bool, valid_until: datetime, due_at: datetime | None, now: datetime) -> Status:
    if revoked:
        return Status.REVOKED
    if now >= valid_until:
        return Status.EXPIRED
    if due_at is None:
        return Status.VALID
    return Status.SUSPENDED if now >= due_at else Status.DUE


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


def reminder_due(valid_until: datetime, reminded: Collection[int], now: datetime) -> int | None:
    """Return for how many days before the end a reminder is due, None where none is.

    Of several that were missed the nearest alone is sent.
    """
    passed = [days for days in REMIND_BEFORE_DAYS if valid_until - timedelta(days=days) <= now < valid_until]
    nearest = min(passed, default=None)
    return None if nearest is None or any(days <= nearest for days in reminded) else nearest


def number_of(day: datetime, letters: str) -> str:
    """Return the number of a certificate issued on `day` (local time): MD-2026-0918-7F3K9Q."""
    return f"{PREFIX}-{day:%Y}-{day:%m%d}-{letters}"


def read_number(typed: str) -> str:
    """Return a number as it is kept, however it was typed: full-width, small letters, blanks, other dashes."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    parts = [part for part in "".join(one if one.isalnum() else " " for one in plain).split() if part.isascii()]
    joined = "".join(parts)
    cuts = (len(PREFIX), len(PREFIX) + 4, len(PREFIX) + 8)
    if not joined.startswith(PREFIX) or len(joined) != cuts[-1] + SECRET_LETTERS:
        return "-".join(parts)
    return "-".join((joined[: cuts[0]], joined[cuts[0] : cuts[1]], joined[cuts[1] : cuts[2]], joined[cuts[2] :]))


def masked(name: str) -> str:
    """Return a name with all but its first and last letter hidden: 林＊雯; of two letters only the first is shown."""
    letters = name.strip()
    if len(letters) <= 1:
        return _MASK
    if len(letters) == 2:  # noqa: PLR2004 - 林＊
        return letters[0] + _MASK
    return letters[0] + _MASK * (len(letters) - 2) + letters[-1]


def shown_name(name: str, how: Shown) -> str:
    """Return what a verifier sees of a name, "" for nothing."""
    return {Shown.NOTHING: "", Shown.MASKED: masked(name), Shown.FULL: name}[how]


def check_code(parts: Sequence[str]) -> str:
    """Return eight letters that stand on the certificate and on the public page: 9c41·e07b."""
    found = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return f"{found[:_CHECK_LENGTH]}·{found[_CHECK_LENGTH : 2 * _CHECK_LENGTH]}"


def why_not_revoke(status: Status) -> Refusal | None:
    """Say why a certificate cannot be taken back."""
    return Refusal("credentials.revoked-already") if status is Status.REVOKED else None


def why_not_top_up(now: Standing) -> Refusal | None:
    """Say why nobody can top up a certificate."""
    if now.status in {Status.REVOKED, Status.EXPIRED}:
        return Refusal("credentials.over")
    return None if now.changed else Refusal("credentials.nothing-changed")


def chinese_day(day: datetime) -> str:
    """Return a day in Chinese: 二〇二六年九月十八日."""
    year = "".join(DIGITS[int(one)] for one in str(day.year))
    return f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"
