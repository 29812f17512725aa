"""模考: start one, go on with the running one, look at past results."""

import secrets

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import api
from certification.attempts.domain import AttemptKind
from certification.attempts.models import Attempt
from certification.attempts.services import start_attempt
from certification.attempts.wording import REFUSALS as ATTEMPT_REFUSALS
from certification.core.htmx import SignedInRequest
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.grading.domain import points_text
from certification.grading.reading import totals
from certification.grading.scoring import mode_lines
from certification.papers.services import draw_paper, mock_blueprint, recently_seen
from certification.papers.wording import REFUSALS as PAPER_REFUSALS
from certification.sitting.exams.access import running_mock
from certification.sitting.exams.results import ResultRow, result_row

REFUSALS = {**ATTEMPT_REFUSALS, **PAPER_REFUSALS}
SEED_BITS = 48
PAGE_SIZE = 20


@require_http_methods(["GET", "POST"])
def mocks(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    running = running_mock(request.user.pk, now=now)
    refusal = ""
    if request.method == "POST":
        if running is not None:
            return redirect("sitting:attempt", running.pk)
        try:
            attempt = _start(request)
        except RefusedError as error:
            refusal = refusal_text(error.refusal, REFUSALS)
        else:
            return redirect("sitting:question", attempt.pk, 1)
    blueprint = mock_blueprint()
    context = {
        "running": running,
        "past": past_results(request),
        "refusal": refusal,
        "blueprint": blueprint,
        "pass_points": points_text(blueprint.pass_points),
        "modes": mode_lines((kind, slot.mode_for(kind), slot.points) for kind, slot in blueprint.types.items()),
    }
    return render(request, "certification/sitting/exams/mocks.html", context, status=409 if refusal else 200)


def _start(request: SignedInRequest) -> Attempt:
    """Draw a paper and open an attempt on it; a second click finds the first one's.

    Raises:
        RefusedError: there is no edition, or the bank lacks questions.
    """
    now = timezone.now()
    try:
        edition = api.current_edition_id()
    except api.NoEditionError as error:
        raise RefusedError(Refusal("papers.no-edition")) from error
    seed, seen = secrets.randbits(SEED_BITS), recently_seen(request.user.pk)
    drawn = draw_paper(mock_blueprint(), edition=edition, seed=seed, now=now, seen=seen)
    minutes = drawn.paper.minutes
    return start_attempt(drawn, trainee_id=request.user.pk, kind=AttemptKind.MOCK, minutes=minutes, now=now)


def past_results(request: SignedInRequest, limit: int = PAGE_SIZE) -> list[ResultRow]:
    """Return the person's finished mocks, the newest first."""
    finished = Attempt.objects.sat_by(request.user.pk).handed_in(AttemptKind.MOCK)[:limit]
    return [result_row(total) for total in totals(finished)]
