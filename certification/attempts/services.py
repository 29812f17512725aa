"""Verbs of attempts: start, save, close."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import OuterRef, Subquery

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
    position: int
    state: AttemptState
    deadline: datetime | None
    type: str
    options: int
    cell: Cell


def find_target(trainee_id: uuid.UUID, attempt_id: uuid.UUID, position: int) -> Target | None:
    """Return the question of one's own attempt; None where there is none. One query."""
    received = Response.objects.filter(attempt=OuterRef("pk"), position=position).order_by("-id")
    answers = received.filter(flag=None)
    row = (
        Attempt.objects.sat_by(trainee_id)
        .filter(pk=attempt_id, paper__questions__position=position)
        .values_list(
            "state", "deadline", "paper__questions__type", "paper__questions__option_order",
            Subquery(answers.values("answer")[:1]),
            Subquery(received.filter(answer=None).values("flag")[:1]),
            Subquery(answers.values("received_at")[:1]),
        )
        .first()
    )  # fmt: skip
    if row is None:
        return None
    state, deadline, kind, order, answer, flag, saved_at = row
    cell = Cell(answer or "", bool(flag), saved_at)
    return Target(attempt_id, position, AttemptState(state), deadline, kind, len(order), cell)


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
    held = find_target_again(target)
    insist(why_not_save(held.state, held.deadline, now))
    return held.cell


def find_target_again(target: Target) -> Target:
    """Look again, after a write that changed nothing: a replay, or a hand-in that came first."""
    trainee_id = Attempt.objects.values_list("trainee", flat=True).get(pk=target.attempt_id)
    found = find_target(trainee_id, target.attempt_id, target.position)
    assert found is not None
    return found


_INSERT = """
INSERT INTO {response} (attempt_id, position, answer, flag, client, sequence, received_at)
SELECT a.id, %s, %s, %s, %s, %s, %s FROM {attempt} a
WHERE a.id = %s AND a.state = %s AND (a.deadline IS NULL OR a.deadline >= %s){lock}
ON CONFLICT (attempt_id, position, client, sequence) DO NOTHING
"""


def _append(target: Target, write: Write, now: datetime) -> bool:
    """Insert where the attempt is open; the share lock makes a hand-in on PostgreSQL wait, SQLite has one writer."""
    lock = " FOR SHARE OF a" if connection.vendor == "postgresql" else ""
    responses, attempts = Response._meta, Attempt._meta  # noqa: SLF001 - Django's documented Model _meta API
    sql = _INSERT.format(response=responses.db_table, attempt=attempts.db_table, lock=lock)

    def instant(value: datetime) -> Any:
        return responses.get_field("received_at").get_db_prep_value(value, connection)

    values = [
        target.position,
        write.answer,
        write.flag,
        write.client,
        write.sequence,
        instant(now),
        attempts.pk.get_db_prep_value(target.attempt_id, connection),
        str(AttemptState.OPEN),
        instant(now - timedelta(seconds=GRACE_SECONDS)),
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
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
