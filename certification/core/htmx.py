"""One way to answer: a whole page, or for an htmx swap the fragment of it that changes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from certification.people.models import User


class SignedInRequest(HttpRequest):
    """What every view sees: HtmxMiddleware and SignInRequiredMiddleware ran before it."""

    user: "User"
    htmx: HtmxDetails


def wants_fragment(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part: boosted navigation and history restores ask for whole pages."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HttpRequest,
    page: str,
    context: Mapping[str, Any],
    *,
    fragment: str,
    status: int = 200,
) -> HttpResponse:
    """Render `fragment` for an htmx swap, `page` (which includes it) otherwise."""
    template = fragment if wants_fragment(request) else page
    response = render(request, template, dict(context), status=status)
    patch_vary_headers(response, ("HX-Request",))
    return response
