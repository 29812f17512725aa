"""While one page is made, what does not change meanwhile is asked of the database once, and is the same throughout."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, Final, TypeVar, cast

from django.http import HttpRequest, HttpResponseBase

from cases import api

Answer = TypeVar("Answer")
_SAFE: Final = frozenset({"GET", "HEAD"})
_answers: ContextVar[dict[Callable[[], Any], Any] | None] = ContextVar("answers", default=None)


def once_a_page(read: Callable[[], Answer]) -> Callable[[], Answer]:
    """Make a reader remember its answer while a page is made; elsewhere it reads each time."""

    @wraps(read)
    def reading() -> Answer:
        answers = _answers.get()
        if answers is None:
            return read()
        if read not in answers:
            answers[read] = read()
        return cast(Answer, answers[read])

    return reading


class OnceMiddleware:
    """Opens the memory for requests that change nothing; what changes something has to see it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in _SAFE:
            return self.get_response(request)
        token = _answers.set({})
        try:
            with api.one_edition():
                return self.get_response(request)
        finally:
            _answers.reset(token)
