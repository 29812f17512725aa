"""Which run a request may see, and how its page is answered: whole, or the desk alone."""

import uuid
from datetime import datetime
from typing import Final

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from certification.attempts.wording import REFUSALS as ATTEMPT_REFUSALS
from certification.core.htmx import SignedInRequest, render_page, wants_fragment
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.drills.models import DrillRun
from certification.drills.services import view_of
from certification.drills.wording import REFUSALS as DRILL_REFUSALS
from certification.sitting.drills.desks import Words, practice_desk
from certification.sitting.exams.access import running_mock

FOLDER: Final = "certification/sitting/drills"
REFUSALS: Final = {**ATTEMPT_REFUSALS, **DRILL_REFUSALS}
UNFIT: Final = 422


def own_practice(request: SignedInRequest, run_id: uuid.UUID) -> DrillRun:
    """Return one's own practice.

    Raises:
        Http404: there is none, it is somebody else's, it stands in a paper, or its question went into the secure pool.
    """
    found = DrillRun.objects.of(request.user.pk).practice().filter(pk=run_id).select_related("version__question")
    run = found.first()
    if run is None or run.version.question.is_secret:
        raise Http404
    return run


def why_not_now(request: SignedInRequest, now: datetime) -> Refusal | None:
    """Return why nothing can be practised at present: a mock runs."""
    running = running_mock(request.user.pk, now=now)
    return Refusal("attempts.mock-running") if running is not None else None


def told(refusal: Refusal | None) -> str:
    """Return the sentence of a refusal."""
    return refusal_text(refusal, REFUSALS) if refusal else ""


def show(request: SignedInRequest, run: DrillRun, words: Words) -> HttpResponse:
    """Answer with the desk as it stands; 422 where something was refused, what was typed kept."""
    desk = practice_desk(view_of(run), now=timezone.now(), words=words)
    status = UNFIT if words.refusal else 200
    return render_page(
        request, f"{FOLDER}/drill.html", {"desk": desk}, fragment=f"{FOLDER}/_drill_desk.html", status=status
    )


def uses_phrase(data: QueryDict) -> bool:
    """Say whether a prepared phrase was put into what is being typed."""
    return data.get("quick") == "1"


def answer(request: SignedInRequest, run: DrillRun, refused: RefusedError | None, *, typed: str) -> HttpResponse:
    """Answer after a verb: to a script with the desk, to a form by going back to the page.

    Args:
        request: who asked how.
        run: whose desk.
        refused: why the verb did nothing.
        typed: what stands in the field and was not sent.
    """
    fresh = DrillRun.objects.select_related("version").get(pk=run.pk)
    refusal = told(refused.refusal) if refused else ""
    if refusal or typed or wants_fragment(request):
        is_quick = bool(typed) and uses_phrase(request.POST)
        return show(request, fresh, Words(draft=typed, refusal=refusal, is_quick=is_quick))
    return redirect(f"{reverse('sitting:drill', args=[fresh.pk])}#reply")
