"""Verbs of rounds: publish, cancel, check in, grant time, announce, release. Those of a draft stand in `planning`."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from cases import api
from certification.core.refusals import Refusal, RefusedError, insist
from certification.papers import services as papers
from certification.rounds.allowances import allowances_of, allowed_time_of
from certification.rounds.dealing import Draw, draw_round, write_deal
from certification.rounds.domain import (
    LONGEST_ANNOUNCEMENT,
    AllowanceCause,
    Forms,
    Review,
    RoundState,
    why_not_become,
    why_not_check_in,
    why_not_grant,
)
from certification.rounds.models import AllowanceGrant, Announcement, Round, Seat
from certification.rounds.planning import (
    edit_round,
    locked_round,
    make_round,
    make_up_round,
    note,
    seat_cohort,
    seat_people,
    unseat,
)
from certification.rounds.telling import tell_of_cancelling, tell_of_release, tell_of_seat

__all__ = [
    "allowances_of",
    "allowed_time_of",
    "announce",
    "cancel_round",
    "check_in",
    "edit_round",
    "grant_allowance",
    "make_round",
    "make_up_round",
    "publish_round",
    "release",
    "seat_cohort",
    "seat_people",
    "unseat",
]
SEED_BITS = 48


def publish_round(round_id: uuid.UUID, *, actor: uuid.UUID, now: datetime, seed: int | None = None) -> Round:
    """Fix a draft for good: pin edition and blueprint, draw every paper, tell everybody who has a seat.

    The draw comes before the transaction; if seats changed meanwhile nothing is written.

    Args:
        round_id: the draft.
        actor: who publishes.
        now: when.
        seed: decides the draw; a new one where none is given. Recorded.

    Raises:
        RefusedError: it is no draft, nobody is seated, its window is over, or the bank lacks questions.
    """
    held = Round.objects.select_related("blueprint").get(pk=round_id)
    seats = _publishable(held, now)
    by = Draw(
        version=papers.current_blueprint(held.blueprint.name),
        edition=_edition(),
        seed=secrets.randbits(SEED_BITS) if seed is None else seed,
        forms=Forms(held.forms),
        form_count=held.form_count,
        attempts=held.attempts_allowed,
    )
    deal = draw_round(by, seats, now=now)
    drawn_for = held.attempts_allowed, held.forms, held.form_count, held.blueprint.name
    with transaction.atomic():
        held = locked_round(round_id)
        fresh = _publishable(held, now)
        is_same = drawn_for == (held.attempts_allowed, held.forms, held.form_count, held.blueprint.name)
        if not is_same or [seat.pk for seat in fresh] != [seat.pk for seat in seats]:
            raise RefusedError(Refusal("rounds.seats-changed"))
        write_deal(held, deal, seats)
        held.blueprint, held.edition, held.seed = by.version, by.edition, by.seed
        held.state = RoundState.PUBLISHED
        held.save(update_fields=["blueprint", "edition", "seed", "state"])
        tell_of_seat(held, [seat.trainee_id for seat in seats], now=now)
        pinned = {"edition": by.edition, "blueprint": str(by.version.pk), "seed": by.seed}
        note("round.published", held, actor=actor, now=now, seats=len(seats), **pinned)
    return held


def _publishable(held: Round, now: datetime) -> Sequence[Seat]:
    insist(why_not_become(RoundState(held.state), RoundState.PUBLISHED))
    if now >= held.closes_at:
        raise RefusedError(Refusal("rounds.window-past"))
    seats = list(held.seats.select_related("trainee").order_by("trainee__staff_number"))
    if not seats:
        raise RefusedError(Refusal("rounds.nobody-seated"))
    return seats


def _edition() -> str:
    try:
        return api.current_edition_id()
    except api.NoEditionError as error:
        raise RefusedError(Refusal("rounds.no-edition")) from error


@transaction.atomic
def cancel_round(round_id: uuid.UUID, *, actor: uuid.UUID, now: datetime) -> Round:
    """Call a round off. What was handed in stays; who had a seat is told.

    Raises:
        RefusedError: it was cancelled before.
    """
    held = locked_round(round_id)
    insist(why_not_become(RoundState(held.state), RoundState.CANCELLED))
    was_published = held.is_published
    held.state = RoundState.CANCELLED
    held.save(update_fields=["state"])
    if was_published:
        tell_of_cancelling(held, held.seats.values_list("trainee_id", flat=True), now=now)
    note("round.cancelled", held, actor=actor, now=now)
    return held


@transaction.atomic
def check_in(seat_id: uuid.UUID, *, trainee_id: uuid.UUID, now: datetime) -> Seat:
    """Note that somebody is there; a second time changes nothing.

    Raises:
        RefusedError: it is too early or too late, or the round does not take place.
        Seat.DoesNotExist: that seat is not theirs.
    """
    seat = Seat.objects.select_for_update(of=("self",)).select_related("round").get(pk=seat_id, trainee=trainee_id)
    held = seat.round
    _insist_published(held)
    if seat.checked_in_at is None:
        insist(why_not_check_in(held.opens_at, held.closes_at, held.check_in_minutes, now))
        seat.checked_in_at = now
        seat.save(update_fields=["checked_in_at"])
    return seat


def _insist_published(held: Round) -> None:
    if held.state == RoundState.CANCELLED:
        raise RefusedError(Refusal("rounds.cancelled"))
    if not held.is_published:
        raise RefusedError(Refusal("rounds.not-published"))


@transaction.atomic
def grant_allowance(  # noqa: PLR0913 - they are the fields of the row
    round_id: uuid.UUID,
    person_id: uuid.UUID,
    *,
    factor_percent: int,
    minutes: int,
    cause: AllowanceCause,
    actor: uuid.UUID,
    now: datetime,
) -> AllowanceGrant:
    """Give somebody more time, before or during the exam; what was granted stays, see `domain.allowed_time`.

    A running attempt is not touched here: whoever grants then has its deadline computed anew.

    Raises:
        RefusedError: nothing is granted or too much, the person has no seat, or the round is cancelled.
    """
    insist(why_not_grant(factor_percent, minutes))
    held = Round.objects.get(pk=round_id)
    if held.state == RoundState.CANCELLED:
        raise RefusedError(Refusal("rounds.cancelled"))
    # Locked until the caller is done: whoever starts, or grants more, at this moment comes before or after.
    if held.seats.select_for_update().filter(trainee=person_id).first() is None:
        raise RefusedError(Refusal("rounds.not-seated"))
    given = {"factor_percent": factor_percent, "minutes": minutes, "cause": cause}
    grant = AllowanceGrant.objects.create(round=held, person=person_id, granted_by=actor, granted_at=now, **given)
    note("round.time-granted", held, actor=actor, now=now, **{**given, "cause": str(cause), "person": str(person_id)})
    return grant


@transaction.atomic
def announce(
    round_id: uuid.UUID, *, text: str, trainee_id: uuid.UUID | None = None, actor: uuid.UUID, now: datetime
) -> Announcement:
    """Say something to everybody in a round, or to one person.

    Raises:
        RefusedError: nothing is said or too much, that person has no seat, or the round does not take place.
    """
    if not text.strip():
        raise RefusedError(Refusal("rounds.text-missing"))
    if len(text.strip()) > LONGEST_ANNOUNCEMENT:
        raise RefusedError(Refusal("rounds.text-too-long", {"most": LONGEST_ANNOUNCEMENT}))
    held = Round.objects.get(pk=round_id)
    _insist_published(held)
    if trainee_id is not None and not held.seats.filter(trainee=trainee_id).exists():
        raise RefusedError(Refusal("rounds.not-seated"))
    said = Announcement.objects.create(
        round=held, trainee_id=trainee_id, text=text.strip(), said_by_id=actor, said_at=now
    )
    note("round.announced", held, actor=actor, now=now, **({"person": str(trainee_id)} if trainee_id else {}))
    return said


@transaction.atomic
def release(round_id: uuid.UUID, *, review_at: datetime, actor: uuid.UUID, now: datetime) -> Round:
    """Say when score, key and explanations of a round open, where that is by release; tell who has a seat.

    Raises:
        RefusedError: the round is not reviewed by release, was released before, or would be before its close.
    """
    held = locked_round(round_id)
    _insist_published(held)
    if held.review != Review.ON_RELEASE:
        raise RefusedError(Refusal("rounds.not-on-release"))
    if held.review_at is not None and held.review_at <= now:
        raise RefusedError(Refusal("rounds.already-released"))
    if review_at < held.closes_at:
        raise RefusedError(Refusal("rounds.release-before-close"))
    held.review_at = review_at
    held.save(update_fields=["review_at"])
    tell_of_release(held, held.seats.values_list("trainee_id", flat=True), now=now)
    note("round.released", held, actor=actor, now=now, review_at=review_at.isoformat())
    return held
