"""The pages of 帮助."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from certification.handbook.contents import part_of, parts_for
from certification.handbook.reading import read_page
from certification.people.domain import language_among
from certification.people.duties import page_due

FOLDER: Final = "certification/handbook"
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def open_to_strangers(view: View[P]) -> View[P]:
    """Let in who has not signed in, who may need help with that; whoever is halfway in goes on with that first."""

    @login_not_required
    @require_GET
    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return page_due(request) or view(request, *args, **kwargs)

    return opened


@open_to_strangers
def contents(request: HttpRequest) -> HttpResponse:
    """Show what the handbook tells, one's own work first."""
    language = language_among(get_language())
    roles = getattr(request.user, "roles", ())
    parts = [(part.name, [read_page(slug, language) for slug in part.pages]) for part in parts_for(roles)]
    return render(request, f"{FOLDER}/contents.html", {"parts": parts})


@open_to_strangers
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one page, and the others of its part beside it."""
    try:
        part = part_of(slug)
    except KeyError as error:
        raise Http404 from error
    language = language_among(get_language())
    beside = [read_page(other, language) for other in part.pages]
    after = part.pages[part.pages.index(slug) + 1 :][:1]
    context = {
        "page": read_page(slug, language),
        "part": part,
        "beside": beside,
        "following": read_page(after[0], language) if after else None,
    }
    return render(request, f"{FOLDER}/page.html", context)
