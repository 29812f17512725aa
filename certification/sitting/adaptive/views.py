"""自适应练习: begin, one question after the other, how able one is."""

import secrets
from typing import Final

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from certification.attempts.models import Attempt
from certification.competency.adaptive.domain import LIMITS, Ending
from certification.competency.adaptive.models import AdaptiveRun
from certification.competency.adaptive.services import (
    areas_with_items,
    begin,
    choose_next,
    end,
    note,
    open_run,
    waiting_attempt,
)
from certification.competency.areas.services import areas
from certification.core.htmx import SignedInRequest
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.sitting.adaptive.results import ended_views, running_view
from certification.sitting.exams.access import running_mock
from certification.sitting.practice.drawing import SEED_BITS, practise
from certification.sitting.practice.views import ADAPTIVE, REFUSALS

FOLDER: Final = "certification/sitting/adaptive"


@require_GET
def adaptive(request: SignedInRequest) -> HttpResponse:
    """Show the run that goes on, or the way to begin one, and what the last ones found."""
    return _page(request)


def _page(request: SignedInRequest, refusal: Refusal | None = None) -> HttpResponse:
    now = timezone.now()
    run = open_run(request.user.pk)
    with_items = areas_with_items()
    context = {
        "section": "practice",
        "exam": running_mock(request.user.pk, now=now),
        "running": running_view(run) if run else None,
        "past": ended_views(request.user.pk),
        "areas": [one for one in areas() if one.code in with_items],
        "limits": LIMITS,
        "refusal": refusal_text(refusal, REFUSALS) if refusal else "",
    }
    return render(request, f"{FOLDER}/adaptive.html", context, status=409 if refusal else 200)


@require_POST
def adaptive_next(request: SignedInRequest) -> HttpResponse:
    """Open the next question, of a new run where none goes on; where enough is known, say what was found."""
    now = timezone.now()
    if running_mock(request.user.pk, now=now) is not None:
        return _page(request, Refusal("attempts.mock-running"))
    try:
        with transaction.atomic():
            run = begin(request.user.pk, area=request.POST.get("area", ""), now=now)
            attempt = waiting_attempt(run) or _ask(run)
    except RefusedError as error:
        return _page(request, error.refusal)
    if attempt is None:
        return redirect("sitting:adaptive")
    response = redirect("sitting:practice-question", attempt.pk)
    response["Location"] += f"?from={ADAPTIVE}"
    return response


def _ask(run: AdaptiveRun) -> Attempt | None:
    now = timezone.now()
    choice = choose_next(run, now=now)
    if choice is None:
        return None
    edition, seed = choice.edition, secrets.randbits(SEED_BITS)
    attempt = practise(run.person_id, choice.candidate, edition=edition, seed=seed, now=now)
    note(run, choice, attempt)
    return attempt


@require_POST
def adaptive_stop(request: SignedInRequest) -> HttpResponse:
    """End the run by hand."""
    run = open_run(request.user.pk)
    if run is not None:
        end(run, Ending.STOPPED, now=timezone.now())
    return redirect("sitting:adaptive")
