"""What a person sees when something went wrong: what it was, whether anything was lost, what to do."""

import logging
import secrets
import sys
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from cases.api import NoEditionError
from certification.core.trouble import NAMES, Trouble, trouble_of

logger = logging.getLogger(__name__)

#: After how long a browser should try again; the exam's outbox does so by itself.
RETRY_AFTER_SECONDS: Final = 5


class UnavailableMiddleware:
    """Answer 503 with what to do: no edition of the corpus is loaded, or the database is locked, full or gone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Take over what a view could not know; any other exception is left alone."""
        if isinstance(exception, NoEditionError):
            return render(request, "503.html", status=503)
        trouble = trouble_of(exception)
        return unavailable(request, trouble) if trouble else None


def unavailable(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Say that nothing of this request was stored, that what was stored is there, and when to try again.

    Rendered without the request: who has signed in is a question to the database.
    """
    logger.error("database %s: %s %s was not served, 503", trouble, request.method, request.path)
    is_part = "HX-Request" in request.headers
    context = {"trouble": NAMES[trouble], "seconds": RETRY_AFTER_SECONDS, "is_write": request.method == "POST"}
    template = "components/unavailable.html" if is_part else "503_unavailable.html"
    response = HttpResponse(loader.render_to_string(template, context), status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is too old or missing: nothing was written."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a crash with a number that leads to its traceback in the log.

    The page is rendered without the request: whatever broke may break there again. What breaks before or after a
    view, reading who has signed in for example, comes here too: trouble of the database is answered as such.
    """
    trouble = trouble_of(sys.exc_info()[1])
    if trouble:
        return unavailable(request, trouble)
    number = f"MD-{secrets.token_hex(3).upper()}"
    logger.error("%s: %s %s, the traceback stands just above or below", number, request.method, request.path)
    return HttpResponse(loader.render_to_string("500.html", {"number": number}), status=500)
