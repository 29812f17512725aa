"""The page of one question."""

import secrets
import uuid
from datetime import datetime
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases import api
from certification.attempts.models import Attempt
from certification.attempts.services import Frame, move_on
from certification.attempts.wording import REFUSALS
from certification.core.htmx import SignedInRequest, render_page, wants_fragment
from certification.core.wording import refusal_text
from certification.drills.services import exam_target
from certification.sitting.drills.desks import Words
from certification.sitting.exams.access import CLOCKED, go, own_attempt, own_frame
from certification.sitting.exams.announcements import announcements_to, last_said
from certification.sitting.exams.answering import save_form
from certification.sitting.exams.palette import is_forward
from certification.sitting.exams.presentation import exam_view, question_view
from certification.sitting.exams.talks import talk_desk

FOLDER: Final = "certification/sitting/exams"
#: The name of a page and what its address needs.
Elsewhere = tuple[str, uuid.UUID] | tuple[str, uuid.UUID, int]


@require_GET
def attempt(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Go on where it was: the first open question, the end of the time, or the result."""
    now = timezone.now()
    found = own_attempt(request, attempt_id, kinds=CLOCKED, now=now)
    if not found.is_open:
        return go(request, "sitting:result", found.pk)
    if found.is_timed_out(now):
        return go(request, "sitting:hand-in", found.pk)
    if is_forward(found):
        return redirect("sitting:question", found.pk, min(found.furthest, found.paper.size))
    positions = found.sheet(found.paper.size).open_positions
    return redirect("sitting:question", found.pk, positions[0] if positions else found.paper.size)


@require_http_methods(["GET", "POST"])
def question(request: SignedInRequest, attempt_id: uuid.UUID, position: int) -> HttpResponse:
    now = timezone.now()
    frame = own_frame(request, attempt_id, position, now=now)
    found, refusal = frame.attempt, None
    if found.is_open and request.method == "POST":
        refusal = save_form(request, found, position, now)
        if refusal is None and not found.is_timed_out(now):
            return _move_on(request, found, position, now)
    if (elsewhere := elsewhere_of(found, position, now)) is not None:
        return go(request, *elsewhere)
    said = refusal_text(refusal, REFUSALS) if refusal else ""
    return question_page(request, frame, position, now, Words(draft=request.POST.get("text", ""), refusal=said))


def elsewhere_of(found: Attempt, position: int, now: datetime) -> Elsewhere | None:
    """Say where one has to go instead: to the result, to the end of the time, to where one may only go forward."""
    if not found.is_open:
        return "sitting:result", found.pk
    if found.is_timed_out(now):
        return "sitting:hand-in", found.pk
    if is_forward(found) and position != found.furthest:
        return "sitting:question", found.pk, min(found.furthest, found.paper.size)
    return None


def question_page(request: SignedInRequest, frame: Frame, position: int, now: datetime, words: Words) -> HttpResponse:
    """Answer with the page of a question; 422 where something was refused."""
    found, shown = frame.attempt, frame.question
    if shown is None:
        raise Http404
    sheet = found.sheet(found.paper.size)
    announcements = [] if wants_fragment(request) else announcements_to(found)  # they stand above what is swapped
    view = question_view(shown, sheet.cell(position), size=found.paper.size, edition=api.load_edition(found.edition))
    target = exam_target(request.user.pk, found.pk, position) if view.is_talk else None
    context = {
        "exam": exam_view(found, sheet, current=position, now=now),
        "question": view,
        "desk": talk_desk(target, now=now, words=words) if target else None,
        "client": secrets.token_hex(8),
        "announcements": announcements,
        "last_said": last_said(announcements),
        "refusal": "" if view.is_talk else words.refusal,
    }
    return render_page(
        request,
        f"{FOLDER}/question.html",
        context,
        fragment=f"{FOLDER}/_question_panel.html",
        status=422 if words.refusal else 200,
    )


def _move_on(request: SignedInRequest, found: Attempt, position: int, now: datetime) -> HttpResponse:
    step = {"prev": -1, "next": 1}.get(request.POST.get("go", ""), 0)
    if is_forward(found):
        step = max(step, 0)
        if step and position < found.paper.size:
            move_on(found, position, now=now)
    there = position + step
    if there > found.paper.size:
        return go(request, "sitting:hand-in", found.pk)
    return redirect("sitting:question", found.pk, max(1, there))
