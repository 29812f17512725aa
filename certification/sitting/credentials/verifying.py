"""公开查验: anybody looks whether a certificate holds, without signing in; and the keys that badges are signed with."""

from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from certification.core.rates import client_address, times_asked
from certification.credentials.badges import issuer_name, issuer_profile, public_keys, status_list
from certification.credentials.models import Certificate
from certification.credentials.spelling import read_number
from certification.credentials.status_lists import KEPT_FOR, Purpose, lists, newest_happening
from certification.sitting.credentials.presentation import verified

PAGE: Final = "certification/sitting/credentials/verify.html"
#: So many look-ups a minute from one address and process: enough for a room, too few to try numbers out.
MOST_A_MINUTE: Final = 30
TOO_MANY: Final = 429
_SECONDS: Final = 60


@login_not_required
@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a number; one that was typed leads to its page."""
    number = read_number(request.GET.get("code", ""))
    return redirect("sitting:verify-certificate", number) if number else _answer(request, {})


@login_not_required
@require_GET
def verify_certificate(request: HttpRequest, number: str) -> HttpResponse:
    """Say whether a certificate holds, or that there is none of this number."""
    now, wanted = timezone.now(), read_number(number)
    if _is_too_often(request):
        return _answer(request, {"is_too_often": True}, status=TOO_MANY)
    certificate = Certificate.objects.told().filter(number=wanted).first()
    if certificate is None:
        return _answer(request, {"missing": wanted or number[:24], "code": wanted}, status=404)
    return _answer(request, {"seen": verified(certificate, now), "now": now})


def _answer(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    response = render(request, PAGE, context, status=status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if status == TOO_MANY:
        response.headers["Retry-After"] = str(_SECONDS)
    return response


def _is_too_often(request: HttpRequest) -> bool:
    return times_asked("verify", client_address(request), seconds=_SECONDS) > MOST_A_MINUTE


@login_not_required
@require_GET
def keys(_request: HttpRequest) -> HttpResponse:
    """Answer with the public keys of this site, as verifiers read them."""
    return _open_to_all(JsonResponse(public_keys(), content_type="application/jwk-set+json"))


@login_not_required
@require_GET
def issuer(request: HttpRequest) -> HttpResponse:
    """Answer with who issues badges here."""
    return _open_to_all(JsonResponse(issuer_profile(request.build_absolute_uri("/"), issuer_name())))


@login_not_required
@require_GET
def status(request: HttpRequest, purpose: str, number: int) -> HttpResponse:
    """Answer with a status list, signed: which badges hold no longer, by places that name nobody."""
    if purpose not in set(Purpose) or not 1 <= number <= lists():
        raise Http404
    known = f"status:{request.get_host()}:{purpose}:{number}:{newest_happening()}"
    signed = cache.get(known)
    if signed is None:
        site = request.build_absolute_uri("/")
        signed = status_list(Purpose(purpose), number, site=site, now=timezone.now())
        cache.set(known, signed, KEPT_FOR.total_seconds())
    response = _open_to_all(HttpResponse(signed, content_type="application/vc+jwt"))
    response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR.total_seconds():.0f}"
    return response


def _open_to_all(response: HttpResponse) -> HttpResponse:
    """Let pages of other sites read it: it is public."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
