"""In which language the site speaks to whom: as they chose, else as their browser's cookie says, else in Chinese.

What a browser says of itself (`Accept-Language`) is not asked: in an office it is often English, its reader is not.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST

from certification.people.domain import Language, language_among
from certification.people.landing import next_page
from certification.people.models import User

COOKIE_DAYS: Final = 365


class LanguageMiddleware:
    """Have a request answered in its reader's language: no query of its own, who has signed in is asked for anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = language_of(request)
        with translation.override(language):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _told_in(language, iter(response))
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", language.tag)
        patch_vary_headers(response, ("Cookie",))
        return response


def _told_in(language: Language, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces of an answer that is made while it is sent, each made in the reader's language."""
    while True:
        with translation.override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def language_of(request: HttpRequest) -> Language:
    """Return what to answer a request in; with the database busy or gone, what the cookie says.

    Who comes with a token is a program: what it reads does not change with anybody's choice.
    """
    if request.headers.get("Authorization", "").startswith("Bearer "):
        return Language.CHINESE
    chosen = ""
    with suppress(DatabaseError):
        chosen = getattr(request.user, "language", "")
    return language_among(chosen, request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))


def in_language_of(person: User) -> AbstractContextManager[None]:
    """Write to somebody in their own language, whoever it is that has it written."""
    return translation.override(language_among(person.language))


def in_chinese() -> AbstractContextManager[None]:
    """Write what is kept for everybody, or read by a program, in the language that the site was written in."""
    return translation.override(Language.CHINESE)


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep in which language somebody reads: with the person, of who has not signed in with the browser."""
    wish = request.POST.get("language", "")
    if wish not in set(Language):
        raise BadRequest("no such language")
    back = redirect(next_page(request))
    if isinstance(request.user, User):
        choose_language(request.user, Language(wish))
    else:
        back.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wish, max_age=COOKIE_DAYS * 24 * 60 * 60, samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE, httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        )  # fmt: skip
    return back


def choose_language(person: User, language: Language) -> None:
    """Keep in which language somebody reads, wherever they sign in."""
    person.language = language
    person.save(update_fields=["language"])
