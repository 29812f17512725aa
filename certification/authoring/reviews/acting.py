"""What the buttons of a question's page do."""

import uuid
from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from certification.authoring.reviews.access import known_question
from certification.authoring.reviews.question import edit_url, page
from certification.bank.models import Question
from certification.bank.workflow.services import (
    assign_owner,
    duplicate_question,
    restore_question,
    retire_question,
    tag_questions,
)
from certification.bank.workflow.wording import REFUSALS
from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.people.domain import Role
from certification.people.models import User
from certification.people.permissions import role_required

KEEPERS = (Role.TRAINER, Role.MANAGER)


def _acted(request: SignedInRequest, question: Question, act: Callable[[], Question | None]) -> HttpResponse:
    """Do it and go to the page of what came of it; refused, show the page with the reason."""
    try:
        made = act()
    except RefusedError as error:
        fresh = known_question(request, question.pk)
        return page(request, fresh, refusal=refusal_text(error.refusal, REFUSALS), status=409)
    return redirect(edit_url(made)) if made else redirect("authoring:question", question.pk)


@require_POST
@role_required(*KEEPERS)
def copy(request: SignedInRequest, question_id: uuid.UUID) -> HttpResponse:
    question = known_question(request, question_id)
    as_twin = request.POST.get("as") == "twin"

    def act() -> Question:
        now = timezone.now()
        return duplicate_question(question.pk, as_twin=as_twin, actor=request.user, now=now).question

    return _acted(request, question, act)


@require_POST
@role_required(*KEEPERS)
def retire(request: SignedInRequest, question_id: uuid.UUID) -> HttpResponse:
    question = known_question(request, question_id)

    def act() -> None:
        retire_question(question.pk, actor=request.user, now=timezone.now())

    return _acted(request, question, act)


@require_POST
@role_required(*KEEPERS)
def restore(request: SignedInRequest, question_id: uuid.UUID) -> HttpResponse:
    question = known_question(request, question_id)

    def act() -> None:
        restore_question(question.pk, actor=request.user, now=timezone.now())

    return _acted(request, question, act)


@require_POST
@role_required(*KEEPERS)
def tags(request: SignedInRequest, question_id: uuid.UUID) -> HttpResponse:
    """Let a question have exactly the tags that were typed, with commas between them."""
    question = known_question(request, question_id)
    typed = request.POST.get("tags", "").replace("，", ",").split(",")
    wanted = {name.strip() for name in typed if name.strip()}
    had = set(question.tags.values_list("name", flat=True))

    def act() -> None:
        if wanted != had:
            added, gone = sorted(wanted - had), sorted(had - wanted)
            tag_questions([question.pk], add=added, remove=gone, actor=request.user, now=timezone.now())

    return _acted(request, question, act)


@require_POST
@role_required(*KEEPERS)
def owner(request: SignedInRequest, question_id: uuid.UUID) -> HttpResponse:
    question = known_question(request, question_id)
    people = User.objects.filter(is_active=True, staff_number=request.POST.get("owner", ""))
    person = people.first()

    def act() -> None:
        assign_owner([question.pk], person, actor=request.user, now=timezone.now())

    return _acted(request, question, act)
