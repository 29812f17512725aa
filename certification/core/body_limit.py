"""How much a request may bring: what is longer is refused before a byte of it is read or written to a disk."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template import loader

#: A little more than the largest file that a page takes, for the form around it.
MOST_BODY_BYTES: Final = 24_000_000
TOO_LARGE: Final = 413


class BodyLimitMiddleware:
    """Answer 413 to a request whose declared length is too large; one that declares none brings nothing (WSGI).

    Rendered without the request: who has signed in does not matter here, and anybody may send it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        declared = str(request.META.get("CONTENT_LENGTH") or "0")
        if not declared.isdecimal() or int(declared) > MOST_BODY_BYTES:
            megabytes = MOST_BODY_BYTES // 1_000_000
            return HttpResponse(loader.render_to_string("413.html", {"megabytes": megabytes}), status=TOO_LARGE)
        return self.get_response(request)
