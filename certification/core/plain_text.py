"""Text without NUL: PostgreSQL stores none, and nobody types one."""

from collections.abc import Callable
from typing import Final

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.template import loader

UNREADABLE: Final = 400


class PlainTextMiddleware:
    """Answer 400 to a NUL in an address, and in a form where it got as far as the database; nothing is written then.

    Rendered without the request: anybody may send it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
            return self._refused()
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Take over PostgreSQL's refusal; any other exception is left alone."""
        return self._refused() if isinstance(exception, DataError) and "NUL (0x00)" in str(exception) else None

    @staticmethod
    def _refused() -> HttpResponse:
        return HttpResponse(loader.render_to_string("400.html"), status=UNREADABLE)
