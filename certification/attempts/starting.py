"""Starting: a mock or a practice question on a paper drawn now, an exam on the paper that waits at the seat."""

import uuid
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from certification.attempts.domain import AttemptKind, AttemptState, why_not_again, why_not_start
from certification.attempts.models import Attempt
from certification.core import journal
from certification.core.refusals import Refusal, RefusedError, insist
from certification.papers.services import DrawnPaper, write_paper
from certification.rounds.domain import RoundState
from certification.rounds.models import Seat
from certification.rounds.services import allowed_time_of


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
            if not attempt.is_practice:
                journal.record("attempt.started", subject=f"attempt:{attempt.pk}", actor_id=trainee_id, now=now)
    except IntegrityError:
        return Attempt.objects.sat_by(trainee_id).open(kind).get()
    return attempt


def start_exam(seat_id: uuid.UUID, *, trainee_id: uuid.UUID, now: datetime) -> Attempt:
    """Open the next attempt of a seat on the paper drawn for it; where one is open already, return that one.

    Two clicks or two devices at once end in one attempt: the constraint decides, not the look before. Whoever comes
    after the opening is checked in by starting.

    Raises:
        RefusedError: the round does not take place or is not open, every attempt is used up, or another exam runs.
        Seat.DoesNotExist: that seat is not theirs.
    """
    seat = Seat.objects.select_related("round").get(pk=seat_id, trainee=trainee_id)
    states = list(Attempt.objects.sat_by(trainee_id).filter(round=seat.round_id).values_list("state", "pk"))
    for state, attempt_id in states:
        if state == AttemptState.OPEN:
            return Attempt.objects.get(pk=attempt_id)
    used = sum(state == AttemptState.HANDED_IN for state, _pk in states)
    held = seat.round
    insist(why_not_start(RoundState(held.state), held.opens_at, held.closes_at, now))
    insist(why_not_again(used, held.attempts_allowed))
    return _open_next(seat, used + 1, now)


def _open_next(seat: Seat, number: int, now: datetime) -> Attempt:
    held, trainee_id = seat.round, seat.trainee_id
    dealt = seat.papers.select_related("paper").filter(number=number).first()
    if dealt is None:
        raise RefusedError(Refusal("attempts.no-paper"))
    try:
        with transaction.atomic():
            # Locks the seat: more time that is granted at this moment comes before the deadline is computed, or after.
            if not Seat.objects.filter(pk=seat.pk).update(checked_in_at=Coalesce("checked_in_at", Value(now))):
                raise RefusedError(Refusal("attempts.no-paper"))  # the seat was taken away at this moment
            deadline = held.deadline_from(now, allowed_time_of(held, trainee_id))
            attempt = Attempt.objects.create(
                trainee_id=trainee_id,
                kind=AttemptKind.EXAM,
                number=number,
                round=held,
                paper=dealt.paper,
                edition=dealt.paper.edition,
                started_at=now,
                deadline=deadline,
                grace_seconds=held.grace_seconds,
            )
            details = {"round": str(held.pk), "number": number, "deadline": deadline.isoformat()}
            subject = f"attempt:{attempt.pk}"
            journal.record("attempt.started", subject=subject, actor_id=trainee_id, now=now, details=details)
    except IntegrityError:
        return _running(seat)
    return attempt


def _running(seat: Seat) -> Attempt:
    """Return what somebody's other click has opened."""
    newest = Attempt.objects.sat_by(seat.trainee_id).filter(round=seat.round_id).order_by("-number").first()
    if newest is None or not newest.is_open:
        raise RefusedError(Refusal("attempts.other-exam"))
    return newest
