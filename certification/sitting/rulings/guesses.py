"""“其实是蒙的” on a ruling: a right answer of a mock or exam that was a guess comes back as a wrong one does."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from certification.attempts.domain import AttemptState
from certification.attempts.models import Attempt
from certification.competency.learning import learn
from certification.competency.models import Guess
from certification.core.htmx import SignedInRequest
from certification.grading.models import Mark
from certification.grading.review import may_review

ASK, TOLD = "ask", "told"


def guess_state(attempt: Attempt, number: int) -> str:
    """Return `told` where the answer was said to be a guess, `ask` where it earned everything, else "". Two queries."""
    if Guess.objects.filter(attempt=attempt, position=number).exists():
        return TOLD
    marks = Mark.objects.standing().filter(attempt=attempt, position=number, out_of__gt=0)
    points = marks.values_list("points", "out_of").first()
    return ASK if points is not None and points[0] == points[1] else ""


@require_POST
def ruling_guessed(request: SignedInRequest, attempt_id: uuid.UUID, number: int) -> HttpResponse:
    """Note that a right answer was guessed: its rule comes back."""
    now = timezone.now()
    sat = Attempt.objects.sat_by(request.user.pk).filter(state=AttemptState.HANDED_IN).select_related("round")
    attempt = get_object_or_404(sat, pk=attempt_id)
    if not may_review(attempt, now=now) or not guess_state(attempt, number):
        raise Http404
    Guess.objects.get_or_create(attempt=attempt, position=number, defaults={"at": now})
    learn([request.user.pk], now=now)
    return redirect("sitting:ruling", attempt_id, number)
