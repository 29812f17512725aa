"""What an invigilator says during an exam, as the trainee reads it."""

from datetime import UTC, datetime
from typing import Final

from django.db.models import Q

from certification.attempts.models import Attempt
from certification.rounds.models import Announcement

MILLISECONDS: Final = 1000


def announcements_to(attempt: Attempt, *, after: datetime | None = None) -> list[Announcement]:
    """Return what was said to everybody in the round or to this person, in order; nothing for a mock. One query."""
    if attempt.round_id is None:
        return []
    said = Announcement.objects.filter(Q(trainee=None) | Q(trainee=attempt.trainee_id), round=attempt.round_id)
    if after is not None:
        said = said.filter(said_at__gt=after)
    return list(said.order_by("said_at", "id"))


def last_said(announcements: list[Announcement], before: datetime | None = None) -> str:
    """Return a mark for "everything up to here is on the screen": the instant of the newest, in full precision."""
    newest = announcements[-1].said_at if announcements else before
    return newest.astimezone(UTC).isoformat() if newest else ""


def instant_of(text: str) -> datetime | None:
    """Return an instant that we wrote ourselves; None for anything else."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo else None


def milliseconds(at: datetime) -> int:
    """Return an instant as browsers count: milliseconds since 1970."""
    return int(at.timestamp() * MILLISECONDS)


def from_milliseconds(text: str) -> datetime | None:
    """Return the instant that a browser counts; None where that makes no sense."""
    if not (text.isascii() and text.isdigit()):
        return None
    try:
        return datetime.fromtimestamp(int(text) / MILLISECONDS, tz=UTC)
    except (OverflowError, ValueError, OSError):
        return None
