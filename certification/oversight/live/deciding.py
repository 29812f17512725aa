"""迟到的作答, 离开记录, 中断, 操作记录: what was recorded of a round, and the decision about late answers."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from certification.attempts.models import LateResponse
from certification.core.htmx import SignedInRequest
from certification.core.refusals import Refusal, RefusedError
from certification.drills.models import LateTurn
from certification.grading.late import decide_late
from certification.grading.late_talks import decide_late_reply
from certification.oversight.live.log import acts_on, log_rows, people_named
from certification.oversight.live.pages import FOLDER, held_round, invigilator
from certification.oversight.live.reading import attempts_of
from certification.oversight.live.records import focus_events, focus_row, late_people, outages_in
from certification.oversight.live.wording import told
from certification.rounds.models import Round

PAGE_SIZE = 100
DECISIONS = {"accept": True, "reject": False}


@require_http_methods(["GET", "POST"])
@invigilator
def late(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    held = held_round(round_id)
    refusal, status = None, 200
    if request.method == "POST":
        refusal = _decide(request, held)
        if refusal is None:
            return redirect("oversight:live-late", held.pk)
        status = 422 if refusal.code == "live.nothing-chosen" else 409
    people = late_people(held, reader=request.user.pk)
    context = {
        "held": held,
        "people": people,
        "waiting": sum(len(one.waiting) for one in people),
        "refusal": told(refusal) if refusal else "",
    }
    return render(request, f"{FOLDER}/late.html", context, status=status)


def _decide(request: SignedInRequest, held: Round) -> Refusal | None:
    """Decide about everything that is ticked; return why something was not, after all others."""
    answers = LateResponse.objects.filter(pk__in=_ticked(request, "late"), attempt__in=attempts_of(held))
    replies = LateTurn.objects.filter(pk__in=_ticked(request, "late-reply"), run__attempt__in=attempts_of(held))
    found = [
        *((decide_late, one.pk) for one in answers.order_by("received_at", "pk")),
        *((decide_late_reply, one.pk) for one in replies.order_by("received_at", "pk")),
    ]
    accepted = DECISIONS.get(request.POST.get("decision", ""))
    if not found or accepted is None:
        return Refusal("live.nothing-chosen")
    refusal = None
    for decide, pk in found:
        try:
            decide(pk, accepted=accepted, actor=request.user.pk, now=timezone.now())
        except RefusedError as error:
            refusal = error.refusal
    return refusal


def _ticked(request: SignedInRequest, name: str) -> list[int]:
    return [int(text) for text in request.POST.getlist(name) if text.isascii() and text.isdigit()]


@require_GET
@invigilator
def focus(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    held = held_round(round_id)
    page = Paginator(focus_events(held), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"held": held, "page": page, "rows": [focus_row(event) for event in page]}
    return render(request, f"{FOLDER}/focus.html", context)


@require_GET
@invigilator
def outages(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    held = held_round(round_id)
    return render(request, f"{FOLDER}/outages.html", {"held": held, "rows": outages_in(held)})


@require_GET
@invigilator
def log(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    held = held_round(round_id)
    page = Paginator(acts_on(held), PAGE_SIZE).get_page(request.GET.get("page"))
    entries = list(page)
    context = {"held": held, "page": page, "rows": log_rows(entries, people_named(entries))}
    return render(request, f"{FOLDER}/log.html", context)
