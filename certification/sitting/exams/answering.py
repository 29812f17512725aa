"""The small write behind each click, and what a form sends without JavaScript."""

import uuid
from datetime import datetime
from typing import Final

from django.http import Http404, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from certification.attempts.domain import MAX_SEQUENCE, AttemptState, is_client_id, parse_answer
from certification.attempts.models import Attempt
from certification.attempts.services import Receipt, Target, Write, find_target, save_response
from certification.attempts.wording import REFUSALS
from certification.bank.domain import QuestionType
from certification.core.htmx import SignedInRequest
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.sitting.exams.announcements import from_milliseconds, milliseconds
from certification.sitting.exams.palette import cell_label, cell_state

SAVE_STATE: Final = "certification/sitting/exams/_save_state.html"
MICROSECONDS: Final = 1_000_000


@require_POST
def answer(request: SignedInRequest, attempt_id: uuid.UUID, position: int) -> HttpResponse:
    """Save one answer or one flag; replies with the save state alone. Four queries, session and user included."""
    target = find_target(request.user.pk, attempt_id, position)
    if target is None:
        raise Http404
    now = timezone.now()
    write = _write(request.POST, target)
    if isinstance(write, Refusal):
        return _save_state(target, Receipt(target.cell), now, write)
    try:
        receipt = save_response(target, write, now=now)
    except RefusedError as error:
        return _save_state(target, Receipt(target.cell), now, error.refusal)
    return _save_state(target, receipt, now, None)


def save_form(request: SignedInRequest, attempt: Attempt, position: int, now: datetime) -> Refusal | None:
    """Take what the form sends without JavaScript: the answer, and with its button the flag. Return why not."""
    target = find_target(request.user.pk, attempt.pk, position)
    if target is None:
        raise Http404
    chosen = _letters(request.POST, target)
    if isinstance(chosen, Refusal):
        return chosen
    client = request.POST.get("client", "")
    sequence = int(now.timestamp() * MICROSECONDS)
    if not is_client_id(client):
        return Refusal("attempts.bad-request")
    try:
        if (
            chosen != target.cell.answer
            and save_response(target, Write(client, sequence, answer=chosen), now=now).is_late
        ):
            return Refusal("attempts.late")
        if "flag" in request.POST:
            save_response(target, Write(client, sequence + 1, flag=request.POST["flag"] == "1"), now=now)
    except RefusedError as error:
        return error.refusal
    return None


def _write(data: QueryDict, target: Target) -> Write | Refusal:
    client, number = data.get("client", ""), data.get("sequence", "")
    if not (is_client_id(client) and number.isascii() and number.isdigit() and int(number) <= MAX_SEQUENCE):
        return Refusal("attempts.bad-request")
    at = from_milliseconds(data.get("at", ""))
    if "flag" in data:
        return Write(client, int(number), flag=data["flag"] == "1", answered_at=at)
    chosen = _letters(data, target)
    return chosen if isinstance(chosen, Refusal) else Write(client, int(number), answer=chosen, answered_at=at)


def _letters(data: QueryDict, target: Target) -> str | Refusal:
    letters = [letter for letter in data.getlist("answer") if letter]
    return parse_answer(letters, options=target.options, many=target.type == QuestionType.MULTIPLE)


def _save_state(target: Target, receipt: Receipt, now: datetime, refusal: Refusal | None) -> HttpResponse:
    said = refusal_text(refusal, REFUSALS) if refusal else ""
    # Without the request: this fragment needs no context processor, and every answer of everybody comes through here.
    status = 422 if refusal and not receipt.is_late else 200
    return HttpResponse(render_to_string(SAVE_STATE, save_state(target, receipt, now, said)), status=status)


def save_state(target: Target, receipt: Receipt, now: datetime, refusal: str) -> dict[str, object]:
    """Return what the save state says: what the server holds, and why it took no more."""
    cell, terms = receipt.cell, target.terms
    if receipt.is_late and not refusal:
        refusal = refusal_text(Refusal("attempts.late"), REFUSALS)
    is_over = terms.state is not AttemptState.OPEN or (terms.deadline is not None and now > terms.deadline)
    return {
        "number": target.position,
        "answer": cell.answer,
        "state": cell_state(cell),
        "label": cell_label(target.position, cell),
        "saved_at": cell.saved_at or now,
        "now": milliseconds(now),
        "deadline": milliseconds(terms.deadline or now),
        "refusal": refusal,
        "is_late": receipt.is_late,
        "is_final": is_over,
    }
