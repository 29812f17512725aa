"""A leak on purpose, so that `make soak --leak` can be seen to notice one."""

import os
from collections.abc import Callable

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

LOST: list[bytearray] = []


class LeakMiddleware:
    """Keeps so many kilobytes of every request for ever; without SOAK_LEAK_KILOBYTES it is not there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.kilobytes = int(os.environ.get("SOAK_LEAK_KILOBYTES", "0"))
        if not self.kilobytes:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        LOST.append(bytearray(b"x" * (self.kilobytes * 1024)))
        return self.get_response(request)
