"""申诉: change what one reads differently, see at once whether it would matter, send."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import api
from certification.core.htmx import SignedInRequest, render_page
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.grading.appeals import LONGEST_TEXT, appeals_of, raise_appeal
from certification.grading.domain import AppealKind
from certification.grading.reading import MarkedQuestion, find_marked_question
from certification.grading.review import may_review
from certification.grading.wording import REFUSALS
from certification.sitting.appeals.fields import appeal_fields, read_dispute
from certification.sitting.appeals.presentation import outcome_view

FOLDER = "certification/sitting/appeals"


@require_http_methods(["GET", "POST"])
def appeal(request: SignedInRequest, attempt_id: uuid.UUID, position: int) -> HttpResponse:
    one = find_marked_question(request.user.pk, attempt_id, position)
    if one is None or not may_review(one.attempt, now=timezone.now()):
        raise Http404
    edition = api.load_edition(one.attempt.edition)
    kind = _kind(request, one)
    disputed = read_dispute(request.POST, one.content.case, edition) if request.method == "POST" else {}
    refusal = None
    if request.method == "POST" and request.POST.get("go") == "send":
        refusal = _send(one, kind, disputed, request.POST.get("text", ""))
        if refusal is None:
            return redirect(f"{_ruling_url(one)}#ruling-appeals")
    context: dict[str, Any] = {
        "one": one,
        "kind": kind,
        "has_case": one.content.has_case,
        "fields": appeal_fields(one.content, disputed, edition),
        "outcome": outcome_view(one, disputed, edition) if request.method == "POST" else None,
        "text": request.POST.get("text", ""),
        "longest": LONGEST_TEXT,
        "refusal": refusal_text(refusal, REFUSALS) if refusal else "",
        "ruling_url": _ruling_url(one),
        "is_open": any(found.is_open for found in appeals_of(one.attempt.pk, one.position)),
    }
    return render_page(
        request,
        f"{FOLDER}/appeal.html",
        context,
        fragment=f"{FOLDER}/_appeal_outcome.html",
        status=422 if refusal else 200,
    )


def _kind(request: SignedInRequest, one: MarkedQuestion) -> AppealKind:
    asked = request.POST.get("kind") or request.GET.get("kind") or AppealKind.FACTS
    return AppealKind.FACTS if asked == AppealKind.FACTS and one.content.has_case else AppealKind.REPORT


def _send(one: MarkedQuestion, kind: AppealKind, disputed: dict[str, Any], text: str) -> Refusal | None:
    try:
        raise_appeal(one, kind=kind, disputed=disputed, text=text, now=timezone.now())
    except RefusedError as error:
        return error.refusal
    return None


def _ruling_url(one: MarkedQuestion) -> str:
    return reverse("sitting:ruling", args=[one.attempt.pk, one.position])
