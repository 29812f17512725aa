"""交卷: a page that says what is open and what is flagged, and the button."""

import uuid
from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from certification.attempts.domain import AttemptKind, ClosedBy
from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.grading.services import hand_in
from certification.sitting.exams.access import own_attempt
from certification.sitting.exams.presentation import exam_view


@require_http_methods(["GET", "POST"])
def hand_in_page(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    attempt = own_attempt(request, attempt_id, kind=AttemptKind.MOCK, now=now)
    if attempt.is_open and request.method == "POST":
        with suppress(RefusedError):  # another window may be faster: the result is there
            hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)
        return redirect("sitting:result", attempt.pk)
    if not attempt.is_open:
        return redirect("sitting:result", attempt.pk)
    exam = exam_view(attempt, attempt.sheet(attempt.paper.size), current=0, now=now)
    context = {
        "exam": exam,
        "open_cells": [cell for cell in exam.cells if "done" not in cell.state.split()],
        "flagged_cells": [cell for cell in exam.cells if "flag" in cell.state.split()],
    }
    return render(request, "certification/sitting/exams/hand_in.html", context)
