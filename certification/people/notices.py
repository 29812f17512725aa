"""Verbs of the inbox: send, count, read."""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import translation

from certification.people.domain import Language, language_among
from certification.people.models import Notice, User

LONGEST = 300
PAGE_SIZE = 100

#: What to tell; words of ours come as a function, called in the language of each who is told.
Text = str | Callable[[], str]


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A line to send; what is too long is cut, the page behind `link` says all of it."""

    person_id: uuid.UUID
    text: Text
    link: str = ""


def send_notice(person_id: uuid.UUID, *, kind: str, text: Text, link: str = "", now: datetime) -> Notice:
    """Put one line into somebody's inbox, inside the caller's transaction."""
    return send_notices([NewNotice(person_id, text, link)], kind=kind, now=now)[0]


def send_notices(new: Iterable[NewNotice], *, kind: str, now: datetime) -> list[Notice]:
    """Put lines into many inboxes, those of merged duplicates into the one that is read: one query, one insert.

    Each reads what they are told in their own language, whoever does it or whatever has it done.
    """
    lines = list(new)
    readers = _readers(lines)
    return Notice.objects.bulk_create(
        Notice(
            person_id=readers[one.person_id][0],
            kind=kind,
            text=_cut(_said(one.text, readers[one.person_id][1])),
            link=one.link,
            sent_at=now,
        )
        for one in lines
    )


def _readers(lines: Sequence[NewNotice]) -> dict[uuid.UUID, tuple[uuid.UUID, Language]]:
    """Return whose inbox is read for each person today, and in which language."""
    readers = {one.person_id: (one.person_id, language_among()) for one in lines}
    told = User.objects.filter(pk__in=readers)
    for person, language, survivor, theirs in told.values_list(
        "pk", "language", "merged_into", "merged_into__language"
    ):
        readers[person] = (survivor or person, language_among(theirs if survivor else language))
    return readers


def _said(text: Text, language: Language) -> str:
    if isinstance(text, str):
        return text
    with translation.override(language):
        return text()


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
