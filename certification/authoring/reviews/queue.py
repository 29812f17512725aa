"""待复核: drafts that wait for a reviewer, those that were returned; and what the manager asks of reviewers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from certification.authoring.reviews.wording import TYPES
from certification.bank.domain import QuestionType
from certification.bank.markup.plain import plain_line
from certification.bank.workflow.domain import DraftState
from certification.bank.workflow.loose import read_loose
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.services import read_policy, set_policy
from certification.core.htmx import SignedInRequest
from certification.people.domain import Role
from certification.people.permissions import role_required
from certification.publishing.usage import hidden_from

FOLDER = "certification/authoring/reviews"
PAGE_SIZE = 100


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def reviews(request: SignedInRequest) -> HttpResponse:
    hidden = hidden_from(request.user.pk, now=timezone.now())
    drafts = QuestionDraft.objects.select_related("question", "author", "updated_by", "reviewer")
    waiting = drafts.in_review().exclude(question__in=hidden)
    returned = drafts.filter(state=DraftState.DRAFT, reviewed_at__isnull=False).exclude(question__in=hidden)
    being_written = drafts.filter(state=DraftState.DRAFT, reviewed_at=None).exclude(question__in=hidden)
    context = {
        "waiting": [_row(one) for one in waiting[:PAGE_SIZE]],
        "waiting_total": waiting.count(),
        "returned": [_row(one) for one in returned.order_by("-reviewed_at")[:PAGE_SIZE]],
        "returned_total": returned.count(),
        "written": [_row(one) for one in being_written.order_by("-updated_at")[:PAGE_SIZE]],
        "written_total": being_written.count(),
        "policy": read_policy(),
    }
    return render(request, f"{FOLDER}/reviews.html", context)


def _row(draft: QuestionDraft) -> dict[str, Any]:
    content = read_loose(draft.content)
    kind = TYPES[QuestionType(content.type)]
    return {"draft": draft, "type": kind, "stem": plain_line(content.stem), "is_new": draft.based_on_id is None}


@require_http_methods(["GET", "POST"])
@role_required(Role.MANAGER)
def policy(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST":
        differs = request.POST.get("reviewer_differs") == "yes"
        set_policy(reviewer_differs=differs, actor=request.user, now=timezone.now())
        return redirect("authoring:question-policy")
    return render(request, f"{FOLDER}/policy.html", {"policy": read_policy()})
