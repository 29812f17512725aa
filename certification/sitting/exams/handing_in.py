"""交卷: a page that says what is open and what is flagged, and the button; after the deadline, that time is up."""

import uuid
from contextlib import suppress
from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.grading.services import hand_in
from certification.sitting.exams.access import CLOCKED, own_attempt
from certification.sitting.exams.announcements import announcements_to, last_said
from certification.sitting.exams.presentation import exam_view


@require_http_methods(["GET", "POST"])
def hand_in_page(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    now = timezone.now()
    attempt = own_attempt(request, attempt_id, kinds=CLOCKED, now=now)
    if attempt.is_open and request.method == "POST":
        with suppress(RefusedError):  # another window may be faster: the result is there
            hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)
        return redirect("sitting:result", attempt.pk)
    if not attempt.is_open:
        return redirect("sitting:result", attempt.pk)
    exam = exam_view(attempt, attempt.sheet(attempt.paper.size), current=0, now=now)
    announcements = announcements_to(attempt)
    context = {
        "exam": exam,
        "open_cells": [cell for cell in exam.cells if "done" not in cell.state.split()],
        "flagged_cells": [cell for cell in exam.cells if "flag" in cell.state.split()],
        "closes_at": _closes_at(attempt) if attempt.is_timed_out(now) else None,
        "announcements": announcements,
        "last_said": last_said(announcements),
    }
    return render(request, "certification/sitting/exams/hand_in.html", context)


def _closes_at(attempt: Attempt) -> datetime | None:
    return attempt.deadline + timedelta(seconds=attempt.grace_seconds) if attempt.deadline else None
