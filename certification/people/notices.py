"""Verbs of the inbox: send, count, read."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from certification.people.models import Notice, User, survivors_of

LONGEST = 300
PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A line to send; what is too long is cut, the page behind `link` says all of it."""

    person_id: uuid.UUID
    text: str
    link: str = ""


def send_notice(person_id: uuid.UUID, *, kind: str, text: str, link: str = "", now: datetime) -> Notice:
    """Put one line into somebody's inbox, inside the caller's transaction."""
    return send_notices([NewNotice(person_id, text, link)], kind=kind, now=now)[0]


def send_notices(new: Iterable[NewNotice], *, kind: str, now: datetime) -> list[Notice]:
    """Put lines into many inboxes, those of merged duplicates into the one that is read: one query, one insert."""
    lines = list(new)
    today = survivors_of(one.person_id for one in lines)
    return Notice.objects.bulk_create(
        Notice(
            person_id=today.get(one.person_id, one.person_id),
            kind=kind,
            text=_cut(one.text),
            link=one.link,
            sent_at=now,
        )
        for one in lines
    )


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def unread_count(person: User) -> int:
    """Return how many lines somebody has not opened yet."""
    return unread(person).count()


def unread(person: User) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person, read_at=None)


def newest(person: User) -> list[Notice]:
    """Return the inbox, the newest first, bounded."""
    return list(Notice.objects.filter(person=person)[:PAGE_SIZE])


def open_notice(person: User, notice_id: uuid.UUID, *, now: datetime) -> Notice | None:
    """Return one's own notice and mark it read; None where there is none. The first time it was opened stays."""
    notice = Notice.objects.filter(person=person, pk=notice_id).first()
    if notice is not None and notice.read_at is None:
        notice.read_at = now
        notice.save(update_fields=["read_at"])
    return notice


def read_all(person: User, *, now: datetime) -> int:
    """Mark everything read; return how many were not."""
    return unread(person).update(read_at=now)
