"""Verbs before a round runs: make and edit a draft, plan a make-up round, seat people and take them out again."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from certification.core import journal
from certification.core.refusals import Refusal, RefusedError, insist
from certification.papers.models import BlueprintVersion
from certification.people.domain import Role
from certification.people.models import User
from certification.rounds.dealing import Deal, draw_by, draw_own, give_forms, write_deal
from certification.rounds.domain import Forms, Plan, RoundState, why_not_plan
from certification.rounds.models import Round, Seat, SeatPaper
from certification.rounds.telling import tell_of_seat, tell_of_unseating


def note(verb: str, held: Round, *, actor: uuid.UUID | None, now: datetime, **details: object) -> None:
    """Write into the journal what was done to a round."""
    journal.record(verb, subject=f"round:{held.pk}", actor_id=actor, now=now, details=details)


def locked_round(round_id: uuid.UUID) -> Round:
    """Return a round that nobody else changes until the caller's transaction ends."""
    return Round.objects.select_for_update(of=("self",)).select_related("blueprint").get(pk=round_id)


def _fields(plan: Plan) -> dict[str, object]:
    fields = asdict(plan)
    fields["blueprint_id"] = fields.pop("blueprint")
    fields["title"] = plan.title.strip()
    fields["form_count"] = plan.form_count if plan.forms is Forms.PARALLEL else 1
    return fields


def _insist_on(plan: Plan, now: datetime) -> None:
    insist(why_not_plan(plan, now=now))
    if not BlueprintVersion.objects.filter(pk=plan.blueprint).exists():
        raise RefusedError(Refusal("rounds.unknown-blueprint"))


@transaction.atomic
def make_round(plan: Plan, *, actor: uuid.UUID, now: datetime, makes_up_for: uuid.UUID | None = None) -> Round:
    """Make a draft.

    Raises:
        RefusedError: the plan cannot be carried out.
    """
    _insist_on(plan, now)
    held = Round.objects.create(made_by_id=actor, made_at=now, makes_up_for_id=makes_up_for, **_fields(plan))
    note("round.made", held, actor=actor, now=now, **({"makes_up_for": str(makes_up_for)} if makes_up_for else {}))
    return held


@transaction.atomic
def edit_round(round_id: uuid.UUID, plan: Plan, *, actor: uuid.UUID, now: datetime) -> Round:
    """Change a draft to `plan`.

    Raises:
        RefusedError: it is no draft any more, or the plan cannot be carried out.
    """
    held = locked_round(round_id)
    if not held.is_draft:
        raise RefusedError(Refusal("rounds.wrong-state"))
    _insist_on(plan, now)
    for name, value in _fields(plan).items():
        setattr(held, name, value)
    held.save()
    note("round.edited", held, actor=actor, now=now)
    return held


def make_up_round(
    round_id: uuid.UUID, plan: Plan, *, people: Collection[uuid.UUID], actor: uuid.UUID, now: datetime
) -> Round:
    """Make a draft that makes up for a round, seated with `people`: those who could not hand in there.

    Raises:
        RefusedError: that round is not over, or the plan cannot be carried out.
    """
    missed = Round.objects.get(pk=round_id)
    if not missed.is_published or now < missed.closes_at:
        raise RefusedError(Refusal("rounds.not-over"))
    with transaction.atomic():
        held = make_round(plan, actor=actor, now=now, makes_up_for=round_id)
        seat_people(held.pk, people, actor=actor, now=now)
    return held


def seat_cohort(round_id: uuid.UUID, cohort_id: uuid.UUID, *, actor: uuid.UUID, now: datetime) -> list[Seat]:
    """Seat every active trainee of a cohort; who has a seat keeps it. Returns the new ones."""
    members = User.objects.holding(Role.TRAINEE).filter(cohort=cohort_id).values_list("pk", flat=True)
    return seat_people(round_id, list(members), actor=actor, now=now)


def seat_people(round_id: uuid.UUID, people: Iterable[uuid.UUID], *, actor: uuid.UUID, now: datetime) -> list[Seat]:
    """Give people seats; who has one keeps it. In a published round they get papers and a notice at once.

    Papers are drawn before the transaction: others go on writing meanwhile.

    Returns:
        The new seats.

    Raises:
        RefusedError: somebody is no active trainee, the round is cancelled or over, the bank lacks questions, or it was
            published at this very moment.
    """
    held = Round.objects.select_related("blueprint").get(pk=round_id)
    _insist_seatable(held, now)
    fresh = _fresh_seats(held, set(people))
    deal = _drawn_for(held, fresh, now)
    with transaction.atomic():
        state, held = held.state, locked_round(round_id)
        if held.state != state:
            raise RefusedError(Refusal("rounds.seats-changed"))
        there = set(held.seats.values_list("trainee_id", flat=True))
        seats = Seat.objects.bulk_create(seat for seat in fresh if seat.trainee_id not in there)
        if seats and held.is_published:
            if deal.own:
                write_deal(held, deal, seats)
            else:
                give_forms(held, seats, first_place=len(there))
            tell_of_seat(held, [seat.trainee_id for seat in seats], now=now)
        if seats:
            note("round.seated", held, actor=actor, now=now, people=[str(seat.trainee_id) for seat in seats])
    return seats


def _insist_seatable(held: Round, now: datetime) -> None:
    if held.state == RoundState.CANCELLED:
        raise RefusedError(Refusal("rounds.cancelled"))
    if held.is_published and now >= held.closes_at:
        raise RefusedError(Refusal("rounds.over"))


def _fresh_seats(held: Round, wanted: set[uuid.UUID]) -> list[Seat]:
    there = set(held.seats.values_list("trainee_id", flat=True))
    known = list(User.objects.holding(Role.TRAINEE).filter(pk__in=wanted - there).order_by("staff_number"))
    if len(known) < len(wanted - there):
        raise RefusedError(Refusal("rounds.not-a-trainee"))
    return [Seat(round=held, trainee=person) for person in known]


def _drawn_for(held: Round, seats: list[Seat], now: datetime) -> Deal:
    if not (seats and held.is_published and held.forms == Forms.PERSONAL):
        return Deal()
    before = SeatPaper.objects.filter(seat__round=held).count()
    return draw_own(draw_by(held), seats, drawn_before=before, now=now)


@transaction.atomic
def unseat(seat_id: uuid.UUID, *, actor: uuid.UUID, now: datetime) -> None:
    """Take a seat away, while a round is a draft or its owner has not begun.

    Raises:
        RefusedError: the person has begun, or the round is cancelled.
    """
    seat = Seat.objects.select_for_update(of=("self",)).select_related("round").get(pk=seat_id)
    held = seat.round
    if held.state == RoundState.CANCELLED:
        raise RefusedError(Refusal("rounds.cancelled"))
    if held.attempts.filter(trainee=seat.trainee_id).exists():
        raise RefusedError(Refusal("rounds.seat-started"))
    person = seat.trainee_id
    seat.delete()
    if held.is_published:
        tell_of_unseating(held, [person], now=now)
    note("round.unseated", held, actor=actor, now=now, people=[str(person)])
