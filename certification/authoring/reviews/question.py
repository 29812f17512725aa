"""The page of one question: as trainees see it, its key and why, where it is used, what it said before."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_GET

from cases import api
from certification.authoring.reviews.access import known_question
from certification.authoring.reviews.contents import Shown, show
from certification.authoring.reviews.history import history_of
from certification.authoring.reviews.wording import ORIGINS, POOLS, STANDINGS, TYPES
from certification.bank.deriving import derive
from certification.bank.domain import Pool, QuestionType
from certification.bank.models import WHOLE_SHARE, Derivation, Question, QuestionVersion
from certification.bank.workflow.domain import Origin, standing_of
from certification.bank.workflow.models import QuestionDraft
from certification.bank.workflow.wording import STATES
from certification.core.htmx import SignedInRequest
from certification.people.domain import Role
from certification.people.models import User
from certification.people.permissions import role_required
from certification.publishing.usage import where_used

FOLDER = "certification/authoring/reviews"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a question."""

    question: Question
    type: str | Promise
    pool: str | Promise
    origin: str | Promise
    standing: str | Promise
    tone: str
    version: QuestionVersion | None


@dataclass(frozen=True, slots=True)
class Statistic:
    """How people did on the version that is drawn, in per cent; `attempts` is 0 where nobody was measured yet."""

    attempts: int = 0
    percent: int = 0


def head_of(question: Question, edition: api.Edition) -> Head:
    """Return the head of a question's pages; what an edition does not let through, or was withdrawn, is not drawn."""
    version = question.current or question.versions.order_by("-number").first()
    standing = standing_of(
        is_retired=question.retired_at is not None,
        is_current=Derivation.objects.drawable(edition.id).filter(version__question=question).exists(),
        has_versions=version is not None,
    )
    said, tone = STANDINGS[standing]
    pool = POOLS[Pool(question.pool)]
    kind, origin = TYPES[QuestionType(question.type)], ORIGINS[Origin(question.origin)]
    return Head(question, kind, pool, origin, said, tone, version)


def edit_url(question: Question) -> str:
    """Return where a question is edited."""
    return f"{reverse('authoring:question', args=[question.pk])}edit/"


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def question_page(request: SignedInRequest, question_id: uuid.UUID) -> HttpResponse:
    question = known_question(request, question_id)
    return page(request, question)


def page(request: SignedInRequest, question: Question, *, refusal: str = "", status: int = 200) -> HttpResponse:
    """Render the page of a question, with the reason why something was refused."""
    edition, usage = api.current_edition(), where_used(question)
    head = head_of(question, edition)
    shown, findings, row = _judged(head.version, edition)
    context: dict[str, Any] = {
        "head": head,
        "shown": shown,
        "findings": findings,
        "derivation": row,
        "rules": _rules(row.rules if row else (), edition),
        "statistic": _statistic(head.version),
        "usage": usage,
        "history": history_of(question, usage, edition),
        "draft": _open_draft(question),
        "states": STATES,
        "tags": ", ".join(question.tags.values_list("name", flat=True)),
        "keepers": User.objects.filter(is_active=True, is_trainer=True).order_by("display_name", "staff_number"),
        "edit_url": edit_url(question),
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}/question.html", context, status=status)


def _judged(
    version: QuestionVersion | None, edition: api.Edition
) -> tuple[Shown | None, tuple[str, ...], Derivation | None]:
    """Return a version with its key by the rules in force; where it did not pass, with what is found against it."""
    if version is None:
        return None, (), None
    content = version.read
    row = Derivation.objects.filter(version=version, edition=edition.id).first()
    if row is not None:
        return show(content, key=row.key, truths=row.truths, edition=edition), (), row
    derived = derive(content, expected=(), disputed=None, edition=edition)
    found = derived.derivation
    findings = tuple(one.message for one in derived.findings)
    return show(content, key=found.key, truths=found.truths, edition=edition), findings, None


def _rules(names: Sequence[str], edition: api.Edition) -> list[tuple[str, str]]:
    return [(name, edition.families[name][-1].title) for name in names if name in edition.families]


def _statistic(version: QuestionVersion | None) -> Statistic:
    found = getattr(version, "statistic", None)
    return Statistic(found.attempts, round(found.share * 100 / WHOLE_SHARE)) if found else Statistic()


def _open_draft(question: Question) -> QuestionDraft | None:
    return question.drafts.open().select_related("author", "updated_by").first()
