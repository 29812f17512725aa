"""Which paper each seat gets. Drawing is apart from writing, so that the write lock is held for the writing alone."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from certification.bank.models import QuestionVersion
from certification.papers import services as papers
from certification.papers.models import BlueprintVersion, Paper
from certification.papers.services import DrawnPaper
from certification.rounds.domain import Forms, form_of
from certification.rounds.models import Round, RoundForm, Seat, SeatPaper


@dataclass(frozen=True, slots=True)
class Deal:
    """What was drawn and not yet written: forms for everybody, or own papers by seat, the first attempt's first."""

    forms: tuple[DrawnPaper, ...] = ()
    own: Mapping[uuid.UUID, tuple[DrawnPaper, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draw:
    """What to draw by: everything that decides a round's papers."""

    version: BlueprintVersion
    edition: str
    seed: int
    forms: Forms
    form_count: int
    attempts: int


def draw_by(held: Round) -> Draw:
    """Return what the papers of a published round are drawn by."""
    return Draw(held.blueprint, held.edition, held.seed, Forms(held.forms), held.form_count, held.attempts_allowed)


def draw_round(by: Draw, seats: Sequence[Seat], *, now: datetime) -> Deal:
    """Draw everything a round needs to be published; one seed gives the same papers to the same seats.

    Raises:
        RefusedError: the bank lacks what the blueprint asks for; the refusal says what.
    """
    if by.forms is Forms.PERSONAL:
        return draw_own(by, seats, drawn_before=0, now=now)
    count = by.form_count if by.forms is Forms.PARALLEL else 1
    drawn = papers.draw_forms(by.version, edition=by.edition, forms=count, seed=by.seed, now=now)
    return Deal(forms=tuple(drawn))


def draw_own(by: Draw, seats: Sequence[Seat], *, drawn_before: int, now: datetime) -> Deal:
    """Draw own papers for these seats, one for each attempt, away from what earlier ones asked the same person.

    Args:
        by: what to draw by.
        seats: for whom.
        drawn_before: how many papers the round had before, which sets the seed apart.
        now: recorded.

    Raises:
        RefusedError: the bank lacks what the blueprint asks for.
    """
    seen = seen_by([seat.trainee_id for seat in seats])
    own: dict[uuid.UUID, tuple[DrawnPaper, ...]] = {seat.pk: () for seat in seats}
    for attempt in range(by.attempts):
        seed = by.seed + drawn_before + attempt * len(seats)
        drawn = papers.draw_forms(by.version, edition=by.edition, forms=len(seats), seed=seed, now=now, seen=seen)
        codes = _codes(drawn)
        for seat, one in zip(seats, drawn, strict=True):
            own[seat.pk] += (one,)
            seen[seat.trainee_id] |= {codes[question.version_id] for question in one.questions}
    return Deal(own=own)


def seen_by(people: Sequence[uuid.UUID]) -> dict[uuid.UUID, set[str]]:
    """Return the codes that papers of earlier rounds hold for each of these people, in their order: one query."""
    seen: dict[uuid.UUID, set[str]] = {person: set() for person in people}
    rows = SeatPaper.objects.filter(seat__trainee__in=people).values_list(
        "seat__trainee", "paper__questions__version__question__code"
    )
    for person, code in rows.order_by():
        seen[person].add(code)
    return seen


def _codes(drawn: Sequence[DrawnPaper]) -> dict[uuid.UUID, str]:
    versions = {question.version_id for one in drawn for question in one.questions}
    return dict(QuestionVersion.objects.filter(pk__in=versions).values_list("pk", "question__code"))


def write_deal(held: Round, deal: Deal, seats: Sequence[Seat]) -> None:
    """Write drawn papers and give them to these seats, inside the caller's transaction: a handful of inserts."""
    forms = papers.write_papers(deal.forms) if deal.forms else []
    RoundForm.objects.bulk_create(
        RoundForm(round=held, number=number, paper=paper) for number, paper in enumerate(forms, start=1)
    )
    if deal.own:
        papers.write_papers([one for seat in seats for one in deal.own[seat.pk]])
        _give((seat, [one.paper for one in deal.own[seat.pk]]) for seat in seats)
    else:
        give_forms(held, seats, first_place=0)


def give_forms(held: Round, seats: Sequence[Seat], *, first_place: int) -> None:
    """Deal the round's forms to seats in turn, the first of them at `first_place`."""
    forms = {one.number: one.paper for one in held.drawn_forms.select_related("paper")}
    attempts = range(1, held.attempts_allowed + 1)
    _give(
        (seat, [forms[form_of(place, attempt, len(forms))] for attempt in attempts])
        for place, seat in enumerate(seats, start=first_place)
    )


def _give(dealt: Iterable[tuple[Seat, list[Paper]]]) -> None:
    SeatPaper.objects.bulk_create(
        SeatPaper(seat=seat, number=number, paper=paper)
        for seat, own in dealt
        for number, paper in enumerate(own, start=1)
    )
