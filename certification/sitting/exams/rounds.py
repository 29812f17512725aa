"""场次: check in, wait for the opening, start."""

import uuid
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from certification.attempts.models import Attempt
from certification.attempts.services import start_exam
from certification.attempts.wording import REFUSALS as ATTEMPT_REFUSALS
from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.grading.scoring import mode_lines
from certification.papers.models import PaperQuestion
from certification.rounds.domain import RoundState
from certification.rounds.models import Seat
from certification.rounds.services import allowed_time_of, check_in
from certification.rounds.wording import REFUSALS as ROUND_REFUSALS
from certification.sitting.exams.round_view import round_view

REFUSALS = {**ROUND_REFUSALS, **ATTEMPT_REFUSALS}


@require_GET
def round_page(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    return _page(request, _own_seat(request, round_id), timezone.now())


@require_POST
def check_in_to_round(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    seat, now = _own_seat(request, round_id), timezone.now()
    try:
        check_in(seat.pk, trainee_id=request.user.pk, now=now)
    except RefusedError as error:
        return _page(request, seat, now, error)
    return redirect("sitting:round", round_id)


@require_POST
def start(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    """Open the attempt; a second click finds the first one's. Twelve queries at most."""
    now = timezone.now()
    seat_id = Seat.objects.filter(round=round_id, trainee=request.user.pk).values_list("pk", flat=True).first()
    if seat_id is None:
        raise Http404
    try:
        attempt = start_exam(seat_id, trainee_id=request.user.pk, now=now)
    except Seat.DoesNotExist as error:  # it was taken away at this moment
        raise Http404 from error
    except RefusedError as error:
        return _page(request, _own_seat(request, round_id), now, error)
    return redirect("sitting:attempt", attempt.pk)


def _own_seat(request: SignedInRequest, round_id: uuid.UUID) -> Seat:
    found = Seat.objects.filter(round=round_id, trainee=request.user.pk).exclude(round__state=RoundState.DRAFT)
    seat = found.select_related("round").first()
    if seat is None:
        raise Http404
    return seat


def _page(request: SignedInRequest, seat: Seat, now: datetime, error: RefusedError | None = None) -> HttpResponse:
    attempts = list(Attempt.objects.sat_by(request.user.pk).filter(round=seat.round_id).order_by("number"))
    allowed = allowed_time_of(seat.round, request.user.pk)
    asked = PaperQuestion.objects.filter(paper__seat_papers__seat=seat, paper__seat_papers__number=1)
    context = {
        "round": round_view(seat, attempts, allowed=allowed, now=now),
        "size": asked.count(),
        "modes": mode_lines(asked.order_by("type").values_list("type", "mode", "points").distinct()),
        "refusal": refusal_text(error.refusal, REFUSALS) if error else "",
    }
    return render(request, "certification/sitting/exams/round.html", context, status=409 if error else 200)
