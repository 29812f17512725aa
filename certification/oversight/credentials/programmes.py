"""认证项目: the list, and the form of one."""

import uuid
from typing import Final

from django.db import transaction
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from certification.core import journal
from certification.core.htmx import SignedInRequest
from certification.credentials.models import Programme
from certification.oversight.credentials.forms import ProgrammeForm
from certification.people.domain import Role
from certification.people.permissions import role_required

FOLDER: Final = "certification/oversight/credentials"


@require_GET
@role_required(Role.MANAGER)
def programmes(request: SignedInRequest) -> HttpResponse:
    found = Programme.objects.annotate(issued=Count("certificates"))
    return render(request, f"{FOLDER}/programmes.html", {"programmes": found})


@require_http_methods(["GET", "POST"])
@role_required(Role.MANAGER)
def edit(request: SignedInRequest, programme_id: uuid.UUID | None = None) -> HttpResponse:
    """Fill in a programme; certificates that were issued keep the terms of their day."""
    known = get_object_or_404(Programme, pk=programme_id) if programme_id else None
    form = ProgrammeForm(request.POST if request.method == "POST" else None, instance=known)
    if form.is_valid():
        return redirect("oversight:programme", _save(form, request.user.pk).pk)
    context = {"form": form, "programme": known}
    return render(request, f"{FOLDER}/programme_edit.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _save(form: ProgrammeForm, actor: uuid.UUID) -> Programme:
    now = timezone.now()
    programme: Programme = form.save(commit=False)
    if programme.made_by is None:
        programme.made_by, programme.made_at = actor, now
    programme.is_caught_up = False  # exams of before count by the terms of now
    programme.save()
    form.save_m2m()
    names = ("months", "every_paper", "areas", "books", "within_days", "is_automatic")
    details = {name: getattr(programme, name) for name in names}
    journal.record("programme.saved", subject=f"programme:{programme.pk}", actor_id=actor, now=now, details=details)
    return programme
