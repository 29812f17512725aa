"""The live page and the page of one person: the room, the forms, what was done."""

import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from certification.core.htmx import SignedInRequest, render_page, wants_fragment
from certification.core.journal import JournalEntry
from certification.oversight.live.domain import Order, Person, Show
from certification.oversight.live.forms import Forms
from certification.oversight.live.log import acts_on, is_about, log_rows, outcome_of, people_named
from certification.oversight.live.presentation import live_room, person_view
from certification.oversight.live.reading import people_in
from certification.oversight.live.records import focus_of
from certification.people.domain import Role
from certification.people.permissions import role_required
from certification.rounds.domain import RoundState
from certification.rounds.models import Round

FOLDER = "certification/oversight/live"
LOG_SHOWN = 12
LOG_SEARCHED = 300

invigilator = role_required(Role.TRAINER, Role.MANAGER)
E = TypeVar("E", bound=StrEnum)


def held_round(round_id: uuid.UUID) -> Round:
    """Return a round that was published; a draft has no room yet.

    Raises:
        Http404: there is none.
    """
    return get_object_or_404(Round.objects.exclude(state=RoundState.DRAFT), pk=round_id)


def person_at(held: Round, seat_id: uuid.UUID) -> Person:
    """Return who has a seat.

    Raises:
        Http404: there is no such seat in the round.
    """
    found = people_in(held, seat_id=seat_id)
    if not found:
        raise Http404
    return found[0]


@require_GET
@invigilator
def live(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    return live_page(request, held_round(round_id))


def live_page(request: SignedInRequest, held: Round, *, forms: Forms | None = None, status: int = 200) -> HttpResponse:
    """Answer with the room; a poll takes the table alone, so that nobody's typing is lost."""
    now = timezone.now()
    people = people_in(held)
    show = _chosen(Show, request.GET.get("show", ""), Show.ALL)
    order = _chosen(Order, request.GET.get("sort", ""), Order.NEED)
    context: dict[str, object] = {"held": held, "room": live_room(held, people, show=show, order=order, now=now)}
    if not wants_fragment(request):
        entries = list(acts_on(held)[:LOG_SHOWN])
        names = {one.person: one.name for one in people}
        context |= {
            "forms": forms or Forms(uuid.uuid4()),
            "log": log_rows(entries, names),
            "outcome": outcome_of(_done(request, entries), names),
            "may_end": held.closes_at <= now and any(one.running for one in people),
        }
    return render_page(request, f"{FOLDER}/live.html", context, fragment=f"{FOLDER}/_live_room.html", status=status)


def _chosen(kind: type[E], text: str, default: E) -> E:
    return kind(text) if text in set(kind) else default


def _done(request: SignedInRequest, entries: Iterable[JournalEntry]) -> JournalEntry | None:
    """Return the act that the browser has just come from."""
    return next((one for one in entries if str(one.pk) == request.GET.get("done")), None)


@require_GET
@invigilator
def person(request: SignedInRequest, round_id: uuid.UUID, seat_id: uuid.UUID) -> HttpResponse:
    held = held_round(round_id)
    return person_page(request, held, person_at(held, seat_id))


def person_page(
    request: SignedInRequest, held: Round, one: Person, *, forms: Forms | None = None, status: int = 200
) -> HttpResponse:
    """Answer with everything about one person; a poll takes how they stand alone."""
    now = timezone.now()
    context: dict[str, object] = {"held": held, "one": one, "view": person_view(held, one, now=now)}
    if not wants_fragment(request):
        entries = [entry for entry in acts_on(held)[:LOG_SEARCHED] if is_about(entry, one.person)]
        names = people_named(entries)
        context |= {
            "forms": forms or Forms(uuid.uuid4()),
            "log": log_rows(entries, names),
            "outcome": outcome_of(_done(request, entries), names),
            "focus": focus_of(held, person_id=one.person),
        }
    return render_page(request, f"{FOLDER}/person.html", context, fragment=f"{FOLDER}/_live_person.html", status=status)
