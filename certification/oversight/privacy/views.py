"""个人资料: what there is, all of it as a file, and what erasing it would do before it is done."""

import uuid
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certification.core.headers import as_file
from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.core.wording import refusal_text
from certification.people.domain import Role
from certification.people.models import User
from certification.people.permissions import role_required
from certification.privacy.erasing import erase_person, outlook
from certification.privacy.exporting import export_person
from certification.privacy.models import Erasure
from certification.privacy.presentation import file_name, lines_of, mention_lines
from certification.privacy.rows import counts_about, subject_of
from certification.privacy.wording import REFUSALS

FOLDER: Final = "certification/oversight/privacy"


@require_GET
@role_required(Role.MANAGER)
def person_data(request: SignedInRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show what the site holds about somebody, or that they were erased."""
    person = get_object_or_404(User, pk=person_id)
    context = {
        "person": person,
        "lines": lines_of(counts_about(subject_of(person))),
        "erasure": Erasure.objects.filter(person=person.pk).first(),
    }
    return render(request, f"{FOLDER}/person_data.html", context)


@require_POST
@role_required(Role.MANAGER)
def export(request: SignedInRequest, person_id: uuid.UUID) -> HttpResponse:
    """Answer with everything about somebody as a file."""
    person, now = get_object_or_404(User, pk=person_id), timezone.now()
    data = export_person(person, actor=request.user, now=now)
    return as_file(HttpResponse(data, content_type="application/zip"), file_name(person, now))


@require_http_methods(["GET", "POST"])
@role_required(Role.MANAGER)
def erase(request: SignedInRequest, person_id: uuid.UUID) -> HttpResponse:
    """Show what erasing somebody would do; a POST with their number does it."""
    person, refusal = get_object_or_404(User, pk=person_id), ""
    if request.method == "POST":
        typed = request.POST.get("number", "")
        try:
            erase_person(person.pk, typed=typed, actor=request.user, now=timezone.now())
        except RefusedError as error:
            refusal = refusal_text(error.refusal, REFUSALS)
        else:
            messages.success(request, _("个人资料已经抹除。成绩还在，只剩编号。"))
            return redirect("oversight:person-data", person.pk)
    seen = outlook(person, actor=request.user, now=timezone.now())
    context = {
        "person": person,
        "deleted": lines_of(seen.deleted),
        "stripped": lines_of(seen.stripped),
        "kept": lines_of(seen.kept),
        "mentions": mention_lines(seen.mentions),
        "certificates": seen.certificates,
        "impossible": refusal_text(seen.refusal, REFUSALS) if seen.refusal else "",
        "refusal": refusal,
        "typed": request.POST.get("number", ""),
    }
    return render(request, f"{FOLDER}/erase.html", context, status=422 if refusal else 200)
