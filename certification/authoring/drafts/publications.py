"""An edition on its way, and putting one of old in force again."""

import uuid
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from cases import api
from certification.authoring.drafts.page import FOLDER
from certification.authoring.drafts.views import INVALID
from certification.authoring.impact.wording import EFFECTS, UNAFFECTED
from certification.core.htmx import SignedInRequest, wants_fragment
from certification.core.refusals import Refusal, RefusedError, insist
from certification.core.wording import refusal_text
from certification.people.domain import Role
from certification.people.permissions import author_required, role_required
from certification.publishing.drafts.gate import next_label
from certification.publishing.drafts.models import Publication
from certification.publishing.drafts.runs import give_up_silent
from certification.publishing.drafts.services import roll_back, why_not_roll_back
from certification.publishing.drafts.wording import REFUSALS
from certification.publishing.impact.reading import read_impact
from certification.publishing.reviews.services import REVIEWED

_SHOWN: Final = {**{name: words.title for name, words in EFFECTS.items()}, "unaffected": UNAFFECTED}


@require_GET
@author_required
def publication(request: SignedInRequest, publication_id: uuid.UUID) -> HttpResponse:
    """Tell how far an edition is; once it is in force or has failed, the page loads anew."""
    rows = Publication.objects.filter(pk=publication_id)
    give_up_silent(rows, timezone.now())
    found = get_object_or_404(rows.select_related("asked_by"))
    if wants_fragment(request) and not found.is_open:
        return HttpResponseClientRefresh()
    counts = found.counts
    context = {
        "publication": found,
        "percent": 100 * found.done // found.total if found.total else 0,
        "counts": [(title, counts[name]) for name, title in _SHOWN.items() if name in counts],
        "to_review": sum(counts.get(name, 0) for name in REVIEWED),
    }
    template = "_publication_run.html" if wants_fragment(request) else "publication.html"
    response = render(request, f"{FOLDER}/{template}", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER)
def roll_back_page(request: SignedInRequest) -> HttpResponse:
    """Show what putting an edition of old in force again would do; a POST does it."""
    sent = request.POST if request.method == "POST" else request.GET
    target = sent.get("edition", "")
    refusal = why_not_roll_back(target)
    if refusal is not None and refusal.code == "drafts.no-edition":
        raise Http404
    if request.method == "POST":
        try:
            insist(None if sent.get("acknowledged") == "yes" else Refusal("drafts.unacknowledged"))
            started = roll_back(
                target, label=sent.get("label", ""), why=sent.get("why", ""), actor=request.user, now=timezone.now()
            )
        except RefusedError as error:
            refusal = error.refusal
        else:
            return redirect("authoring:publication", started.pk)
    return _roll_back_form(request, target, refusal)


def _roll_back_form(request: SignedInRequest, target: str, refusal: Refusal | None) -> HttpResponse:
    entry = next(one for one in api.list_editions() if one.id == target)
    context: dict[str, Any] = {"target": entry, "current": api.current_edition(), "written": request.POST}
    if refusal is not None:
        context["refusal"] = refusal_text(refusal, REFUSALS)
    if refusal is None or refusal.code in INVALID:
        report = read_impact(context["current"].id, target)
        context |= {
            "report": report,
            "counts": [(title, report.counts[name]) for name, title in _SHOWN.items()],
            "label": next_label(),
        }
    status = 200 if refusal is None else 422 if refusal.code in INVALID else 409
    return render(request, f"{FOLDER}/roll_back.html", context, status=status)
