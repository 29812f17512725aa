"""体检: what the solver found in the edition in force."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.api import current_edition
from certification.core.htmx import SignedInRequest
from certification.people.permissions import author_required


@require_GET
@author_required
def checkup(request: SignedInRequest) -> HttpResponse:
    return render(request, "certification/authoring/checkup/checkup.html", {"edition": current_edition()})
