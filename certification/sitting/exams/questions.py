"""Answering: the page of one question, and the small write behind each click."""

import secrets
import uuid
from datetime import datetime

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import api
from certification.attempts.domain import (
    MAX_SEQUENCE,
    AttemptKind,
    Cell,
    is_client_id,
    parse_answer,
)
from certification.attempts.models import Attempt
from certification.attempts.services import Target, Write, find_target, save_response
from certification.attempts.wording import REFUSALS
from certification.bank.domain import QuestionType
from certification.core.htmx import SignedInRequest, render_page
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.papers.models import PaperQuestion
from certification.sitting.exams.access import go, own_attempt
from certification.sitting.exams.presentation import cell_label, cell_state, exam_view, question_view

FOLDER = "certification/sitting/exams"
MICROSECONDS = 1_000_000


@require_GET
def attempt(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Go on where it was: the first open question, or the result."""
    found = own_attempt(request, attempt_id, kind=AttemptKind.MOCK, now=timezone.now())
    if not found.is_open:
        return go(request, "sitting:result", found.pk)
    positions = found.sheet(found.paper.size).open_positions
    return redirect("sitting:question", found.pk, positions[0] if positions else found.paper.size)


@require_http_methods(["GET", "POST"])
def question(request: SignedInRequest, attempt_id: uuid.UUID, position: int) -> HttpResponse:
    now = timezone.now()
    found = own_attempt(request, attempt_id, kind=AttemptKind.MOCK, now=now)
    if not found.is_open:
        return go(request, "sitting:result", found.pk)
    refusal = None
    if request.method == "POST":
        refusal = _save_form(request, found, position, now)
        if refusal is None:
            return _move_on(request, found, position)
    return _page(request, found, position, now, refusal)


def _page(
    request: SignedInRequest, found: Attempt, position: int, now: datetime, refusal: Refusal | None
) -> HttpResponse:
    shown = PaperQuestion.objects.filter(paper=found.paper_id, position=position).select_related("version").first()
    if shown is None:
        raise Http404
    sheet = found.sheet(found.paper.size)
    context = {
        "exam": exam_view(found, sheet, current=position, now=now),
        "question": question_view(
            shown, sheet.cell(position), size=found.paper.size, edition=api.load_edition(found.edition)
        ),
        "client": secrets.token_hex(8),
        "refusal": refusal_text(refusal, REFUSALS) if refusal else "",
    }
    return render_page(
        request,
        f"{FOLDER}/question.html",
        context,
        fragment=f"{FOLDER}/_question_panel.html",
        status=422 if refusal else 200,
    )


def _save_form(request: SignedInRequest, found: Attempt, position: int, now: datetime) -> Refusal | None:
    """Take what the form sends without JavaScript: the answer, and with its button the flag. Return why not."""
    target = find_target(request.user.pk, found.pk, position)
    if target is None:
        raise Http404
    answer = _answer(request.POST, target)
    if isinstance(answer, Refusal):
        return answer
    client = request.POST.get("client", "")
    sequence = int(now.timestamp() * MICROSECONDS)
    if not is_client_id(client):
        return Refusal("attempts.bad-request")
    try:
        if answer != target.cell.answer:
            save_response(target, Write(client, sequence, answer=answer), now=now)
        if "flag" in request.POST:
            save_response(target, Write(client, sequence + 1, flag=request.POST["flag"] == "1"), now=now)
    except RefusedError as error:
        return error.refusal
    return None


def _move_on(request: SignedInRequest, found: Attempt, position: int) -> HttpResponse:
    step = {"prev": -1, "next": 1}.get(request.POST.get("go", ""), 0)
    there = position + step
    if there > found.paper.size:
        return redirect("sitting:hand-in", found.pk)
    return redirect("sitting:question", found.pk, max(1, there))


@require_POST
def answer(request: SignedInRequest, attempt_id: uuid.UUID, position: int) -> HttpResponse:
    """Save one answer or one flag; replies with the save state alone. Four queries, session and user included."""
    target = find_target(request.user.pk, attempt_id, position)
    if target is None:
        raise Http404
    now = timezone.now()
    write = _write(request.POST, target)
    if isinstance(write, Refusal):
        return _save_state(target, target.cell, now, write)
    try:
        cell = save_response(target, write, now=now).cell
    except RefusedError as error:
        return _save_state(target, target.cell, now, error.refusal)
    return _save_state(target, cell, now, None)


def _write(data: QueryDict, target: Target) -> Write | Refusal:
    client, number = data.get("client", ""), data.get("sequence", "")
    if not (is_client_id(client) and number.isascii() and number.isdigit() and int(number) <= MAX_SEQUENCE):
        return Refusal("attempts.bad-request")
    if "flag" in data:
        return Write(client, int(number), flag=data["flag"] == "1")
    chosen = _answer(data, target)
    return chosen if isinstance(chosen, Refusal) else Write(client, int(number), answer=chosen)


def _answer(data: QueryDict, target: Target) -> str | Refusal:
    letters = [letter for letter in data.getlist("answer") if letter]
    return parse_answer(letters, options=target.options, many=target.type == QuestionType.MULTIPLE)


def _save_state(target: Target, cell: Cell, now: datetime, refusal: Refusal | None) -> HttpResponse:
    deadline = target.terms.deadline
    left = int((deadline - now).total_seconds()) if deadline else 0
    context = {
        "number": target.position,
        "answer": cell.answer,
        "state": cell_state(cell),
        "label": cell_label(target.position, cell),
        "saved_at": cell.saved_at or now,
        "seconds_left": max(0, left),
        "refusal": refusal_text(refusal, REFUSALS) if refusal else "",
        "is_final": refusal is not None and refusal.code in {"attempts.closed", "attempts.over"},
    }
    # Without the request: this fragment needs no context processor, and every answer of everybody comes through here.
    return HttpResponse(render_to_string(f"{FOLDER}/_save_state.html", context), status=422 if refusal else 200)
