"""Pages are private unless they say otherwise."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone

from certification.people.duties import page_due
from certification.people.signed_in import SessionStore


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Sends who has not signed in to the sign-in page, and back to where they were.

    An htmx request whose sign-in has expired gets 401 with a redirect header: a sign-in form must never be
    swapped into the middle of a page.

    Who has to show a code, change a first password or set up a second factor sees no other page before.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if request.user.is_authenticated and isinstance(request.session, SessionStore):
            with suppress(DatabaseError):  # a busy database keeps nobody from their page
                request.session.note_seen(timezone.now())
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        due = page_due(request) if answer is None and getattr(view_func, "login_required", True) else None
        return answer if due is None else due

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
