"""今日: the running exam, what to do next, how the last exams went; for those who are no trainees, their desk."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from certification.attempts.domain import AttemptKind, AttemptState
from certification.attempts.models import Attempt
from certification.competency.assignments.reading import docket
from certification.competency.reading import due_today, standings, streak, weakest
from certification.core.htmx import SignedInRequest
from certification.grading.reading import Total, totals
from certification.papers.offering import Offer, mock_offer
from certification.sitting.desk import desk
from certification.sitting.exams.access import still_running
from certification.sitting.exams.own_rounds import is_shown, own_rounds
from certification.sitting.exams.presentation import ExamView, exam_view
from certification.sitting.exams.results import result_row
from certification.sitting.notebook.cards import rule_titles

RESULTS_SHOWN = 5
DUE_NAMED = 2


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
    person = request.user.pk
    sat = _sat(person, now)
    running = next((one.attempt for one in sat if one.attempt.is_mock and one.attempt.is_open), None)
    if running is not None and still_running(running, now=now) is None:
        running, sat = None, _sat(person, now)
    own = own_rounds(person, [one.attempt for one in sat], now=now)
    standing = standings(person, now=now)
    tasks = docket(person, now=now)
    return {
        "now": now,
        "tasks": tasks,
        "tasks_done": sum(one.is_done for one in tasks),
        "due": _due(person, now=now),
        "standings": standing if any(one.tally for one in standing) else (),
        "weakest": weakest(standing),
        "streak": streak(person, now=now),
        "exam": _running_view(running) if running else None,
        "own_rounds": own,
        "is_closed": any(one.closes_rest for one in own),
        "past": [result_row(one) for one in sat if one.attempt.is_mock and not one.attempt.is_open][:RESULTS_SHOWN],
        "offer": Offer(running.paper.size, running.paper.minutes) if running else mock_offer(),
    }


def _sat(person: uuid.UUID, now: datetime) -> list[Total]:
    """Return the newest mocks, the running one among them, and what was sat in the rounds shown. One query."""
    own = Attempt.objects.sat_by(person)
    mocks = own.filter(kind=AttemptKind.MOCK).exclude(state=AttemptState.VOID)
    newest = mocks.order_by("-number").values("pk")[: RESULTS_SHOWN + 1]
    return totals(own.filter(Q(pk__in=newest) | is_shown(now)).select_related("round").order_by("-number"))


def _due(person: uuid.UUID, *, now: datetime) -> Due:
    """Return how many rules come back today, with the titles of the most overdue."""
    cards = due_today(person, now=now)
    return Due(len(cards), tuple(rule_titles(card.rule for card in cards[:DUE_NAMED]).values()))


def _running_view(running: Attempt) -> ExamView:
    return exam_view(running, running.sheet(running.paper.size), current=0, now=timezone.now())
