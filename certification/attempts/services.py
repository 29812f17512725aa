"""Verbs of attempts: start, save, close."""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.db import IntegrityError, connection, transaction

from certification.attempts.domain import (
    GRACE_SECONDS,
    AttemptKind,
    AttemptState,
    Cell,
    ClosedBy,
    why_not_become,
    why_not_save,
)
from certification.attempts.models import Attempt, Response
from certification.core import journal
from certification.core.refusals import insist
from certification.papers.models import PaperQuestion
from certification.papers.services import DrawnPaper, write_paper


def start_attempt(
    drawn: DrawnPaper, *, trainee_id: uuid.UUID, kind: AttemptKind, minutes: int, now: datetime
) -> Attempt:
    """Write the drawn paper and open an attempt on it; where one is open already, return that one.

    Two clicks or two devices at once end in one attempt: the constraint decides, not the look before.
    """
    try:
        with transaction.atomic():
            number = Attempt.objects.sat_by(trainee_id).filter(kind=kind).count() + 1
            attempt = Attempt.objects.create(
                trainee_id=trainee_id,
                kind=kind,
                number=number,
                paper=write_paper(drawn),
                edition=drawn.paper.edition,
                started_at=now,
                deadline=now + timedelta(minutes=minutes) if minutes else None,
            )
            if attempt.is_mock:
                journal.record("attempt.started", subject=f"attempt:{attempt.pk}", actor_id=trainee_id, now=now)
    except IntegrityError:
        return Attempt.objects.sat_by(trainee_id).open(kind).get()
    return attempt


@dataclass(frozen=True, slots=True)
class Target:
    """The one question a response is for, and what the server holds of it so far."""

    attempt_id: uuid.UUID
    trainee_id: uuid.UUID
    position: int
    state: AttemptState
    deadline: datetime | None
    type: str
    options: int
    cell: Cell


_LOOK = """
SELECT a.state, a.deadline, q.type, q.option_order,
  (SELECT r.answer FROM {response} r
   WHERE r.attempt_id = a.id AND r.position = q.position AND r.answer IS NOT NULL ORDER BY r.id DESC LIMIT 1),
  (SELECT r.flag FROM {response} r
   WHERE r.attempt_id = a.id AND r.position = q.position AND r.flag IS NOT NULL ORDER BY r.id DESC LIMIT 1),
  (SELECT r.received_at FROM {response} r
   WHERE r.attempt_id = a.id AND r.position = q.position AND r.answer IS NOT NULL ORDER BY r.id DESC LIMIT 1)
FROM {attempt} a JOIN {question} q ON q.paper_id = a.paper_id
WHERE a.id = %s AND a.trainee_id = %s AND q.position = %s
"""


def find_target(trainee_id: uuid.UUID, attempt_id: uuid.UUID, position: int) -> Target | None:
    """Return the question of one's own attempt; None where there is none. One query.

    In SQL, because every answer of everybody comes through here: building this query with the ORM costs more than
    all the rest of saving.
    """
    with connection.cursor() as cursor:
        cursor.execute(_sql(_LOOK), [_key(attempt_id), _key(trainee_id), position])
        row = cursor.fetchone()
    if row is None:
        return None
    state, deadline, kind, order, answer, flag, saved_at = row
    cell = Cell(answer or "", bool(flag), _instant(saved_at))
    options = len(json.loads(order))
    return Target(attempt_id, trainee_id, position, AttemptState(state), _instant(deadline), kind, options, cell)


@cache
def _sql(template: str) -> str:
    tables = {"response": Response, "attempt": Attempt, "question": PaperQuestion}
    named = {name: model._meta.db_table for name, model in tables.items()}  # noqa: SLF001 - Django's documented API
    lock = " FOR SHARE OF a" if connection.vendor == "postgresql" else ""
    return template.format(**named, lock=lock)


def _key(value: uuid.UUID) -> Any:
    """Return an id as the database keeps it."""
    return value if connection.features.has_native_uuid_field else value.hex


def _instant(value: Any) -> datetime | None:
    """Return an instant as the database hands it over; SQLite keeps UTC without saying so, in a subquery as text."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read.replace(tzinfo=UTC) if read is not None and read.tzinfo is None else read


@dataclass(frozen=True, slots=True)
class Write:
    """What a client sends: an answer or a flag, under its own running number."""

    client: str
    sequence: int
    answer: str | None = None
    flag: bool | None = None


def save_response(target: Target, write: Write, *, now: datetime) -> Cell:
    """Append one response and return what the server now holds of the question.

    One statement, which itself looks whether the attempt is still open: on both databases it either comes before
    a hand-in or is not written. The same client and sequence a second time change nothing.

    Raises:
        RefusedError: the attempt is closed or over.
    """
    insist(why_not_save(target.state, target.deadline, now))
    if _append(target, write, now):
        if write.flag is not None:
            return Cell(target.cell.answer, write.flag, target.cell.saved_at)
        return Cell(write.answer or "", target.cell.is_flagged, now)
    held = find_target(target.trainee_id, target.attempt_id, target.position)
    assert held is not None
    insist(why_not_save(held.state, held.deadline, now))
    return held.cell


_INSERT = """
INSERT INTO {response} (attempt_id, position, answer, flag, client, sequence, received_at)
SELECT a.id, %s, %s, %s, %s, %s, %s FROM {attempt} a
WHERE a.id = %s AND a.state = %s AND (a.deadline IS NULL OR a.deadline >= %s){lock}
ON CONFLICT (attempt_id, position, client, sequence) DO NOTHING
"""


def _append(target: Target, write: Write, now: datetime) -> bool:
    """Insert where the attempt is open; the share lock makes a hand-in on PostgreSQL wait, SQLite has one writer."""
    instant = connection.ops.adapt_datetimefield_value
    values = [
        *(target.position, write.answer, write.flag, write.client, write.sequence, instant(now)),
        *(_key(target.attempt_id), str(AttemptState.OPEN), instant(now - timedelta(seconds=GRACE_SECONDS))),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_sql(_INSERT), values)
        return bool(cursor.rowcount == 1)


def close_attempt(attempt_id: uuid.UUID, *, by: ClosedBy, now: datetime) -> Attempt:
    """Close an open attempt, inside the caller's transaction.

    What the clock closes counts as handed in at its deadline, however late the sweeper came.

    Raises:
        RefusedError: it was closed before.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt_id)
    insist(why_not_become(AttemptState(attempt.state), AttemptState.HANDED_IN))
    attempt.state = AttemptState.HANDED_IN
    attempt.closed_by = by
    attempt.handed_in_at = attempt.deadline if by is ClosedBy.CLOCK else now
    attempt.save(update_fields=["state", "closed_by", "handed_in_at"])
    return attempt


def drop_open_practice(trainee_id: uuid.UUID) -> None:
    """Void the practice question that was opened and never answered: another one was asked for."""
    Attempt.objects.sat_by(trainee_id).open(AttemptKind.PRACTICE).update(state=AttemptState.VOID)
