"""One's own assignment: a page, and one button that does the next step of it."""

import uuid
from datetime import datetime
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import api
from certification.attempts.wording import REFUSALS as ATTEMPT_REFUSALS
from certification.competency.assignments.domain import Kind
from certification.competency.assignments.models import Assignee
from certification.competency.assignments.reading import Task, tasks
from certification.competency.assignments.services import mark_read, questions_for
from certification.competency.assignments.wording import REFUSALS as OWN_REFUSALS
from certification.core.htmx import SignedInRequest
from certification.core.refusals import Refusal, RefusedError, insist
from certification.core.wording import refusal_text
from certification.drills.services import current_scripts, start_run
from certification.drills.wording import REFUSALS as DRILL_REFUSALS
from certification.papers.wording import REFUSALS as PAPER_REFUSALS
from certification.people.models import User
from certification.sitting.exams.access import running_mock
from certification.sitting.practice.drawing import next_of

REFUSALS: Final = {**ATTEMPT_REFUSALS, **PAPER_REFUSALS, **DRILL_REFUSALS, **OWN_REFUSALS}


@require_http_methods(["GET", "POST"])
def assignment(request: SignedInRequest, assignment_id: uuid.UUID) -> HttpResponseBase:
    """Show what is asked; a POST does the next step: a question, the talk, the mark that the rule was read."""
    now = timezone.now()
    task = _own(request, assignment_id, now)
    refusal: Refusal | None = None
    if request.method == "POST" and (task.assignment.is_withdrawn or not task.is_done):
        try:
            return redirect(_step(task, now))
        except RefusedError as error:
            refusal = error.refusal
    elif task.assignment.is_withdrawn:
        refusal = Refusal("assignments.withdrawn")
    return _page(request, task, refusal, status=409 if refusal and request.method == "POST" else 200)


def _own(request: SignedInRequest, assignment_id: uuid.UUID, now: datetime) -> Task:
    held = Assignee.objects.select_related("assignment").filter(person=request.user.pk, assignment=assignment_id)
    return tasks([get_object_or_404(held)], now=now)[0]


def _page(request: SignedInRequest, task: Task, refusal: Refusal | None, *, status: int) -> HttpResponse:
    one = task.assignment
    giver = User.objects.filter(pk=one.given_by).values_list("display_name", flat=True).first()
    context = {
        "task": task,
        "giver": giver or "",
        "rule": _rule(one.target) if one.kind == Kind.RULE else None,
        "refusal": refusal_text(refusal, REFUSALS) if refusal else "",
    }
    return render(request, "certification/sitting/assignments/assignment.html", context, status=status)


def _rule(code: str) -> api.Rule | None:
    try:
        family = api.current_edition().families.get(code)
    except api.NoEditionError:
        return None
    return family[-1] if family else None


def _step(task: Task, now: datetime) -> str:
    """Do the next step, and return the address where it goes on."""
    one, person = task.assignment, task.assignee.person_id
    insist(Refusal("assignments.withdrawn") if one.is_withdrawn else None)
    if one.kind == Kind.RULE and task.assignee.read_at is None:
        mark_read(task.assignee, now=now)
        return reverse("sitting:assignment", args=[one.pk])
    if one.kind == Kind.MOCK:
        return reverse("sitting:mocks")
    insist(Refusal("attempts.mock-running") if running_mock(person, now=now) else None)
    if one.kind == Kind.DRILL:
        return _talk(person, one.target, now)
    pool = questions_for(one)
    insist(None if pool else Refusal("assignments.nothing-left"))
    attempt = next_of(pool, person, edition=api.current_edition_id(), now=now)
    return f"{reverse('sitting:practice-question', args=[attempt.pk])}?task={one.pk}"


def _talk(person: uuid.UUID, code: str, now: datetime) -> str:
    try:
        offered = current_scripts(api.current_edition_id())
    except api.NoEditionError:
        raise Http404 from None
    version = next((script.version for script in offered if script.code == code), None)
    if version is None:
        raise RefusedError(Refusal("drills.no-script"))
    return f"{reverse('sitting:drill', args=[start_run(person, version, now=now).pk])}#reply"
