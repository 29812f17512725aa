"""Pages are private unless they say otherwise."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Sends who has not signed in to the sign-in page, and back to where they were.

    An htmx request whose sign-in has expired gets 401 with a redirect header: a sign-in form must never be
    swapped into the middle of a page.
    """

    def handle_no_permission(  # type: ignore[override]  # it may answer without redirecting
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponseBase:
        htmx = request.htmx  # type: ignore[attr-defined]
        if not htmx:
            return super().handle_no_permission(request, view_func)
        here = urlsplit(htmx.current_url or "")
        back = here.path + (f"?{here.query}" if here.query else "")
        response = HttpResponse(status=401)
        response.headers["HX-Redirect"] = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back or '/'})}"
        return response
