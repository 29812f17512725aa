"""掌握度: the areas, then one area with its rules and the answers behind them."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import api
from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.competency.details import area_details
from certification.competency.domain import Answer
from certification.competency.misconceptions.services import misconceptions_of
from certification.competency.reading import own_standings
from certification.core.htmx import SignedInRequest

FOLDER = "certification/sitting/mastery"
MOST_MISCONCEPTIONS = 3


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer behind a standing, and where its explanation is."""

    answer: Answer
    kind: str
    url: str


@require_GET
def mastery(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    person = request.user.pk
    areas, overall = own_standings(person, now=now)
    context = {
        "areas": areas,
        "overall": overall,
        "misconceptions": misconceptions_of(person)[:MOST_MISCONCEPTIONS],
    }
    return render(request, f"{FOLDER}/mastery.html", context)


@require_GET
def mastery_area(request: SignedInRequest, area: str) -> HttpResponse:
    try:
        details = area_details(request.user.pk, area, now=timezone.now())
    except api.NoEditionError:
        details = None
    if details is None:
        raise Http404
    return render(request, f"{FOLDER}/area.html", {"details": details, "answers": _rows(details.answers)})


def _rows(answers: Iterable[Answer]) -> list[AnswerRow]:
    kept = list(answers)
    attempts = Attempt.objects.filter(pk__in={one.attempt for one in kept if one.attempt})
    kinds = dict(attempts.values_list("pk", "kind"))
    return [_row(one, kinds[uuid.UUID(one.attempt)]) if one.attempt else _talk_row(one) for one in kept]


def _talk_row(answer: Answer) -> AnswerRow:
    return AnswerRow(answer, "drill", reverse("sitting:drill-verdict", args=[answer.talk]))


def _row(answer: Answer, kind: str) -> AnswerRow:
    if kind == AttemptKind.PRACTICE:
        return AnswerRow(answer, kind, reverse("sitting:practice-question", args=[answer.attempt]))
    return AnswerRow(answer, kind, reverse("sitting:result", args=[answer.attempt]))
