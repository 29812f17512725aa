"""A paper on paper: the questions, the answer sheet, and the key. Nothing here is shown to trainees."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from itertools import groupby
from typing import Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from cases import api
from certification.bank.domain import LETTERS, QuestionType
from certification.bank.stems import Stem, read_stem
from certification.core.htmx import SignedInRequest
from certification.grading.domain import points_text
from certification.grading.scoring import MODE_NAMES
from certification.oversight.papers.access import FOLDER, FORBIDDEN, ROLES, known_paper, own_exam, rounds_with
from certification.oversight.papers.keys import key_entry
from certification.oversight.papers.presentation import pass_text
from certification.papers.models import Paper, PaperQuestion
from certification.papers.modes import Mode
from certification.papers.services import blueprint_of
from certification.people.permissions import role_required
from certification.rounds.models import Round

NUMERALS: Final = "一二三四五六"
SECTION_NAMES: Final = {
    QuestionType.SINGLE: _("单项选择"),
    QuestionType.MULTIPLE: _("多项选择"),
    QuestionType.TRUEFALSE: _("判断"),
}


@dataclass(frozen=True, slots=True)
class PrintedQuestion:
    """One question as it stands on paper."""

    number: int
    stem: Stem
    is_judgement: bool
    options: tuple[str, ...]
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """All questions of one type: number, name, what each is worth and how it is marked."""

    numeral: str
    name: str
    points: str
    total: str
    mode: str
    questions: tuple[PrintedQuestion, ...]


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
    return render(request, f"{FOLDER}/paper.html", {"head": _head(found), "sections": _sections(_questions(found))})


@require_GET
@role_required(*ROLES)
@unless_own_exam
def answer_sheet(request: SignedInRequest, found: Paper) -> HttpResponse:
    context = {"head": _head(found), "sections": _sections(_questions(found))}
    return render(request, f"{FOLDER}/answer_sheet.html", context)


@require_GET
@role_required(*ROLES)
@unless_own_exam
def key(request: SignedInRequest, found: Paper) -> HttpResponse:
    questions, edition = _questions(found), api.load_edition(found.edition)
    context = {
        "head": _head(found),
        "sections": _sections(questions),
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


def _sections(questions: Sequence[PaperQuestion]) -> tuple[Section, ...]:
    groups = groupby(questions, key=lambda one: (one.type, one.points, one.mode))
    return tuple(
        _section(number, kind, points, mode, list(found)) for number, ((kind, points, mode), found) in enumerate(groups)
    )


def _section(number: int, kind: str, points: int, mode: str, found: Sequence[PaperQuestion]) -> Section:
    return Section(
        numeral=NUMERALS[number],
        name=str(SECTION_NAMES[QuestionType(kind)]),
        points=points_text(points),
        total=points_text(points * len(found)),
        mode=str(MODE_NAMES[Mode(mode)]) if kind == QuestionType.MULTIPLE else "",
        questions=tuple(_printed(one) for one in found),
    )


def _printed(question: PaperQuestion) -> PrintedQuestion:
    content = question.version.read
    is_judgement = content.type is QuestionType.TRUEFALSE
    return PrintedQuestion(
        number=question.position,
        stem=read_stem(content),
        is_judgement=is_judgement,
        options=() if is_judgement else tuple(content.options[index].text for index in question.option_order),
        letters=("√", "×") if is_judgement else tuple(LETTERS[: len(question.option_order)]),
    )
