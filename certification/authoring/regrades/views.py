"""重新评分: what was done, a new one, its preview, and the button that applies exactly that."""

import uuid
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from certification.authoring.regrades.applied import changes_of
from certification.authoring.regrades.choosing import Chosen, appeal_in, as_uuid, chosen_question, read_request
from certification.authoring.regrades.presentation import (
    done_row,
    new_form,
    person_rows,
    policy_rows,
    said_corrections,
)
from certification.core.htmx import SignedInRequest
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.grading.appeals import note_regrade
from certification.grading.domain import PERSONAL, AppealOutcome
from certification.grading.models import Appeal, Regrade
from certification.grading.regrades import WITHDRAWING, Request, apply_regrade, fingerprint, previews
from certification.grading.wording import REFUSALS
from certification.people.domain import Role
from certification.people.models import User
from certification.people.permissions import role_required

FOLDER = "certification/authoring/regrades"
PAGE_SIZE = 50
#: Refusals that mean: somebody or something was faster.
CONFLICTS = frozenset({"grading.preview-stale", "grading.nothing-changes"})


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def regrades(request: SignedInRequest) -> HttpResponse:
    corrections = Regrade.objects.exclude(cause__in=PERSONAL)  # those stand in the log of their round
    done = list(corrections.annotate(mark_count=Count("marks"))[:PAGE_SIZE])
    people = User.objects.in_bulk([one.actor for one in done])
    rows = [
        done_row(one, marks=one.mark_count, who=people[one.actor].display_name if one.actor in people else "")
        for one in done
    ]
    upheld = Appeal.objects.filter(outcome=AppealOutcome.UPHELD, regrade=None).select_related("attempt__trainee")
    return render(request, f"{FOLDER}/regrades.html", {"rows": rows, "upheld": upheld[:PAGE_SIZE]})


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def regrade(request: SignedInRequest, regrade_id: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Regrade, pk=regrade_id)
    actor = User.objects.filter(pk=found.actor).first()
    people = changes_of(found)
    row = done_row(found, marks=len(people), who=actor.display_name if actor else "")
    context = {"row": row, "people": people, "withdrawing": WITHDRAWING}
    return render(request, f"{FOLDER}/regrade.html", context)


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def new(request: SignedInRequest) -> HttpResponse:
    try:
        chosen = chosen_question(request.GET)
    except RefusedError as error:
        return _form(request, None, error.refusal)
    return _form(request, chosen, None)


def _form(request: SignedInRequest, chosen: Chosen | None, refusal: Refusal | None) -> HttpResponse:
    context = {
        "chosen": chosen,
        "form": new_form(request.GET, chosen),
        "code": request.GET.get("question", ""),
        "refusal": refusal_text(refusal, REFUSALS) if refusal else "",
    }
    return render(request, f"{FOLDER}/new.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER, Role.MANAGER)
def preview_page(request: SignedInRequest) -> HttpResponse:
    """Show what the address asks for; a POST applies it as it was seen."""
    chosen: Chosen | None = None
    try:
        chosen = chosen_question(request.GET)
        asked = read_request(request.GET, chosen)
        if isinstance(asked, Refusal):
            return _form(request, chosen, asked)
        if request.method == "GET":
            return _preview(request, asked, chosen, None)
    except RefusedError as error:
        return _form(request, chosen, error.refusal)
    regrade_id = as_uuid(request.POST.get("id", "")) or uuid.uuid4()
    refusal = _apply(request, asked, regrade_id)
    if refusal is None or refusal.code == "grading.regrade-applied":
        return redirect("authoring:regrade", regrade_id)
    return _preview(request, asked, chosen, refusal)


def _apply(request: SignedInRequest, asked: Request, regrade_id: uuid.UUID) -> Refusal | None:
    try:
        done, _seen = apply_regrade(
            asked,
            expected=request.POST.get("fingerprint", ""),
            reason=request.POST.get("reason", ""),
            actor=request.user.pk,
            now=timezone.now(),
            regrade_id=regrade_id,
        )
    except RefusedError as error:
        return error.refusal
    appeal = appeal_in(request.GET)
    if appeal is not None:
        note_regrade(appeal.pk, done)
    return None


def _preview(request: SignedInRequest, asked: Request, chosen: Chosen | None, refusal: Refusal | None) -> HttpResponse:
    try:
        found = previews(asked)
    except RefusedError as error:
        return _form(request, chosen, error.refusal)
    seen = found[asked.policy]
    context: dict[str, Any] = {
        "chosen": chosen,
        "said": said_corrections(asked.cause, asked.corrections, asked.edition),
        "seen": seen,
        "rows": person_rows(seen),
        "policies": policy_rows(found, request.GET),
        "fingerprint": fingerprint(seen),
        "id": uuid.uuid4(),
        "reason": request.POST.get("reason", ""),
        "query": request.GET.urlencode(),
        "refusal": refusal_text(refusal, REFUSALS) if refusal else "",
    }
    status = 200 if refusal is None else 409 if refusal.code in CONFLICTS else 422
    return render(request, f"{FOLDER}/preview.html", context, status=status)
