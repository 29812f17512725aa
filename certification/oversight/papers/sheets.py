"""A paper on paper: the questions, the answer sheet, and the key. Nothing here is shown to trainees."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import api
from certification.core.htmx import SignedInRequest
from certification.exchange.printed.keys import key_entry
from certification.exchange.printed.questions import sections_of
from certification.grading.domain import points_text
from certification.oversight.papers.access import FOLDER, FORBIDDEN, ROLES, known_paper, own_exam, rounds_with
from certification.oversight.papers.presentation import pass_text
from certification.papers.models import Paper, PaperQuestion
from certification.papers.services import blueprint_of
from certification.people.permissions import role_required
from certification.rounds.models import Round


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a paper."""

    paper: Paper
    title: str
    number: str
    edition: str
    points: str
    passes: str


def unless_own_exam(view: Callable[[SignedInRequest, Paper], HttpResponse]) -> Callable[..., HttpResponse]:
    """Find the paper; who has a seat in its round reads it when the round is over, and is told so."""

    @wraps(view)
    def guarded(request: SignedInRequest, paper_id: uuid.UUID) -> HttpResponse:
        found = known_paper(paper_id)
        held = own_exam(request.user.pk, rounds_with(found), now=timezone.now())
        return view(request, found) if held is None else _closed(request, held)

    return guarded


def _closed(request: SignedInRequest, held: Round) -> HttpResponse:
    return render(request, f"{FOLDER}/own_exam.html", {"held": held}, status=FORBIDDEN)


@require_GET
@role_required(*ROLES)
@unless_own_exam
def paper(request: SignedInRequest, found: Paper) -> HttpResponse:
    return render(request, f"{FOLDER}/paper.html", {"head": _head(found), "sections": sections_of(_questions(found))})


@require_GET
@role_required(*ROLES)
@unless_own_exam
def answer_sheet(request: SignedInRequest, found: Paper) -> HttpResponse:
    context = {"head": _head(found), "sections": sections_of(_questions(found))}
    return render(request, f"{FOLDER}/answer_sheet.html", context)


@require_GET
@role_required(*ROLES)
@unless_own_exam
def key(request: SignedInRequest, found: Paper) -> HttpResponse:
    questions, edition = _questions(found), api.load_edition(found.edition)
    context = {
        "head": _head(found),
        "sections": sections_of(questions),
        "entries": [key_entry(one, edition) for one in questions],
    }
    return render(request, f"{FOLDER}/key.html", context)


@require_GET
@role_required(*ROLES)
def round_papers(request: SignedInRequest, round_id: uuid.UUID) -> HttpResponse:
    """List the papers of a round: its forms, or with own papers those of each person."""
    held = get_object_or_404(Round, pk=round_id)
    if own_exam(request.user.pk, Round.objects.filter(pk=round_id), now=timezone.now()):
        return _closed(request, held)
    forms = [(one.paper.form or str(one.number), one.paper) for one in held.drawn_forms.select_related("paper")]
    seats = held.seats.order_by("trainee__staff_number").select_related("trainee").prefetch_related("papers__paper")
    own = [] if forms else [(seat.trainee, one) for seat in seats for one in seat.papers.all()]
    return render(request, f"{FOLDER}/round_papers.html", {"held": held, "forms": forms, "own": own})


def _questions(found: Paper) -> list[PaperQuestion]:
    return list(found.questions.select_related("version", "derivation").order_by("position"))


def _head(found: Paper) -> Head:
    version = found.blueprint_version
    assert version is not None, "only such papers are found"
    form = found.form or ""
    number = f"{form or '1'}-{found.drawn_at:%Y%m%d}-{str(found.pk)[:6].upper()}"
    title = f"{version.title} {form} 卷" if form else version.title
    return Head(
        paper=found,
        title=title,
        number=number,
        edition=api.load_edition(found.edition).label,
        points=points_text(found.points),
        passes=pass_text(blueprint_of(version)),
    )
