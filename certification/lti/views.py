"""A launch as the browser sees it: to the platform, back, and in; or a page that says why not."""

from typing import Final
from urllib.parse import urlencode

from django.contrib.auth import login as sign_in
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certification.core.refusals import Refusal, RefusedError, insist
from certification.core.wording import refusal_text
from certification.lti.domain import LASTS, origin_of
from certification.lti.keys import public_keys
from certification.lti.launching import (
    accept,
    begin,
    cookie_of,
    find_platform,
    find_ticket,
    is_same_browser,
    use_ticket,
)
from certification.lti.models import Platform
from certification.lti.targets import open_link
from certification.lti.wording import REFUSALS

FOLDER: Final = "certification/lti"
_BACKEND: Final = "certification.people.backends.NameOrNumberBackend"
_COOKIE_PATH: Final = "/lti/"
_REFUSED: Final = 403
_FRAMES: Final = frozenset({"iframe", "frame", "embed", "object"})
#: What a login initiation may carry (LTI Core 1.3, 4.1; OpenID Connect Core, 4).
_ASKED: Final = ("iss", "login_hint", "target_link_uri", "lti_message_hint", "lti_deployment_id", "client_id")


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page that says why somebody does not get in."""
    return render(request, f"{FOLDER}/refused.html", {"refusal": refusal_text(refusal, REFUSALS)}, status=_REFUSED)


def framed_by(response: HttpResponse, origins: list[str], **directives: list[str]) -> HttpResponse:
    """Let pages of these origins show an answer in a frame. Only for answers that no session takes part in."""
    policy = {"frame-ancestors": origins, **{name.replace("_", "-"): value for name, value in directives.items()}}
    setattr(response, "xframe_options_exempt", True)  # noqa: B010 - as Django's decorator; it knows no origins
    setattr(response, "_csp_replace", policy)  # noqa: B010 - what the decorator `csp_replace` sets, for fixed origins
    return response


def homes_of(platform: Platform) -> list[str]:
    """Return the origins that a platform's own pages come from."""
    addresses = (platform.auth_login_url, platform.key_set_url, platform.auth_token_url)
    return list(dict.fromkeys(origin_of(one) for one in addresses))


@csrf_exempt  # it comes from another site, and changes nothing of anybody's
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Begin a launch: to the platform, which says who it is. In a frame a link opens a window first.

    A browser keeps our cookies out of frames, and no page of ours shows in one. Choosing for a course needs neither.
    """
    asked = {name: request.POST.get(name) or request.GET.get(name) or "" for name in _ASKED}
    choosing_address = request.build_absolute_uri(reverse("lti:choosing"))
    is_choosing = asked["target_link_uri"] == choosing_address
    try:
        if request.headers.get("Sec-Fetch-Dest") in _FRAMES and not is_choosing:
            again = f"{reverse('lti:login')}?{urlencode({name: said for name, said in asked.items() if said})}"
            page = render(request, f"{FOLDER}/new_window.html", {"address": again})
            return framed_by(page, homes_of(find_platform(request)))
        begun = begin(request, request.build_absolute_uri(reverse("lti:launch")), now=timezone.now())
    except RefusedError as error:
        return refused(request, error.refusal)
    response = HttpResponseRedirect(begun.address)
    response.set_cookie(
        begun.cookie, begun.secret, max_age=LASTS, path=_COOKIE_PATH, secure=request.is_secure(), httponly=True,
        samesite="Lax",
    )  # fmt: skip
    return response


@csrf_exempt  # the platform posts it; what it says is signed
@login_not_required
@never_cache
@require_POST
def launch(request: HttpRequest) -> HttpResponse:
    """Take the platform's answer, and go on to the page where our own cookies are there again."""
    try:
        accepted = accept(request, now=timezone.now())
    except RefusedError as error:
        return refused(request, error.refusal)
    response = redirect("lti:choose" if accepted.is_choosing else "lti:enter", accepted.ticket)
    response.status_code = 303  # the next step is a GET, whatever this was
    return response


@login_not_required
@never_cache
@require_GET
def enter(request: HttpRequest, ticket: str) -> HttpResponse:
    """Sign in who came, in the browser in which they began, and open what the link leads to."""
    now = timezone.now()
    try:
        found = find_ticket(ticket, now=now)
        insist(None if found.choosing is None and is_same_browser(found, request) else Refusal("lti.browser"))
        use_ticket(found, now=now)
        assert found.person is not None
        sign_in(request, found.person, backend=_BACKEND)
        response: HttpResponse = redirect(open_link(found.link, found.person.pk, now=now))
    except RefusedError as error:
        return refused(request, error.refusal)
    response.delete_cookie(cookie_of(found), path=_COOKIE_PATH)
    return response


@login_not_required
@never_cache
@require_GET
def keys(_request: HttpRequest) -> HttpResponse:
    """Show the public keys of this site, for platforms."""
    return JsonResponse(public_keys())
