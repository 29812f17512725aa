"""What one request costs inside the server: CPU of its thread, and queries. Told in a header of the reply."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADER = "X-Load"


class MeterMiddleware:
    """Outermost, so that all other middleware is inside: `X-Load: <microseconds of CPU> <queries>`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        queries = 0

        def count(execute: Callable[..., Any], *statement: Any) -> Any:
            nonlocal queries
            queries += 1
            return execute(*statement)

        before = time.thread_time_ns()
        with connection.execute_wrapper(count):
            response = self.get_response(request)
        response.headers[HEADER] = f"{(time.thread_time_ns() - before) // 1000} {queries}"
        return response
