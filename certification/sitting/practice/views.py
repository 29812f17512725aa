"""练习: pick an area, answer, read why, go on."""

import uuid
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases import api
from certification.attempts.domain import AttemptKind, Cell, ClosedBy, parse_answer
from certification.attempts.models import Attempt
from certification.attempts.services import Write, find_target, save_response
from certification.attempts.wording import REFUSALS as ATTEMPT_REFUSALS
from certification.bank.domain import QuestionType
from certification.competency.learning import learn
from certification.competency.models import Guess
from certification.core.htmx import SignedInRequest, render_page
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.grading.reading import find_marked_question
from certification.grading.services import hand_in
from certification.papers.models import PaperQuestion
from certification.papers.wording import REFUSALS as PAPER_REFUSALS
from certification.sitting.exams.access import own_attempt, running_mock
from certification.sitting.exams.presentation import question_view
from certification.sitting.practice.areas import area_choices
from certification.sitting.practice.drawing import next_practice
from certification.sitting.practice.explaining import explain_marked

FOLDER = "certification/sitting/practice"
REFUSALS = {**ATTEMPT_REFUSALS, **PAPER_REFUSALS}
ONLY = 1
NOTEBOOK = "notebook"
ADAPTIVE = "adaptive"


@require_http_methods(["GET", "POST"])
def practice(request: SignedInRequest) -> HttpResponse:
    """Pick an area; the button opens the next question of it."""
    now = timezone.now()
    running = running_mock(request.user.pk, now=now)
    refusal = Refusal("attempts.mock-running") if running and request.method == "POST" else None
    area = request.POST.get("area", "")
    if request.method == "POST" and refusal is None:
        try:
            attempt = next_practice(request.user.pk, area=area, now=now)
        except RefusedError as error:
            refusal = error.refusal
        else:
            response = redirect("sitting:practice-question", attempt.pk)
            response["Location"] += f"?area={area}" if area.isalnum() or "_" in area else ""
            return response
    context = {
        "areas": area_choices(),
        "running": running,
        "refusal": refusal_text(refusal, REFUSALS) if refusal else "",
    }
    return render(request, f"{FOLDER}/practice.html", context, status=409 if refusal else 200)


@require_http_methods(["GET", "POST"])
def practice_question(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Show the question; once it is answered, the same address shows why."""
    now = timezone.now()
    if running_mock(request.user.pk, now=now) is not None:
        return redirect("sitting:practice")
    attempt = own_attempt(request, attempt_id, kinds={AttemptKind.PRACTICE}, now=now)
    refusal = None
    if request.method == "POST" and attempt.is_open:
        refusal = _answer(request, attempt)
        if refusal is None:
            return redirect(request.get_full_path())
    page = _question(attempt) if attempt.is_open else _explained(request, attempt)
    context = {
        **page,
        "section": "practice",
        "attempt": attempt,
        "area": request.GET.get("area", ""),
        "origin": _origin(request),
        "task": _task(request),
        "in_notebook": request.GET.get("from") == NOTEBOOK,
        "in_adaptive": request.GET.get("from") == ADAPTIVE,
        "refusal": refusal_text(refusal, REFUSALS) if refusal else "",
    }
    return render_page(
        request,
        f"{FOLDER}/practice_question.html",
        context,
        fragment=f"{FOLDER}/_practice_panel.html",
        status=422 if refusal else 200,
    )


def _question(attempt: Attempt) -> dict[str, object]:
    shown = PaperQuestion.objects.select_related("version__question").get(paper=attempt.paper_id, position=ONLY)
    if shown.version.question.is_secret:
        raise Http404  # it was moved into the secure pool while it stood here
    edition = api.load_edition(attempt.edition)
    return {"question": question_view(shown, Cell(), size=ONLY, edition=edition)}


def _explained(request: SignedInRequest, attempt: Attempt) -> dict[str, object]:
    marked = find_marked_question(request.user.pk, attempt.pk, ONLY)
    if marked is None:
        raise Http404
    shown = PaperQuestion.objects.select_related("version").get(paper=attempt.paper_id, position=ONLY)
    edition = api.load_edition(attempt.edition)
    return {
        "question": question_view(shown, marked.cell, size=ONLY, edition=edition),
        "explanation": explain_marked(marked, edition),
        "is_guess": Guess.objects.filter(attempt=attempt, position=ONLY).exists(),
    }


def _answer(request: SignedInRequest, attempt: Attempt) -> Refusal | None:
    """Save the answer and hand the one question in. Return why not."""
    now = timezone.now()
    target = find_target(request.user.pk, attempt.pk, ONLY)
    assert target is not None
    letters = [letter for letter in request.POST.getlist("answer") if letter]
    chosen = parse_answer(letters, options=target.options, many=target.type == QuestionType.MULTIPLE)
    if isinstance(chosen, Refusal):
        return chosen
    if not chosen:
        return Refusal("attempts.nothing-chosen")
    try:
        save_response(target, Write("practice", 1, answer=chosen), now=now)
        hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)
        learn([request.user.pk], now=now)  # the notebook knows at once; exams are learned from in the background
    except RefusedError:
        pass  # the second click of two: the first one's explanation is shown
    return None


@require_POST
def guessed(request: SignedInRequest, attempt_id: uuid.UUID) -> HttpResponse:
    """Note that a right answer was guessed: its rule comes back."""
    now = timezone.now()
    attempt = own_attempt(request, attempt_id, kinds={AttemptKind.PRACTICE}, now=now)
    if not attempt.is_open:
        Guess.objects.get_or_create(attempt=attempt, position=ONLY, defaults={"at": now})
        learn([request.user.pk], now=now)
    return redirect(f"{reverse('sitting:practice-question', args=[attempt_id])}?{_origin(request)}")


def _task(request: SignedInRequest) -> uuid.UUID | None:
    """Return the assignment that the address names."""
    try:
        return uuid.UUID(request.GET.get("task", ""))
    except ValueError:
        return None


def _origin(request: SignedInRequest) -> str:
    """Return where the trainee came from, as the query of the next page: an area, the notebook, an assignment."""
    known = {name: request.GET.get(name, "") for name in ("area", "from", "task")}
    return urlencode({name: value for name, value in known.items() if value})
