"""Saving: one small idempotent write for each answer, and what becomes of those that come late."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from django.db import connection, transaction

from certification.attempts.domain import (
    Arrival,
    AttemptKind,
    AttemptState,
    Cell,
    Terms,
    arrival_of,
    why_not_go_back,
    why_not_save,
)
from certification.attempts.models import Attempt, LateResponse, Response, Step
from certification.core import journal
from certification.core.raw import instant_of, key_of
from certification.core.refusals import Refusal, insist
from certification.papers.models import PaperQuestion
from certification.rounds.domain import Navigation
from certification.rounds.models import Round

ANYWHERE: Final = 32767


@dataclass(frozen=True, slots=True)
class Target:
    """The one question a response is for, and what the server holds of it so far."""

    attempt_id: uuid.UUID
    trainee_id: uuid.UUID
    position: int
    terms: Terms
    type: str
    options: int
    cell: Cell


_LOOK = """
SELECT a.kind, a.state, a.deadline, a.grace_seconds, d.navigation, a.furthest, q.type, q.option_order,
  (SELECT r.answer FROM {response} r
   WHERE r.attempt_id = a.id AND r.position = q.position AND r.answer IS NOT NULL ORDER BY r.id DESC LIMIT 1),
  (SELECT r.flag FROM {response} r
   WHERE r.attempt_id = a.id AND r.position = q.position AND r.flag IS NOT NULL ORDER BY r.id DESC LIMIT 1),
  (SELECT r.received_at FROM {response} r
   WHERE r.attempt_id = a.id AND r.position = q.position AND r.answer IS NOT NULL ORDER BY r.id DESC LIMIT 1)
FROM {attempt} a JOIN {question} q ON q.paper_id = a.paper_id LEFT JOIN {round} d ON d.id = a.round_id
WHERE a.id = %s AND a.trainee_id = %s AND q.position = %s
"""


def find_target(trainee_id: uuid.UUID, attempt_id: uuid.UUID, position: int) -> Target | None:
    """Return the question of one's own attempt; None where there is none. One query.

    In SQL, because every answer of everybody comes through here: building this query with the ORM costs more than
    all the rest of saving.
    """
    with connection.cursor() as cursor:
        cursor.execute(_sql(_LOOK), [key_of(attempt_id), key_of(trainee_id), position])
        row = cursor.fetchone()
    if row is None:
        return None
    kind, state, deadline, grace_seconds, navigation, furthest, question, order, answer, flag, saved_at = row
    terms = Terms(
        kind=AttemptKind(kind),
        state=AttemptState(state),
        deadline=instant_of(deadline),
        grace_seconds=grace_seconds,
        is_forward=navigation == Navigation.FORWARD,
        furthest=furthest,
    )
    cell = Cell(answer or "", bool(flag), instant_of(saved_at))
    return Target(attempt_id, trainee_id, position, terms, question, len(json.loads(order)), cell)


@cache
def _sql(template: str) -> str:
    tables = {"response": Response, "attempt": Attempt, "question": PaperQuestion, "round": Round}
    named = {name: model._meta.db_table for name, model in tables.items()}  # noqa: SLF001 - Django's documented API
    lock = " FOR SHARE OF a" if connection.vendor == "postgresql" else ""
    return template.format(**named, lock=lock)


@dataclass(frozen=True, slots=True)
class Write:
    """What a client sends: an answer or a flag, under its own running number.

    `answered_at` is the instant of the click by the server's clock, as the browser reckons it; None where it cannot.
    """

    client: str
    sequence: int
    answer: str | None = None
    flag: bool | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the server holds of the question now, and how the write arrived: a late one waits for a decision."""

    cell: Cell
    arrival: Arrival = Arrival.IN_TIME

    @property
    def is_late(self) -> bool:
        return self.arrival is Arrival.LATE


def save_response(target: Target, write: Write, *, now: datetime) -> Receipt:
    """Append one response and return what the server now holds of the question.

    One statement, which itself looks whether the attempt is still open: on both databases it either comes before
    a hand-in or is not written. The same client and sequence a second time change nothing. What was answered in
    time and arrives within the grace counts and is journalled; what comes later is kept, and counts where somebody
    says so.

    Raises:
        RefusedError: the question was left for good; or the attempt is closed or over, and is no exam.
    """
    arrival = arrival_of(target.terms, write.answered_at, now)
    if arrival is Arrival.LATE:
        return _keep_late(target, write, now)
    if target.terms.is_forward and target.position < target.terms.furthest:
        if write.answer == target.cell.answer or _was_received(target, write):
            return Receipt(target.cell)
        insist(_why_not_back(target, write))
    if _append_and_note(target, write, arrival, now):
        return Receipt(_after(target.cell, write, now), arrival)
    held = find_target(target.trainee_id, target.attempt_id, target.position)
    assert held is not None
    if held.terms != target.terms:  # it was closed or left in between: decide anew
        return save_response(held, write, now=now)
    return Receipt(held.cell)


def _after(cell: Cell, write: Write, now: datetime) -> Cell:
    if write.flag is not None:
        return Cell(cell.answer, write.flag, cell.saved_at)
    return Cell(write.answer or "", cell.is_flagged, now)


def _why_not_back(target: Target, write: Write) -> Refusal | None:
    steps = Step.objects.filter(attempt=target.attempt_id, position=target.position)
    return why_not_go_back(
        target.terms,
        target.position,
        answered_at=write.answered_at,
        left_at=steps.values_list("left_at", flat=True).first(),
        saved_at=target.cell.saved_at,
    )


def _was_received(target: Target, write: Write) -> bool:
    return Response.objects.filter(
        attempt=target.attempt_id, position=target.position, client=write.client, sequence=write.sequence
    ).exists()


def _keep_late(target: Target, write: Write, now: datetime) -> Receipt:
    """Keep what came too late for somebody's decision, once; a replay of what did arrive in time changes nothing."""
    if _was_received(target, write):
        return Receipt(target.cell)
    insist(why_not_save(target.terms, is_answer=write.answer is not None))
    late = LateResponse(
        attempt_id=target.attempt_id,
        position=target.position,
        answer=write.answer or "",
        client=write.client,
        sequence=write.sequence,
        answered_at=write.answered_at,
        received_at=now,
    )
    LateResponse.objects.bulk_create([late], ignore_conflicts=True)
    return Receipt(target.cell, Arrival.LATE)


_INSERT = """
INSERT INTO {response} (attempt_id, position, answer, flag, client, sequence, received_at)
SELECT a.id, %s, %s, %s, %s, %s, %s FROM {attempt} a
WHERE a.id = %s AND a.state = %s AND (a.deadline IS NULL OR a.deadline >= %s) AND a.furthest <= %s{lock}
ON CONFLICT (attempt_id, position, client, sequence) DO NOTHING
"""


def _append_and_note(target: Target, write: Write, arrival: Arrival, now: datetime) -> bool:
    if arrival is Arrival.IN_TIME:
        return _append(target, write, now, ends_after=now)
    earliest = now - timedelta(seconds=target.terms.grace_seconds)
    with transaction.atomic():
        is_new = _append(target, write, now, ends_after=max(earliest, write.answered_at or earliest))
        if is_new and target.terms.is_exam:
            journal.record(
                "response.late-arrival",
                subject=f"attempt:{target.attempt_id}",
                actor_id=target.trainee_id,
                now=now,
                details={
                    "position": target.position,
                    "client": write.client,
                    "sequence": write.sequence,
                    "answered_at": write.answered_at.isoformat() if write.answered_at else None,
                },
            )
    return is_new


def _append(target: Target, write: Write, now: datetime, *, ends_after: datetime) -> bool:
    """Insert where the attempt is open; the share lock makes a hand-in on PostgreSQL wait, SQLite has one writer."""
    instant = connection.ops.adapt_datetimefield_value
    furthest = target.terms.furthest if target.terms.is_forward else ANYWHERE
    values = [
        *(target.position, write.answer, write.flag, write.client, write.sequence, instant(now)),
        *(key_of(target.attempt_id), str(AttemptState.OPEN), instant(ends_after), furthest),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_sql(_INSERT), values)
        return bool(cursor.rowcount == 1)
