"""错题本: what is due, the next question, what to keep and what to take out."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from certification.competency.learning import learn
from certification.competency.models import ReviewCard, ReviewChoice
from certification.core.htmx import SignedInRequest
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.papers.wording import REFUSALS as PAPER_REFUSALS
from certification.sitting.exams.access import running_mock
from certification.sitting.notebook.cards import next_review, notebook_view
from certification.sitting.notebook.wording import REFUSALS
from certification.sitting.practice.views import NOTEBOOK

_CHOICES = {"keep": ReviewChoice.KEEP, "remove": ReviewChoice.REMOVE}


@require_GET
def notebook(request: SignedInRequest) -> HttpResponse:
    return _page(request)


def _page(request: SignedInRequest, refusal: Refusal | None = None) -> HttpResponse:
    now = timezone.now()
    context = {
        "notebook": notebook_view(request.user.pk, now=now),
        "running": running_mock(request.user.pk, now=now),
        "refusal": refusal_text(refusal, {**PAPER_REFUSALS, **REFUSALS}) if refusal else "",
    }
    return render(request, "certification/sitting/notebook/notebook.html", context, status=409 if refusal else 200)


@require_POST
def review(request: SignedInRequest) -> HttpResponse:
    """Open another question about what is due."""
    now = timezone.now()
    if running_mock(request.user.pk, now=now) is not None:
        return redirect("sitting:notebook")
    try:
        attempt = next_review(request.user.pk, now=now)
    except RefusedError as error:
        return _page(request, error.refusal)
    response = redirect("sitting:practice-question", attempt.pk)
    response["Location"] += f"?from={NOTEBOOK}"
    return response


@require_POST
def choose(request: SignedInRequest, rule: str) -> HttpResponse:
    """Keep a rule in the notebook for good, let it go when it is known, or take it out now."""
    now = timezone.now()
    person = request.user.pk
    choice = request.POST.get("choice", "")
    if not ReviewCard.objects.filter(person=person, rule=rule).exists():
        raise Http404
    if choice in _CHOICES:
        ReviewChoice.objects.update_or_create(person_id=person, rule=rule, defaults={"choice": choice, "at": now})
    else:
        ReviewChoice.objects.filter(person=person, rule=rule).delete()
    learn([person], now=now)
    return redirect("sitting:notebook")
