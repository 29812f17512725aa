"""体检: what the solver found in the edition in force, and starting it anew."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from cases.api import Edition, current_edition, load_edition
from certification.authoring.checkup.presentation import PAGE, Findings
from certification.authoring.checkup.wording import KINDS
from certification.core.htmx import SignedInRequest, wants_fragment
from certification.people.permissions import author_required
from certification.publishing.checkup.reading import CheckupState, read_checkup
from certification.publishing.checkup.services import request_checkup

FOLDER = "certification/authoring/checkup"


@require_http_methods(["GET", "POST"])
@author_required
def checkup(request: SignedInRequest) -> HttpResponse:
    """Show the newest result; a POST starts a run unless one is open, an htmx GET asks how far it is."""
    edition, now = current_edition(), timezone.now()
    if request.method == "POST":
        request_checkup(edition.id, actor_id=request.user.pk, now=now)
        return redirect("authoring:checkup")
    state = read_checkup(edition.id, now=now)
    if wants_fragment(request):
        return _progress(request, state)
    context: dict[str, Any] = {"edition": edition, "state": state}
    if state.measured is not None:
        context |= _findings(request, state, edition)
    response = render(request, f"{FOLDER}/checkup.html", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


def _progress(request: HttpRequest, state: CheckupState) -> HttpResponse:
    """Answer how far the run is; once it has ended, have the page load anew with what it found."""
    if not state.is_running:
        return HttpResponseClientRefresh()
    return render(request, f"{FOLDER}/_checkup_run.html", {"state": state})


def _findings(request: HttpRequest, state: CheckupState, edition: Edition) -> dict[str, Any]:
    assert state.measured is not None
    then = load_edition(state.measured.run.edition)
    findings = Findings(state.measured.result, then, edition)
    kind = request.GET.get("show", "")
    if kind not in KINDS:
        return {"view": findings.overview()}
    page: Page[Any] = Paginator(findings.by_kind[kind], PAGE).get_page(request.GET.get("page"))
    section = findings.section(kind, (page.number - 1) * PAGE, PAGE)
    return {"view": findings.overview(), "only": section, "page": page}
