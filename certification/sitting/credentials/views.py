"""我的证书: the list, each as it looks on paper, files to take along, what others may see, and the top-up."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.credentials.badges import badge_of
from certification.credentials.domain import Shown, why_not_top_up
from certification.credentials.faces import face_of, qr_code
from certification.credentials.models import Certificate
from certification.credentials.pdf import certificate_pdf
from certification.credentials.progress import under_way
from certification.credentials.services import disclose
from certification.credentials.topping_up import begin_top_up
from certification.credentials.wording import REFUSALS, SHOWN_NAMES
from certification.papers.wording import REFUSALS as PAPER_REFUSALS
from certification.people.languages import in_chinese
from certification.sitting.credentials.presentation import public_address, state_view

FOLDER: Final = "certification/sitting/credentials"


@require_GET
def certificates(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    held = Certificate.objects.of(request.user.pk).told()
    rows = [(one, state_view(one.standing_at(now))) for one in held]
    context = {"rows": rows, "under_way": under_way(request.user.pk, now=now)}
    return render(request, f"{FOLDER}/certificates.html", context)


@require_GET
def certificate(request: SignedInRequest, number: str) -> HttpResponse:
    return _page(request, _own(request, number))


def _own(request: SignedInRequest, number: str) -> Certificate:
    own = Certificate.objects.of(request.user.pk).select_related("attempt__round", "attempt__paper")
    return get_object_or_404(own.told(), number=number)


def _page(request: SignedInRequest, held: Certificate, *, refusal: str = "", status: int = 200) -> HttpResponse:
    disclosure, at = held.shown, held.standing_at(timezone.now())
    context = {
        "certificate": held,
        "face": face_of(held),
        "state": state_view(at),
        "may_top_up": why_not_top_up(at) is None,
        "code": qr_code(public_address(request, held.number)),
        "disclosure": disclosure,
        "shown": [(one.value, label, one == disclosure.name) for one, label in SHOWN_NAMES.items()],
        "refusal": refusal,
    }
    return render(request, f"{FOLDER}/certificate.html", context, status=status)


@require_POST
def show(request: SignedInRequest, number: str) -> HttpResponse:
    """Let the holder say what a verifier may see."""
    held = _own(request, number)
    name = request.POST.get("name", "")
    if name not in set(Shown):
        return _page(request, held, refusal=_("请选查验时怎样显示姓名。"), status=422)
    disclose(held, name=Shown(name), marks="marks" in request.POST, now=timezone.now())
    messages.success(request, _("已保存，查验页马上照这样显示。"))
    return redirect("sitting:certificate", held.number)


@require_GET
def pdf(request: SignedInRequest, number: str) -> HttpResponse:
    """Answer with the certificate to print."""
    held = _own(request, number)
    with in_chinese():  # whoever prints it: a certificate says the same to everybody
        face = face_of(held)
        data = certificate_pdf(face, address=public_address(request, held.number), made_at=timezone.now())
    return _download(HttpResponse(data, content_type="application/pdf"), f"证书-{held.number}.pdf")


@require_GET
def badge(request: SignedInRequest, number: str) -> HttpResponse:
    """Answer with the Open Badges credential."""
    held = _own(request, number)
    status = held.standing_at(timezone.now()).status
    with in_chinese():
        said = badge_of(held, face_of(held), site=request.build_absolute_uri("/"), how=held.shown.how, status=status)
    dumped = {"ensure_ascii": False, "indent": 2}
    return _download(JsonResponse(said, json_dumps_params=dumped), f"openbadge-{held.number}.json")


def _download(response: HttpResponse, name: str) -> HttpResponse:
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


@require_POST
def top_up(request: SignedInRequest, number: str) -> HttpResponse:
    """Open the paper over the changed rules, or go on with it."""
    held, now = _own(request, number), timezone.now()
    try:
        attempt = begin_top_up(held, held.standing_at(now), now=now)
    except RefusedError as error:
        said = refusal_text(error.refusal, {**REFUSALS, **PAPER_REFUSALS})
        return _page(request, held, refusal=said, status=409)
    return redirect("sitting:question", attempt.pk, 1)
