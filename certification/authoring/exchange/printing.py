"""Questions of the bank to print, with and without key and reasons."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import api
from certification.authoring.exchange.choosing import chosen
from certification.authoring.exchange.views import FOLDER
from certification.core.htmx import SignedInRequest
from certification.exchange.printed.bank import MOST_PRINTED, sheets_of
from certification.exchange.printed.keys import key_entry
from certification.exchange.printed.questions import sections_of
from certification.people.domain import Role
from certification.people.permissions import role_required


@require_http_methods(["GET", "POST"])
@role_required(Role.TRAINER, Role.MANAGER)
def print_questions(request: SignedInRequest) -> HttpResponse:
    """Show what was ticked, or what a filter finds, as it goes on paper; a POST only carries more than an address."""
    given: QueryDict = request.POST if request.method == "POST" else request.GET
    edition = api.current_edition()
    wanted = chosen(given, edition)
    sheets = sheets_of(wanted.questions, edition.id)
    told, keyed = "explanations" in given, "key" in given or "explanations" in given
    context = {
        "chosen": wanted,
        "edition": edition,
        "today": timezone.localdate(),
        "sheets": sheets,
        "most": MOST_PRINTED,
        "sections": sections_of(sheets.questions),
        "entries": [key_entry(one, edition) for one in sheets.questions] if keyed else [],
        "with_key": keyed,
        "with_explanations": told,
    }
    return render(request, f"{FOLDER}/print.html", context)
