"""The 裁决书 of a question of a handed-in attempt."""

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.api import current_edition_id, load_edition
from certification.attempts.domain import AttemptKind, AttemptState
from certification.attempts.models import Attempt
from certification.core.htmx import SignedInRequest
from certification.drills.models import DrillRun
from certification.grading.appeals import appeals_of
from certification.grading.reading import asked_now
from certification.grading.review import may_review
from certification.papers.models import PaperQuestion
from certification.sitting.rulings.guesses import guess_state
from certification.sitting.rulings.history import history_of
from certification.sitting.rulings.margins import margin_of
from certification.sitting.rulings.questions import ruling_of


@dataclass(frozen=True, slots=True)
class Back:
    """Where the reader came from."""

    url: str
    label: str


@require_GET
def ruling(request: SignedInRequest, attempt_id: uuid.UUID, number: int) -> HttpResponse:
    sat = Attempt.objects.sat_by(request.user.pk).filter(state=AttemptState.HANDED_IN).select_related("paper", "round")
    attempt = get_object_or_404(sat, id=attempt_id)
    questions = PaperQuestion.objects.select_related("version__question", "derivation")
    shown = get_object_or_404(questions, paper=attempt.paper_id, position=number)
    if shown.version.question_id in asked_now(request.user.pk):
        raise Http404  # it would give an answer of the running mock away
    if shown.version.question.is_secret or not may_review(attempt, now=timezone.now()):
        raise Http404
    if shown.version.read.script is not None:
        talk = get_object_or_404(DrillRun, attempt=attempt, position=number)
        return redirect("sitting:drill-verdict", talk.pk)
    in_force = current_edition_id()
    history = history_of(attempt, shown, request.GET.get("as", ""), in_force=in_force)
    is_now = history is not None and history.is_now
    answers = attempt.responses.filter(position=number).exclude(answer=None).order_by("-id")
    document = ruling_of(
        shown,
        picked=answers.values_list("answer", flat=True).first() or "",
        edition=load_edition(history.edition_now if history and is_now else attempt.edition),
        reference=_("第 %(number)s 题") % {"number": number},
        dated=attempt.handed_in_at,
        corrected=history.corrected if history and is_now else None,
    )
    context = {
        "history": history,
        "appeals": appeals_of(attempt.pk, number),
        "appeal_url": reverse("sitting:appeal", args=[attempt.pk, number]),
        "guess": guess_state(attempt, number),
        "guess_url": reverse("sitting:ruling-guessed", args=[attempt.pk, number]),
        "ruling": document,
        "title": _("裁决书 · 第 %(number)s 题") % {"number": number},
        "margin": margin_of(document, is_old=attempt.edition != in_force and not is_now),
        "back": _back(attempt),
        "previous_url": _neighbour(attempt, number - 1),
        "next_url": _neighbour(attempt, number + 1),
    }
    return render(request, "certification/sitting/rulings/ruling.html", context)


def _back(attempt: Attempt) -> Back:
    if attempt.kind != AttemptKind.PRACTICE:
        return Back(reverse("sitting:result", args=[attempt.id]), _("返回成绩"))
    return Back(reverse("sitting:practice-question", args=[attempt.id]), _("返回练习"))


def _neighbour(attempt: Attempt, number: int) -> str:
    if not 1 <= number <= attempt.paper.size:
        return ""
    return reverse("sitting:ruling", args=[attempt.id, number])
