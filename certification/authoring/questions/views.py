"""题库: the list, saved filters, and beginning a question."""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import api
from certification.authoring.questions.domain import Query, read_query
from certification.authoring.questions.filters import address, keepers, make_filters, make_tabs, sort_choices, tag_names
from certification.authoring.questions.rows import rows_of
from certification.authoring.questions.searching import find
from certification.authoring.questions.wording import ACTS, POOL_NAMES, REFUSALS, TYPES
from certification.bank.domain import CHOICE_TYPES, QuestionType
from certification.bank.models import Question
from certification.bank.workflow.models import SavedFilter
from certification.bank.workflow.services import delete_filter, save_filter, start_question
from certification.bank.workflow.wording import REFUSALS as WORKFLOW_REFUSALS
from certification.core.htmx import SignedInRequest, render_page, wants_fragment
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.people.domain import Role
from certification.people.permissions import role_required

FOLDER: Final = "certification/authoring/questions"
PER_PAGE: Final = 50
UNPROCESSABLE: Final = 422


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def questions(request: SignedInRequest) -> HttpResponse:
    """Show the questions that the address asks for; a search as it is typed swaps the results alone."""
    return list_page(request, read_query(request.GET))


def list_page(request: SignedInRequest, query: Query, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """Answer with the list under a query, with what was refused above it."""
    edition = api.current_edition()
    pages = Paginator(find(query, edition).values_list("pk", flat=True), PER_PAGE)  # what is wide is read for one page
    page = pages.get_page(request.GET.get("page"))
    total = pages.count if query.is_blank else Question.objects.count()
    context: dict[str, Any] = {
        "query": query,
        "refusal": refusal,
        "is_swap": wants_fragment(request),
        "rows": rows_of(page.object_list, edition),
        "page": page,
        "pages": list(pages.get_elided_page_range(page.number)),
        "found": pages.count,
        "total": total,
        "parameters": urlencode(query.parameters()),
        **_frame(request, query, edition, total),
    }
    return render_page(
        request, f"{FOLDER}/questions.html", context, fragment=f"{FOLDER}/_question_results.html", status=status
    )


def _frame(request: SignedInRequest, query: Query, edition: api.Edition, total: int) -> dict[str, Any]:
    """Return what stands around the results: tabs, filters, saved filters, and what may be done to many."""
    owners, tags = keepers(), tag_names()
    return {
        "tabs": make_tabs(query, total),
        "filters": make_filters(query, edition, owners=owners, tags=tags),
        "sorts": sort_choices(query),
        "has_filters": query.has_filters,
        "saved": [(one, f"?{one.query}") for one in request.user.question_filters.all()],
        "acts": ACTS.items(),
        "owners": owners,
        "tags": tags,
        "pools": POOL_NAMES.items(),
    }


@require_POST
@role_required(Role.TRAINER, Role.MANAGER)
def filter_save(request: SignedInRequest) -> HttpResponse:
    """Keep the filters of the list under a name."""
    query = read_query(request.POST)
    try:
        save_filter(request.user, name=request.POST.get("name", ""), query=urlencode(query.parameters()))
    except RefusedError as error:
        refusal = refusal_text(error.refusal, WORKFLOW_REFUSALS)
        return list_page(request, query, refusal=refusal, status=UNPROCESSABLE)
    return redirect(address(query))


@require_POST
@role_required(Role.TRAINER, Role.MANAGER)
def filter_delete(request: SignedInRequest, filter_id: uuid.UUID) -> HttpResponse:
    """Forget a saved filter of one's own; somebody else's is not found."""
    found = get_object_or_404(SavedFilter, pk=filter_id, person=request.user)
    delete_filter(request.user, filter_id)
    messages.success(request, found.name)
    return redirect(address(read_query(request.POST)))


@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER, Role.MANAGER)
def question_new(request: SignedInRequest) -> HttpResponse:
    """Ask for the type of a new question; a POST begins it and goes to its editor."""
    refusal, kind, code = "", request.POST.get("type", ""), request.POST.get("code", "")
    if request.method == "POST":
        try:
            draft = start_question(
                type=_known_type(kind), code=code, actor=request.user, now=timezone.now(),
                draft_id=_as_uuid(request.POST.get("draft", "")),
            )  # fmt: skip
        except RefusedError as error:
            refusal = refusal_text(error.refusal, {**WORKFLOW_REFUSALS, **REFUSALS})
        else:
            return redirect("authoring:question-edit", draft.question_id)
    context = {
        "types": [(str(one), TYPES[one], str(one) == kind) for one in CHOICE_TYPES],
        "code": code,
        "draft": uuid.uuid4(),
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}/question_new.html", context, status=UNPROCESSABLE if refusal else 200)


def _known_type(value: str) -> QuestionType:
    if value not in CHOICE_TYPES:
        raise RefusedError(Refusal("questions.unknown-type"))
    return QuestionType(value)


def _as_uuid(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
