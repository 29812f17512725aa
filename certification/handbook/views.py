"""The pages of 帮助."""

from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from certification.core.htmx import SignedInRequest
from certification.handbook.contents import part_of, parts_for
from certification.handbook.reading import read_page
from certification.people.domain import language_among

FOLDER: Final = "certification/handbook"


@require_GET
def contents(request: SignedInRequest) -> HttpResponse:
    """Show what the handbook tells, one's own work first."""
    language = language_among(get_language())
    parts = [
        (part.name, [read_page(slug, language) for slug in part.pages]) for part in parts_for(request.user.roles)
    ]  # fmt: skip
    return render(request, f"{FOLDER}/contents.html", {"parts": parts})


@require_GET
def page(request: SignedInRequest, slug: str) -> HttpResponse:
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
