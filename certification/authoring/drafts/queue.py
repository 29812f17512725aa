"""复核: the questions that a published change touched, one after the other."""

import uuid
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from cases import api
from certification.authoring.drafts.links import question_url
from certification.authoring.drafts.page import FOLDER
from certification.core.htmx import SignedInRequest, render_page
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.people.domain import Role
from certification.people.permissions import author_required, role_required
from certification.publishing.drafts.impact import row_from_json
from certification.publishing.impact.report import ItemRow
from certification.publishing.reviews.domain import Effect, ReviewState
from certification.publishing.reviews.models import ReviewTask
from certification.publishing.reviews.services import handle_review, has_new_version
from certification.publishing.reviews.wording import EFFECT_NAMES, REFUSALS, STATE_NAMES

PER_PAGE: Final = 20
_HANDLED: Final = "handled"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One question to be looked at, with what decided before and now."""

    task: ReviewTask
    row: ItemRow
    edition: str
    effect: str | Promise
    state: str | Promise
    url: str
    is_changed: bool

    @property
    def is_open(self) -> bool:
        return self.task.state == ReviewState.OPEN


@dataclass(frozen=True, slots=True)
class QueueTab:
    """One kind of review with its number."""

    id: str
    title: str | Promise
    number: int
    is_current: bool


@require_GET
@author_required
def review_queue(request: SignedInRequest) -> HttpResponse:
    """Show what waits, by what happened to it; or what was handled."""
    shown = request.GET.get("show", "")
    tabs = _tabs(shown)
    current = next(tab.id for tab in tabs if tab.is_current)
    page = Paginator(_tasks(current), PER_PAGE).get_page(request.GET.get("page"))
    labels = {one.id: one.label for one in api.list_editions()}
    context = {
        "tabs": tabs,
        "shown": current,
        "page": page,
        "rows": [_row(task, labels) for task in page.object_list],
        "waiting": sum(tab.number for tab in tabs if tab.id != _HANDLED),
        "is_trainer": request.user.is_trainer,
    }
    return render_page(request, f"{FOLDER}/review_queue.html", context, fragment=f"{FOLDER}/_review_list.html")


@require_POST
@role_required(Role.TRAINER)
def handle(request: SignedInRequest, task_id: uuid.UUID) -> HttpResponse:
    """Close one review; without htmx go back to the list."""
    task = get_object_or_404(ReviewTask.objects.select_related("question", "handled_by"), pk=task_id)
    state = ReviewState.CHANGED if request.POST.get("state") == ReviewState.CHANGED else ReviewState.SEEN
    refusal = ""
    try:
        task = handle_review(task.pk, state, actor=request.user, now=timezone.now())
    except RefusedError as error:
        refusal = refusal_text(error.refusal, REFUSALS)
    if not refusal and not request.htmx:
        query = urlencode({"show": task.effect})
        return redirect(f"{reverse('authoring:review-queue')}?{query}")
    labels = {one.id: one.label for one in api.list_editions()}
    context: dict[str, Any] = {"one": _row(task, labels), "refusal": refusal, "is_trainer": True}
    return render_page(
        request,
        f"{FOLDER}/review.html",
        context,
        fragment=f"{FOLDER}/_review_item.html",
        status=409 if refusal else 200,
    )


def _tabs(shown: str) -> list[QueueTab]:
    counted = ReviewTask.objects.open().values_list("effect").annotate(Count("pk"))
    numbers: dict[str, int] = dict(counted)
    first = next((one for one in Effect if numbers.get(one)), Effect.KEY)
    current = shown if shown in (*Effect, _HANDLED) else first
    tabs = [QueueTab(one, EFFECT_NAMES[one], numbers.get(one, 0), one == current) for one in Effect]
    handled = ReviewTask.objects.exclude(state=ReviewState.OPEN).count()
    return [*tabs, QueueTab(_HANDLED, STATE_NAMES[_HANDLED], handled, current == _HANDLED)]


def _tasks(shown: str) -> QuerySet[ReviewTask]:
    rows = ReviewTask.objects.select_related("question", "handled_by")
    if shown == _HANDLED:
        return rows.exclude(state=ReviewState.OPEN).order_by("-handled_at", "question__code")
    return rows.filter(state=ReviewState.OPEN, effect=shown).order_by("question__code")


def _row(task: ReviewTask, labels: dict[str, str]) -> TaskRow:
    return TaskRow(
        task=task,
        row=row_from_json(task.witness),
        edition=labels.get(task.edition, ""),
        effect=EFFECT_NAMES[task.effect],
        state=STATE_NAMES[task.state],
        url=question_url(task.question_id),
        is_changed=has_new_version(task),
    )
