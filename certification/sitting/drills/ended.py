"""After the talk: the verdict, the 裁决书 of its case, and what was heard wrongly."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases import api
from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.drills.models import LONGEST_TEXT, DrillRun
from certification.drills.services import appeal as raise_appeal
from certification.drills.services import view_of
from certification.grading.reading import asked_now
from certification.grading.review import may_review
from certification.sitting.drills.appealing import appeal_turns, asked_in
from certification.sitting.drills.runs import FOLDER, UNFIT, told, why_not_now
from certification.sitting.drills.verdicts import explain, verdict_view
from certification.sitting.rulings.presentation import present
from certification.sitting.rulings.views import Back


def own_ended(request: SignedInRequest, run_id: uuid.UUID) -> DrillRun:
    """Return one's own run whose verdict may be read.

    Raises:
        Http404: there is none, it is somebody else's, its paper is not told yet, or its question is a secret or is
            asked just now.
    """
    rows = DrillRun.objects.of(request.user.pk).filter(pk=run_id)
    run = rows.select_related("version__question", "attempt__round").first()
    if run is None or run.version.question.is_secret or run.version.question_id in asked_now(request.user.pk):
        raise Http404
    if run.attempt is not None and not may_review(run.attempt, now=timezone.now()):
        raise Http404
    return run


@require_GET
def verdict(request: SignedInRequest, run_id: uuid.UUID) -> HttpResponse:
    run = own_ended(request, run_id)
    if run.is_open:
        return redirect("sitting:drill", run.pk)
    if run.is_practice and why_not_now(request, timezone.now()) is not None:
        return redirect("sitting:drills")
    page = verdict_view(view_of(run), api.load_edition(run.edition))
    return render(request, f"{FOLDER}/verdict.html", {"verdict": page})


@require_GET
def ruling(request: SignedInRequest, run_id: uuid.UUID) -> HttpResponse:
    """Show the 裁决书 of the case, with all its facts, the hidden ones too."""
    run = own_ended(request, run_id)
    if run.is_open:
        raise Http404
    view, edition = view_of(run), api.load_edition(run.edition)
    document = present(
        explain(view, edition), view.script.case, edition=edition, reference=view.script.title, dated=run.ended_at
    )
    context = {
        "ruling": document,
        "title": _("裁决书 · %(title)s") % {"title": view.script.title},
        "back": Back(reverse("sitting:drill-verdict", args=[run.pk]), _("返回演练的裁决")),
    }
    return render(request, "certification/sitting/rulings/ruling.html", context)


@require_http_methods(["GET", "POST"])
def appeal(request: SignedInRequest, run_id: uuid.UUID) -> HttpResponse:
    """Say what was heard wrongly; a trainer reads it again."""
    run, refusal = own_ended(request, run_id), None
    if run.is_open:
        raise Http404
    chosen, text = request.POST.getlist("asked"), request.POST.get("text", "")
    if request.method == "POST":
        try:
            raise_appeal(run, asked_in(chosen), text, now=timezone.now())
        except RefusedError as error:
            refusal = error.refusal
        else:
            return redirect(f"{reverse('sitting:drill-verdict', args=[run.pk])}#verdict-margin")
    view = view_of(run)
    context = {
        "run": run,
        "title": view.script.title,
        "turns": appeal_turns(view, chosen, first=request.GET.get("turn", "")),
        "text": text,
        "longest": LONGEST_TEXT,
        "refusal": told(refusal),
    }
    return render(request, f"{FOLDER}/appeal.html", context, status=UNFIT if refusal else 200)
