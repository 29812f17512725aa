"""The id of the request that is being served: the answer carries it, and with it the log and the journal.

It is always made here: one that a browser sent could be forged into somebody else's trail.
"""

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

from django.http import HttpRequest, HttpResponse

HEADER: Final = "X-Request-ID"
ID_BYTES: Final = 8
_current: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """Return the id of the request that this thread serves, 16 hexadecimal figures; "" outside of any."""
    return _current.get()


class RequestIdMiddleware:
    """Give each request an id, first of all middlewares, so that whatever is logged or journalled names it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = _current.set(secrets.token_hex(ID_BYTES))
        try:
            response = self.get_response(request)
            response.headers[HEADER] = request_id()
        finally:
            _current.reset(before)
        return response
