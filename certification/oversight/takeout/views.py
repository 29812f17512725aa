"""全部数据: asked for, followed while it is written, taken along, thrown away."""

import uuid
from typing import Final

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from certification.core.headers import as_file
from certification.core.htmx import SignedInRequest, wants_fragment
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.exchange.everything.jobs import export_everything
from certification.exchange.everything.models import Takeout, TakeoutState
from certification.exchange.everything.services import (
    ask_for_everything,
    close_silent,
    discard_takeout,
    newest_takeouts,
    note_download,
    takeout_bytes,
)
from certification.exchange.wording import REFUSALS
from certification.people.domain import Role
from certification.people.permissions import role_required

FOLDER: Final = "certification/oversight/takeout"


@require_http_methods(["GET", "POST"])
@role_required(Role.MANAGER)
def takeouts(request: SignedInRequest) -> HttpResponse:
    """Show the exports that are kept; a POST asks for a new one, an htmx GET how far the one under way is."""
    if request.method == "POST":
        return _ask(request)
    close_silent(now=timezone.now())
    running = Takeout.objects.under_way().first()
    if wants_fragment(request):
        if running is None:
            return HttpResponseClientRefresh()
        return render(request, f"{FOLDER}/_takeout_run.html", {"takeout": running})
    return _page(request)


def _ask(request: SignedInRequest) -> HttpResponse:
    try:
        made = ask_for_everything(with_names="names" in request.POST, actor=request.user, now=timezone.now())
    except RefusedError as error:
        return _page(request, refusal_text(error.refusal, REFUSALS))
    export_everything.enqueue(str(made.pk))
    return redirect("oversight:takeouts")


def _page(request: SignedInRequest, refusal: str = "") -> HttpResponse:
    kept = newest_takeouts()
    running = next((one for one in kept if one.is_under_way), None)
    context = {
        "takeout": running,
        "failed": kept[0] if kept and kept[0].state == TakeoutState.FAILED else None,
        "kept": [one for one in kept if one.state == TakeoutState.DONE],
        "refusal": refusal,
    }
    response = render(request, f"{FOLDER}/takeouts.html", context, status=409 if refusal else 200)
    patch_vary_headers(response, ("HX-Request",))
    return response


@require_GET
@role_required(Role.MANAGER)
def download(request: SignedInRequest, takeout_id: uuid.UUID) -> StreamingHttpResponse:
    """Send a finished file piece by piece; who took it is on record."""
    takeout = get_object_or_404(Takeout, pk=takeout_id, state=TakeoutState.DONE)
    note_download(takeout, actor=request.user, now=timezone.now())
    response = StreamingHttpResponse(takeout_bytes(takeout), content_type="application/zip")
    response.headers["Content-Length"] = str(takeout.bytes)
    name = f"mingduan-{timezone.localtime(takeout.made_at):%Y%m%d-%H%M}.zip"
    return as_file(response, name)


@require_POST
@role_required(Role.MANAGER)
def discard(request: SignedInRequest, takeout_id: uuid.UUID) -> HttpResponse:
    """Throw a file away, or give up the one under way."""
    get_object_or_404(Takeout, pk=takeout_id)
    discard_takeout(takeout_id, actor=request.user, now=timezone.now())
    messages.success(request, _("已删除。"))
    return redirect("oversight:takeouts")
