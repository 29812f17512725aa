"""What a person sees when something went wrong: what it was, whether anything was lost, what to do."""

import logging
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from cases.api import NoEditionError

logger = logging.getLogger(__name__)


class NoEditionMiddleware:
    """Answer 503 with what to do while no edition of the corpus is loaded."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Take over what a view could not know; any other exception is left alone."""
        return render(request, "503.html", status=503) if isinstance(exception, NoEditionError) else None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is too old or missing: nothing was written."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a crash with a number that leads to its traceback in the log.

    The page is rendered without the request: whatever broke may break there again.
    """
    number = f"MD-{secrets.token_hex(3).upper()}"
    logger.error("%s: %s %s, the traceback stands just above or below", number, request.method, request.path)
    return HttpResponse(loader.render_to_string("500.html", {"number": number}), status=500)
