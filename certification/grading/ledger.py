"""The end of the ledger: the one place where marks are chained and appended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection

from certification.grading.domain import GENESIS, Reason, first_break
from certification.grading.models import Mark, Regrade

#: On PostgreSQL whoever appends queues here, SQLite has one writer anyway.
LEDGER_LOCK = 7_263_001


@dataclass(frozen=True, slots=True)
class NewMark:
    """A mark to append; `fields` are those of `Mark` that name what is marked, points in hundredths."""

    points: int
    out_of: int
    mode: str
    fields: dict[str, Any]


def lock_ledger() -> None:
    """Let nobody else append until the caller's transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LEDGER_LOCK])


def append_marks(
    new: Iterable[NewMark], *, now: datetime, regrade: Regrade | None = None, actor: Any = None
) -> list[Mark]:
    """Append marks to the ledger, each chained to the one before, inside the caller's transaction."""
    lock_ledger()
    last = Mark.objects.order_by("-number").first()
    number, previous = (last.number, last.hash) if last else (0, GENESIS)
    marks = []
    for one in new:
        number += 1
        mark = Mark(
            number=number,
            mode=one.mode,
            points=one.points,
            out_of=one.out_of,
            reason=Reason.REGRADE if regrade else Reason.HAND_IN,
            regrade=regrade,
            actor=actor,
            at=now,
            previous=previous,
            **one.fields,
        )
        mark.hash = previous = mark.entry.hash
        marks.append(mark)
    return Mark.objects.bulk_create(marks)


def broken_mark(using: str = DEFAULT_DB_ALIAS) -> int | None:
    """Return the number of the first line of the ledger that does not follow from the one before; None if sound."""
    marks = Mark.objects.using(using).order_by("number")
    return first_break((mark.entry, mark.hash) for mark in marks.iterator())
