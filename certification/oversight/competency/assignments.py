"""任务, for managers and trainers: what was given, who has done what, a new one, taking one back."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certification.competency.assignments.domain import State
from certification.competency.assignments.models import Assignee, Assignment
from certification.competency.assignments.reading import Task, tasks
from certification.competency.assignments.services import give, withdraw
from certification.competency.assignments.wording import REFUSALS, SIGNS, STATE_NAMES, title_of
from certification.core.csv_files import csv_response
from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.oversight.competency.assignment_form import FIELD_OF, USUAL_DAYS, USUAL_SIZE, AssignmentForm
from certification.people.domain import Role
from certification.people.models import User
from certification.people.permissions import role_required

FOLDER: Final = "certification/oversight/competency"
ROLES: Final = (Role.MANAGER, Role.TRAINER)
PAGE: Final = 20
#: People on a page of one assignment.
PEOPLE: Final = 100


@dataclass(frozen=True, slots=True)
class Row:
    """An assignment in the list, with how many did it and how many are late."""

    assignment: Assignment
    title: str
    sign: str
    people: int
    done: int
    overdue: int


@require_GET
@role_required(*ROLES)
def assignments_page(request: SignedInRequest) -> HttpResponse:
    page = Paginator(Assignment.objects.select_related("cohort"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": _rows(page, timezone.now())}
    return render(request, f"{FOLDER}/assignments.html", context)


def _rows(page: Page[Assignment], now: datetime) -> list[Row]:
    shown = list(page.object_list)
    given = list(Assignee.objects.filter(assignment__in=shown).select_related("assignment"))
    states = Counter((task.assignment.pk, task.state) for task in tasks(given, now=now))
    people = Counter(one.assignment_id for one in given)
    return [
        Row(
            assignment=one,
            title=title_of(one),
            sign=str(SIGNS[one.sort]),
            people=people[one.pk],
            done=states[one.pk, State.DONE] + states[one.pk, State.LATE],
            overdue=states[one.pk, State.OVERDUE],
        )
        for one in shown
    ]


@require_http_methods(["GET", "POST"])
@role_required(*ROLES)
def assignment_new(request: SignedInRequest) -> HttpResponse:
    """Fill in an assignment; `person`, `cohort` and `area` in the address are filled in already."""
    form = AssignmentForm(request.POST) if request.method == "POST" else AssignmentForm(initial=_initial(request))
    if form.is_valid():
        try:
            made = give(form.planned, form.everybody, actor=request.user.pk, now=timezone.now())
        except RefusedError as error:
            form.add_error(FIELD_OF.get(error.refusal.code), refusal_text(error.refusal, REFUSALS))
        else:
            n = made.assignees.count()
            messages.success(
                request, ngettext("派给了 %(n)s 人，消息已发。", "派给了 %(n)s 人，消息已发。", n) % {"n": n}
            )
            return redirect("oversight:assignment", made.pk)
    status = 422 if form.is_bound else 200
    return render(request, f"{FOLDER}/assignment_new.html", {"form": form}, status=status)


def _initial(request: SignedInRequest) -> dict[str, Any]:
    named = User.objects.filter(staff_number=request.GET.get("person", ""), is_trainee=True).first()
    return {
        "people": named.staff_number if named else "",
        "cohort": request.GET.get("cohort", ""),
        "area": request.GET.get("area", ""),
        "size": USUAL_SIZE,
        "due": timezone.localdate() + timedelta(days=USUAL_DAYS),
    }


@require_GET
@role_required(*ROLES)
def assignment_page(request: SignedInRequest, assignment_id: uuid.UUID) -> HttpResponse:
    return _one(request, _found(assignment_id))


def _one(request: SignedInRequest, found: Assignment, *, refusal: str = "") -> HttpResponse:
    rows = _tasks(found)
    giver = User.objects.filter(pk=found.given_by).values_list("display_name", flat=True).first()
    done = sum(task.is_done for task in rows)
    overdue = sum(task.state is State.OVERDUE for task in rows)
    context = {
        "assignment": found, "title": title_of(found), "giver": giver or "", "people": len(rows), "done": done,
        "overdue": overdue, "refusal": refusal, "page": Paginator(rows, PEOPLE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, f"{FOLDER}/assignment.html", context, status=409 if refusal else 200)


def _found(assignment_id: uuid.UUID) -> Assignment:
    return get_object_or_404(Assignment.objects.select_related("cohort"), pk=assignment_id)


def _tasks(found: Assignment) -> list[Task]:
    given = found.assignees.select_related("assignment", "person__cohort").order_by(
        "person__display_name", "person__staff_number"
    )
    return sorted(tasks(list(given), now=timezone.now()), key=lambda task: task.is_done)


@require_GET
@role_required(*ROLES)
def assignment_csv(request: SignedInRequest, assignment_id: uuid.UUID) -> HttpResponse:
    """Answer with who has done what as a table."""
    head = [_("工号"), _("姓名"), _("班组"), _("状态"), _("做了"), _("共"), _("完成时间")]
    rows = [
        [
            task.assignee.person.staff_number,
            task.assignee.person.display_name,
            str(task.assignee.person.cohort or ""),
            str(STATE_NAMES[task.state]),
            str(task.progress.done),
            str(task.progress.wanted),
            f"{timezone.localtime(task.progress.done_at):%Y-%m-%d %H:%M}" if task.progress.done_at else "",
        ]
        for task in _tasks(_found(assignment_id))
    ]
    return csv_response([head, *rows], name=_("任务.csv"))


@require_POST
@role_required(*ROLES)
def assignment_withdraw(request: SignedInRequest, assignment_id: uuid.UUID) -> HttpResponse:
    found = _found(assignment_id)
    try:
        withdraw(found.pk, actor=request.user.pk, now=timezone.now())
    except RefusedError as error:
        return _one(request, found, refusal=refusal_text(error.refusal, REFUSALS))
    messages.success(request, _("撤回了，每个人都收到了消息。"))
    return redirect("oversight:assignment", found.pk)
