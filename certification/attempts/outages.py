"""The server's own downtime: a heartbeat, the gap in it, and what is given back.

The process that hands in what ran out beats every few seconds. After a gap it first gives running attempts back what
they lost, then goes on: nobody's attempt is closed for time in which nothing could be answered.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q

from certification.attempts.domain import AttemptState, credit_of, gaps_in
from certification.attempts.models import Attempt, Heartbeat, LateResponse, Outage, Presence, Response
from certification.core import journal

#: A gap longer than this is downtime.
LONGEST_GAP: Final = timedelta(seconds=30)
_ONLY: Final = 1


def beat(now: datetime) -> list[Outage]:
    """Note that the server runs; after a gap, credit it. Return the outages that this call has credited.

    What arrived during the gap shows that only this process was away: what lies between two signs of life is downtime.
    Two processes that find the same gap: the row lock lets one wait, and the constraint on the beginning of an outage
    refuses the second credit.
    """
    try:
        with transaction.atomic():
            held = Heartbeat.objects.select_for_update().filter(pk=_ONLY).first()
            if held is None:
                Heartbeat.objects.bulk_create([Heartbeat(pk=_ONLY, at=now)], ignore_conflicts=True)
                return []
            if now <= held.at:
                return []
            gaps = gaps_in([held.at, *_signs(held.at, now), now], LONGEST_GAP) if now - held.at > LONGEST_GAP else []
            Heartbeat.objects.filter(pk=_ONLY).update(at=now)
            return [credit_outage(began_at, ended_at, now=now) for began_at, ended_at in gaps]
    except IntegrityError:
        return []  # the other process has credited this gap


def _signs(after: datetime, before: datetime) -> list[datetime]:
    """Return when people were heard of: answers in time and late, and the last report of each exam page."""
    inside = Q(received_at__gt=after, received_at__lt=before)
    answered = Response.objects.filter(inside).values_list("received_at", flat=True)
    late = LateResponse.objects.filter(inside).values_list("received_at", flat=True)
    seen = Presence.objects.filter(seen_at__gt=after, seen_at__lt=before).values_list("seen_at", flat=True)
    return [*answered, *late, *seen]


def is_interrupted(now: datetime) -> bool:
    """Say whether the server has not beaten for a while, so that a credit may be due. One query."""
    at = Heartbeat.objects.filter(pk=_ONLY).values_list("at", flat=True).first()
    return at is not None and now - at > LONGEST_GAP


@transaction.atomic
def credit_outage(began_at: datetime, ended_at: datetime, *, now: datetime) -> Outage:
    """Record an outage and give its time back to every attempt that it hit, where its round says so.

    Mocks get it too. What was closed stays closed.

    Raises:
        IntegrityError: this outage was credited before.
    """
    outage = Outage.objects.create(began_at=began_at, ended_at=ended_at)
    running = Attempt.objects.filter(
        Q(round=None) | Q(round__credits_downtime=True), state=AttemptState.OPEN, deadline__isnull=False
    )
    for attempt in running.select_for_update(of=("self",)):
        _give_back(attempt, outage, now)
    return outage


def _give_back(attempt: Attempt, outage: Outage, now: datetime) -> None:
    assert attempt.deadline is not None
    credit = credit_of(
        attempt.started_at, attempt.deadline, outage.began_at, outage.ended_at, grace_seconds=attempt.grace_seconds
    )
    if not (credit.seconds or credit.grace_seconds):
        return
    attempt.deadline += timedelta(seconds=credit.seconds)
    attempt.credit_seconds += credit.seconds
    attempt.grace_seconds += credit.grace_seconds
    attempt.save(update_fields=["deadline", "credit_seconds", "grace_seconds"])
    journal.record(
        "attempt.outage-credited",
        subject=f"attempt:{attempt.pk}",
        actor_id=None,
        now=now,
        details={"outage": outage.pk, "seconds": credit.seconds, "grace_seconds": credit.grace_seconds},
    )
