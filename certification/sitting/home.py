"""今日: the running exam, what to do next, how the last exams went; for those who are no trainees, their desk."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from certification.attempts.models import Attempt
from certification.competency.assignments.reading import docket
from certification.competency.reading import due_today, standings, streak, weakest
from certification.core.htmx import SignedInRequest
from certification.papers.services import mock_blueprint
from certification.sitting.desk import desk
from certification.sitting.exams.access import running_mock
from certification.sitting.exams.mocks import past_results
from certification.sitting.exams.own_rounds import own_rounds
from certification.sitting.exams.presentation import ExamView, exam_view
from certification.sitting.notebook.cards import rule_titles
from certification.sitting.practice.areas import AreaChoice, area_choices

RESULTS_SHOWN = 5
DUE_NAMED = 2


@dataclass(frozen=True, slots=True)
class Today:
    """What the page says about the bank."""

    questions: int
    areas: tuple[AreaChoice, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """What of the notebook comes back today."""

    count: int
    titles: tuple[str, ...]


@require_GET
def home(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    if not request.user.is_trainee:
        context = {"now": now, "desk": desk(request.user, now=now)}
        return render(request, "certification/sitting/home/desk.html", context)
    return render(request, "certification/sitting/home/home.html", _trainee(request, now))


def _trainee(request: SignedInRequest, now: datetime) -> dict[str, object]:
    running = running_mock(request.user.pk, now=now)
    areas = area_choices()
    own = own_rounds(request.user.pk, now=now)
    standing = standings(request.user.pk, now=now)
    tasks = docket(request.user.pk, now=now)
    return {
        "now": now,
        "tasks": tasks,
        "tasks_done": sum(one.is_done for one in tasks),
        "due": _due(request.user.pk, now=now),
        "standings": standing if any(one.tally for one in standing) else (),
        "weakest": weakest(standing),
        "streak": streak(request.user.pk, now=now),
        "exam": _running_view(running) if running else None,
        "own_rounds": own,
        "is_closed": any(one.closes_rest for one in own),
        "past": past_results(request, RESULTS_SHOWN),
        "blueprint": mock_blueprint(),
        "today": Today(sum(area.count for area in areas), areas),
    }


def _due(person: uuid.UUID, *, now: datetime) -> Due:
    """Return how many rules come back today, with the titles of the most overdue."""
    cards = list(due_today(person, now=now))
    return Due(len(cards), tuple(rule_titles(card.rule for card in cards[:DUE_NAMED]).values()))


def _running_view(running: Attempt) -> ExamView:
    return exam_view(running, running.sheet(running.paper.size), current=0, now=timezone.now())
