"""What stays closed to somebody while they sit an exam: the corpus, 试一案, practice, mocks, what was ruled before."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.core.htmx import SignedInRequest


def closed_during_exam(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer 403 with the way back to the exam while one runs whose round closes the corpus: one query."""

    @wraps(view)
    def closed(request: SignedInRequest, *args: object, **named: object) -> HttpResponseBase:
        running = Attempt.objects.sat_by(request.user.pk).open(AttemptKind.EXAM).filter(round__closes_corpus=True)
        found = running.values_list("pk", "round__title").first()
        return view(request, *args, **named) if found is None else _closed(request, *found)

    return closed


def _closed(request: SignedInRequest, attempt_id: object, title: str) -> HttpResponse:
    context = {"attempt_id": attempt_id, "title": title}
    return render(request, "certification/sitting/exams/closed.html", context, status=403)
