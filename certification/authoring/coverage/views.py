"""覆盖: rules by topic with what tests them, the untested first."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.api import current_edition
from certification.authoring.coverage.presentation import book_choices, totals
from certification.core.htmx import SignedInRequest
from certification.people.permissions import author_required
from certification.publishing.coverage.reading import read_coverage

FOLDER: Final = "certification/authoring/coverage"


@require_GET
@author_required
def coverage(request: SignedInRequest) -> HttpResponse:
    """Show the coverage of the bank by the edition in force, of one rulebook if asked for."""
    edition = current_edition()
    book = request.GET.get("book", "")
    report = read_coverage(edition.id, book if book in edition.books else "")
    context: dict[str, Any] = {
        "edition": edition,
        "report": report,
        "totals": totals(report),
        "books": book_choices(edition, book),
        "book": book,
    }
    return render(request, f"{FOLDER}/coverage.html", context)
