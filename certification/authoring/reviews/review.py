"""The reviewer's page: the draft beside the current version, its key, comments at each place, publish or send back."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import api
from certification.authoring.reviews.access import known_question
from certification.authoring.reviews.question import edit_url, head_of
from certification.authoring.reviews.sides import review_of
from certification.bank.models import Question
from certification.bank.workflow.domain import DraftState
from certification.bank.workflow.models import DraftComment, QuestionDraft
from certification.bank.workflow.services import (
    comment,
    publish_draft,
    recall_draft,
    resolve_comment,
    return_draft,
    submit_draft,
)
from certification.bank.workflow.wording import REFUSALS, STATES
from certification.core.htmx import SignedInRequest, wants_fragment
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.people.domain import Role
from certification.people.permissions import role_required

FOLDER: Final = "certification/authoring/reviews"
#: Refusals that mean: the form is not filled in.
UNFILLED: Final = frozenset(
    {"workflow.reason-missing", "workflow.comment-empty", "workflow.comment-long", "workflow.unknown-place"}
)


@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER, Role.MANAGER)
def review(request: SignedInRequest, question_id: uuid.UUID) -> HttpResponse:
    """Show the open draft of a question; a POST does what its button says."""
    question = known_question(request, question_id)
    draft = _open_draft(question)
    if draft is None:
        return redirect("authoring:question", question.pk)
    if request.method == "GET":
        return _page(request, question, draft)
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        act(request, draft)
    except RefusedError as error:
        return _refused(request, question_id, error.refusal)
    return _done(request, question_id)


def _open_draft(question: Question) -> QuestionDraft | None:
    people = ("question__current", "author", "updated_by", "reviewer", "based_on")
    return question.drafts.open().select_related(*people).first()


def _done(request: SignedInRequest, question_id: uuid.UUID) -> HttpResponse:
    if wants_fragment(request):  # comments are written and settled in their place
        question = known_question(request, question_id)
        draft = _open_draft(question)
        if draft is not None:
            return _page(request, question, draft)
    return redirect("authoring:question-review", question_id)


def _refused(request: SignedInRequest, question_id: uuid.UUID, refusal: Refusal) -> HttpResponse:
    question = known_question(request, question_id)
    draft = _open_draft(question)
    if draft is None:  # somebody published or discarded it meanwhile: its page says by whom
        return redirect("authoring:question", question.pk)
    return _page(request, question, draft, refusal)


def _page(
    request: SignedInRequest, question: Question, draft: QuestionDraft, refusal: Refusal | None = None
) -> HttpResponse:
    place = request.POST.get("place", "")
    edition = api.current_edition()
    found = review_of(draft, edition=edition, person=request.user)
    context: dict[str, Any] = {
        "head": head_of(question, edition),
        "draft": draft,
        "state": STATES[DraftState(draft.state)],
        "review": found,
        "edit_url": edit_url(question),
        "refusal": refusal_text(refusal, REFUSALS) if refusal else "",
        "refused_place": place if refusal else "",
        "typed": request.POST.get("text", "") if refusal else "",
    }
    status = 200 if refusal is None else 422 if refusal.code in UNFILLED else 409
    if wants_fragment(request) and (shown := found.place(place)) is not None:
        return render(request, f"{FOLDER}/_review_place.html", {**context, "place": shown}, status=status)
    return render(request, f"{FOLDER}/review.html", context, status=status)


def _publish(request: SignedInRequest, draft: QuestionDraft) -> None:
    seen = _seen(request.POST.get("revision", ""), request.POST.get("base", ""))
    publish_draft(draft.pk, edition=api.current_edition(), actor=request.user, now=timezone.now(), seen=seen)


def _seen(revision: str, base: str) -> tuple[int, uuid.UUID | None]:
    """Return what the page of a reviewer showed; what no page shows can match nothing."""
    try:
        return int(revision), uuid.UUID(base) if base else None
    except ValueError:
        return 0, None


def _return(request: SignedInRequest, draft: QuestionDraft) -> None:
    return_draft(draft.pk, comment=request.POST.get("text", ""), actor=request.user, now=timezone.now())


def _recall(request: SignedInRequest, draft: QuestionDraft) -> None:
    recall_draft(draft.pk, actor=request.user, now=timezone.now())


def _submit(request: SignedInRequest, draft: QuestionDraft) -> None:
    submit_draft(draft.pk, actor=request.user, now=timezone.now())


def _comment(request: SignedInRequest, draft: QuestionDraft) -> None:
    where, text = request.POST.get("place", ""), request.POST.get("text", "")
    comment(draft.pk, place=where, text=text, actor=request.user, now=timezone.now())


def _resolve(request: SignedInRequest, draft: QuestionDraft) -> None:
    try:
        found = draft.comments.get(pk=uuid.UUID(request.POST.get("comment", "")))
    except (ValueError, DraftComment.DoesNotExist) as error:
        raise Http404 from error
    resolve_comment(found.pk, actor=request.user, now=timezone.now())


ACTS: Final[Mapping[str, Callable[[SignedInRequest, QuestionDraft], None]]] = {
    "publish": _publish,
    "return": _return,
    "recall": _recall,
    "submit": _submit,
    "comment": _comment,
    "resolve": _resolve,
}
