"""Between the clicks: a sign of life that brings news, absences, and what an outbox needs to send from any page."""

import uuid
from datetime import datetime
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from certification.attempts.domain import MAX_SEQUENCE, AttemptState, is_client_id
from certification.attempts.models import Attempt
from certification.attempts.services import note_presence, record_focus
from certification.core.htmx import SignedInRequest
from certification.sitting.exams.access import CLOCKED
from certification.sitting.exams.announcements import announcements_to, instant_of, last_said, milliseconds
from certification.sitting.exams.presentation import time_view

FOLDER: Final = "certification/sitting/exams"
MOST_POSITION: Final = 9999


@require_POST
def ping(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Note where somebody is; reply with the time that is left and what was said since `seen`. Five queries."""
    now = timezone.now()
    attempt = _own(request, attempt_id)
    seen = instant_of(request.POST.get("seen", ""))
    if attempt.is_open:
        note_presence(attempt.pk, position=_number(request.POST.get("position", ""), most=MOST_POSITION), now=now)
    announcements = announcements_to(attempt, after=seen)
    return _news(request, attempt, now, announcements=announcements, last_said=last_said(announcements, seen))


def _news(request: SignedInRequest, attempt: Attempt, now: datetime, **said: object) -> HttpResponse:
    context = {"time": time_view(attempt, now), "is_open": attempt.is_open, "is_exam": attempt.is_exam, **said}
    return render(request, f"{FOLDER}/_ping.html", context)


@require_POST
def focus(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Record that the page was left for some seconds; what cannot be read is dropped, what is closed stays closed."""
    attempt = _own(request, attempt_id)
    client, data = request.POST.get("client", ""), request.POST
    if attempt.is_open and attempt.is_exam and is_client_id(client):
        record_focus(
            attempt,
            client=client,
            sequence=_number(data.get("sequence", ""), most=MAX_SEQUENCE),
            position=_number(data.get("position", ""), most=MOST_POSITION),
            seconds=_number(data.get("seconds", ""), most=MAX_SEQUENCE),
            now=timezone.now(),
        )
    return HttpResponse(status=204)


@require_GET
def pulse(request: SignedInRequest) -> HttpResponse:
    """Tell a page whose answers are asked about, what time it is, and the token to send with: two queries."""
    context = {"person": request.user.pk, "now": milliseconds(timezone.now())}
    return render(request, f"{FOLDER}/_pulse.html", context)


def _own(request: SignedInRequest, attempt_id: uuid.UUID) -> Attempt:
    found = Attempt.objects.sat_by(request.user.pk).filter(pk=attempt_id, kind__in=CLOCKED)
    attempt = found.exclude(state=AttemptState.VOID).select_related("round").first()
    if attempt is None:
        raise Http404
    return attempt


def _number(text: str, *, most: int) -> int:
    return min(int(text), most) if text.isascii() and text.isdigit() else 0
