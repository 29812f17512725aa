"""Blueprints: the list, one of them with its versions, and the form."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import api
from certification.bank.models import VersionStatistic
from certification.core.htmx import SignedInRequest
from certification.core.refusals import RefusedError
from certification.grading.statistics import measure
from certification.oversight.papers.access import (
    CONFLICT,
    FOLDER,
    INVALID,
    ROLES,
    edition_to_draw_by,
    known_version,
    said,
    versions_of,
)
from certification.oversight.papers.forms import content_from, form_of
from certification.oversight.papers.presentation import blueprint_row, mode_examples
from certification.papers.contents import BlueprintError
from certification.papers.models import BlueprintVersion
from certification.papers.printing import printed_papers
from certification.papers.services import newest_blueprints, save_blueprint
from certification.people.models import User
from certification.people.permissions import role_required


@require_GET
@role_required(*ROLES)
def blueprints(request: SignedInRequest) -> HttpResponse:
    rows = [blueprint_row(one) for one in newest_blueprints()]
    measured = VersionStatistic.objects.aggregate(at=Max("measured_at"), versions=Count("pk"))
    return render(request, f"{FOLDER}/blueprints.html", {"rows": rows, "measured": measured})


@require_POST
@role_required(*ROLES)
def measure_now(request: SignedInRequest) -> HttpResponse:
    """Take the difficulty of every question anew from what has been answered up to now."""
    measure(now=timezone.now())
    return redirect("oversight:blueprints")


@require_GET
@role_required(*ROLES)
def blueprint(request: SignedInRequest, name: str) -> HttpResponse:
    """Show one version of a blueprint, all its versions, and the papers that were written by it for printing."""
    version, versions = known_version(name, request.GET.get("version", "")), versions_of(name)
    people = User.objects.in_bulk([one.made_by for one in versions if one.made_by])
    context = {
        "row": blueprint_row(version),
        "is_newest": version == versions[0],
        "versions": [(one, people.get(one.made_by) if one.made_by else None) for one in versions],
        "papers": printed_papers(name),
    }
    return render(request, f"{FOLDER}/blueprint.html", context)


@require_http_methods(["GET", "POST"])
@role_required(*ROLES)
def new(request: SignedInRequest) -> HttpResponse:
    """Make a blueprint; `?like=` starts from another one's content."""
    if request.method == "POST":
        return _save(request, name="", after=0)
    like = request.GET.get("like", "")
    content: Mapping[str, Any] = {**known_version(like, "").content, "name": "", "title": ""} if like else {}
    return _form(request, content)


@require_http_methods(["GET", "POST"])
@role_required(*ROLES)
def edit(request: SignedInRequest, name: str) -> HttpResponse:
    """Make the next version; two people who edit at once do not overwrite each other."""
    version = known_version(name, "")
    if request.method == "POST":
        after = request.POST.get("after", "")
        return _save(request, name=name, after=int(after) if after.isdecimal() else version.number)
    return _form(request, version.content, after=version)


def _save(request: SignedInRequest, *, name: str, after: int) -> HttpResponse:
    content = content_from(request.POST, name=name)
    newest = BlueprintVersion.objects.filter(name=name).order_by("-number").first() if name else None
    try:
        saved = save_blueprint(content, actor=request.user.pk, now=timezone.now(), after=after)
    except BlueprintError as error:
        return _form(request, content, after=newest, problems=error.problems)
    except RefusedError as error:
        return _form(request, content, after=newest, refusal=said(error.refusal))
    return redirect("oversight:blueprint", saved.name)


def _form(
    request: SignedInRequest,
    content: Mapping[str, Any],
    *,
    after: BlueprintVersion | None = None,
    problems: tuple[tuple[str, str], ...] = (),
    refusal: str = "",
) -> HttpResponse:
    edition: api.Edition | None = edition_to_draw_by()
    context = {
        "form": form_of(content, edition, problems) if edition else None,
        "after": after,
        "refusal": refusal,
        "examples": mode_examples(),
    }
    status = INVALID if problems else CONFLICT if refusal else 200
    return render(request, f"{FOLDER}/edit.html", context, status=status)
