"""What is said and pressed in a drill on a paper: by the rules for answers, told without any judgement."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from certification.attempts.domain import Arrival, AttemptState
from certification.attempts.saving import Receipt, Target
from certification.core.htmx import SignedInRequest, wants_fragment
from certification.core.refusals import Refusal, RefusedError, insist
from certification.drills.models import DrillRun
from certification.drills.services import end_run, exam_run, exam_target, look_up, say_in_exam
from certification.sitting.drills.desks import Words
from certification.sitting.drills.runs import UNFIT, told
from certification.sitting.drills.views import said_in
from certification.sitting.exams.access import own_frame
from certification.sitting.exams.announcements import from_milliseconds
from certification.sitting.exams.answering import save_state
from certification.sitting.exams.questions import question_page
from certification.sitting.exams.talks import talk_desk

FOLDER: Final = "certification/sitting/exams"


@require_POST
def turn(request: SignedInRequest, attempt_id: uuid.UUID, position: int) -> HttpResponse:
    """Say something; sent twice it is said once."""
    target, now = _target(request, attempt_id, position), timezone.now()
    said = said_in(request.POST)
    at = from_milliseconds(request.POST.get("at", ""))
    refusal, arrival = None, Arrival.IN_TIME
    try:
        if say_in_exam(target, said, now=now, answered_at=at) is None:
            arrival, refusal = Arrival.LATE, Refusal("drills.late")
    except RefusedError as error:
        refusal = error.refusal
    return _answer(
        request,
        target,
        now,
        Words(draft=said.text if refusal and arrival is Arrival.IN_TIME else "", refusal=told(refusal)),
        arrival,
    )


@require_POST
def lookup(request: SignedInRequest, attempt_id: uuid.UUID, position: int) -> HttpResponse:
    name = request.POST.get("lookup", "")
    return _press(request, attempt_id, position, lambda run, now: look_up(run, name, now=now))


@require_POST
def end(request: SignedInRequest, attempt_id: uuid.UUID, position: int) -> HttpResponse:
    return _press(request, attempt_id, position, lambda run, now: end_run(run, now=now))


def _press(
    request: SignedInRequest, attempt_id: uuid.UUID, position: int, verb: Callable[[DrillRun, datetime], object]
) -> HttpResponse:
    """Do what a button says while the attempt is open; what is being typed stays in the field."""
    target, now = _target(request, attempt_id, position), timezone.now()
    refusal = None
    try:
        insist(_why_not(target, now))
        verb(exam_run(target, now=now), now)
    except RefusedError as error:
        refusal = error.refusal
    words = Words(draft=request.POST.get("text", ""), refusal=told(refusal))
    return _answer(request, target, now, words, Arrival.IN_TIME)


def _target(request: SignedInRequest, attempt_id: uuid.UUID, position: int) -> Target:
    target = exam_target(request.user.pk, attempt_id, position)
    if target is None:
        raise Http404
    return target


def _why_not(target: Target, now: datetime) -> Refusal | None:
    """Return why nothing can be pressed: the paper is handed in, the time is up, or the question was left for good."""
    terms = target.terms
    if terms.state is not AttemptState.OPEN:
        return Refusal("attempts.closed")
    if terms.deadline is not None and now > terms.deadline:
        return Refusal("attempts.over")
    return Refusal("attempts.left-behind") if terms.is_forward and target.position < terms.furthest else None


def _answer(request: SignedInRequest, target: Target, now: datetime, words: Words, arrival: Arrival) -> HttpResponse:
    """Answer a script with save state and desk, a form by going back to the page or with what it had typed."""
    number = target.position
    if not wants_fragment(request) and not words.draft and not words.refusal:
        return redirect(f"{reverse('sitting:question', args=[target.attempt_id, number])}#reply")
    if not wants_fragment(request):
        frame = own_frame(request, target.attempt_id, number, now=now)
        if not frame.attempt.is_open:
            return redirect("sitting:attempt", target.attempt_id)
        return question_page(request, frame, number, now, words)
    held = _target(request, target.attempt_id, number)
    context = {
        **save_state(held, Receipt(held.cell, arrival), now, words.refusal),
        "desk": talk_desk(held, now=now, words=words),
    }
    return render(request, f"{FOLDER}/_exam_talk.html", context, status=UNFIT if words.refusal else 200)
