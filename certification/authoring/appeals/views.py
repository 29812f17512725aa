"""申诉, for trainers and managers: the queue, and one appeal with everything to judge it by."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from certification.authoring.appeals.presentation import appeal_page, appeal_row
from certification.core.htmx import SignedInRequest
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.grading.appeals import LONGEST_TEXT, answer_appeal, answered, waiting
from certification.grading.domain import AppealOutcome
from certification.grading.models import Appeal
from certification.grading.wording import OUTCOME_HINTS, OUTCOME_NAMES, REFUSALS
from certification.people.domain import Role
from certification.people.permissions import role_required

FOLDER = "certification/authoring/appeals"
PAGE_SIZE = 50


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def appeals(request: SignedInRequest) -> HttpResponse:
    people = ("attempt__trainee__cohort", "answered_by")
    context = {
        "waiting": [appeal_row(one) for one in waiting().select_related(*people)[:PAGE_SIZE]],
        "waiting_total": waiting().count(),
        "answered": [appeal_row(one) for one in answered().select_related(*people)[:PAGE_SIZE]],
    }
    return render(request, f"{FOLDER}/appeals.html", context)


@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER, Role.MANAGER)
def appeal(request: SignedInRequest, appeal_id: uuid.UUID) -> HttpResponse:
    found = Appeal.objects.select_related("attempt__trainee__cohort", "attempt__paper", "answered_by", "regrade")
    one = get_object_or_404(found, pk=appeal_id)
    refusal = None
    if request.method == "POST":
        refusal = _answer(request, one)
        if refusal is None:
            return redirect("authoring:appeal", one.pk)
    context = {
        "appeal": one,
        "page": appeal_page(one),
        "outcomes": [(key, name, OUTCOME_HINTS[key]) for key, name in OUTCOME_NAMES.items()],
        "chosen": request.POST.get("outcome", ""),
        "answer": request.POST.get("answer", ""),
        "longest": LONGEST_TEXT,
        "refusal": refusal,
        "is_own": one.attempt.trainee_id == request.user.pk,
    }
    return render(request, f"{FOLDER}/appeal.html", context, status=422 if refusal else 200)


def _answer(request: SignedInRequest, one: Appeal) -> str | None:
    """Answer; return the sentence that says why not."""
    if request.POST.get("outcome") not in set(AppealOutcome):
        return _("请先选结果。")
    try:
        answer_appeal(
            one.pk,
            outcome=AppealOutcome(request.POST["outcome"]),
            answer=request.POST.get("answer", ""),
            actor=request.user.pk,
            now=timezone.now(),
        )
    except RefusedError as error:
        refused: Refusal = error.refusal
        return refusal_text(refused, REFUSALS)
    return None
