"""Imports: a file is looked at, its report read, its columns said by hand, then confirmed or thrown away."""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from cases import api
from certification.authoring.exchange.forms import ColumnsForm, ExportForm, UploadForm
from certification.authoring.exchange.presentation import FILTERS, percent, rows_of
from certification.authoring.exchange.views import FOLDER, file_response, page
from certification.core.htmx import SignedInRequest, wants_fragment
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.exchange.domain import FileFormat, Verdict
from certification.exchange.files import headings_of
from certification.exchange.formats.xlsx_write import write_errors
from certification.exchange.jobs import check_import
from certification.exchange.models import ImportPlan, ImportRow, PlanState
from certification.exchange.report import headings_to_mend, rows_to_mend, tabs_of
from certification.exchange.services import (
    Upload,
    apply_import,
    check_plan,
    discard_plan,
    keep_file,
    map_columns,
)
from certification.exchange.services.planning import refusal_of
from certification.exchange.sheets.columns import Mapped
from certification.exchange.wording import REFUSALS
from certification.people.domain import Role
from certification.people.permissions import role_required

#: A larger file is looked at in the background.
MOST_AT_ONCE: Final = 150_000
PER_PAGE: Final = 50


@require_POST
@role_required(Role.TRAINER, Role.MANAGER)
def upload(request: SignedInRequest) -> HttpResponse:
    """Keep a file and look at it: at once where it is small, else in the background."""
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file, kind = form.cleaned_data["file"], form.cleaned_data["format"]
        sent = Upload(file.read(), file.name, FileFormat(kind) if kind else None)
        try:
            plan = keep_file(sent, actor=request.user, now=timezone.now())
        except RefusedError as error:
            form.add_error("file", refusal_text(error.refusal, REFUSALS))
        else:
            _look(plan, len(sent.data))
            return redirect("authoring:import", plan.pk)
    return page(request, form, ExportForm(initial={"format": FileFormat.XLSX, "key": True}), status=422)


def _look(plan: ImportPlan, size: int) -> None:
    if size > MOST_AT_ONCE:
        check_import.enqueue(str(plan.pk))
    else:
        check_plan(plan.pk, edition=api.current_edition(), clock=timezone.now)


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def report(request: SignedInRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Show what importing a file would do, or did; an htmx GET asks how far looking at it is."""
    plan = _plan(plan_id)
    if wants_fragment(request):
        if not plan.is_under_way:
            return HttpResponseClientRefresh()
        return render(request, f"{FOLDER}/_import_run.html", {"plan": plan, "percent": percent(plan)})
    return _report(request, plan)


def _plan(plan_id: uuid.UUID) -> ImportPlan:
    plans = ImportPlan.objects.exclude(state=PlanState.DISCARDED).defer("data").select_related("made_by", "applied_by")
    return get_object_or_404(plans, pk=plan_id)


def _report(request: SignedInRequest, plan: ImportPlan, refusal: Refusal | None = None) -> HttpResponse:
    """Answer with the report; what was refused stands above it."""
    rows = ImportRow.objects.filter(plan=plan).order_by("number")
    counts = rows.counts()
    show = request.GET.get("show", "")
    shown = rows.filter(verdict=show) if show in set(Verdict) else rows
    found = Paginator(shown.defer("staged", "cells"), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "plan": plan,
        "percent": percent(plan),
        "error": refusal_text(refusal_of(plan), REFUSALS) if plan.error else "",
        "refusal": refusal_text(refusal, REFUSALS) if refusal else "",
        "counts": counts,
        "writes": counts[Verdict.NEW] + counts[Verdict.UPDATE],
        "tabs": tabs_of(counts, FILTERS, show if show in set(Verdict) else ""),
        "show": show,
        "page": found,
        "rows": rows_of(found.object_list),
        "columns": _columns(plan, None),
    }
    return render(request, f"{FOLDER}/import.html", context, status=409 if refusal else 200)


def _columns(plan: ImportPlan, data: Any) -> ColumnsForm | None:
    """Return the form that says which column is what; only tables have one, and only while the file is kept."""
    if plan.format not in {FileFormat.XLSX, FileFormat.CSV} or plan.state not in {PlanState.CHECKED, PlanState.FAILED}:
        return None
    tables = [Mapped(tuple(one["headings"]), one["fields"]) for one in plan.tables.values()]
    if not tables and plan.data:
        try:
            tables = list(headings_of(bytes(plan.data), FileFormat(plan.format), plan.mapping).values())
        except RefusedError:
            return None
    return ColumnsForm(data, tables[0]) if tables else None


@require_POST
@role_required(Role.TRAINER, Role.MANAGER)
def columns(request: SignedInRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Say which column is what, and look at the file anew."""
    plan = _plan(plan_id)
    form = _columns(plan, request.POST)
    if form is None or not form.is_valid():
        return _report(request, plan, Refusal("exchange.plan-closed"))
    try:
        map_columns(plan.pk, {name: str(value) for name, value in form.cleaned_data.items()})
    except RefusedError as error:
        return _report(request, plan, error.refusal)
    _look(plan, len(plan.data or b""))
    return redirect("authoring:import", plan.pk)


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def errors(request: SignedInRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Answer with the rows to mend as a workbook, the remedy in front of each."""
    plan = _plan(plan_id)
    rows = ImportRow.objects.filter(plan=plan, verdict=Verdict.ERROR).order_by("number")
    data = write_errors(rows_to_mend(rows), headings_to_mend(plan))
    return file_response(data, FileFormat.XLSX, _("要改的行-%(name)s.xlsx") % {"name": plan.name.rsplit(".", 1)[0]})


@require_POST
@role_required(Role.TRAINER, Role.MANAGER)
def confirm(request: SignedInRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Write what was looked at: all of it or nothing."""
    plan = _plan(plan_id)
    try:
        apply_import(
            plan.pk, edition=api.current_edition_id(), skip_errors="skip" in request.POST, actor=request.user,
            now=timezone.now(),
        )  # fmt: skip
    except RefusedError as error:
        return _report(request, plan, error.refusal)
    return redirect("authoring:import", plan.pk)


@require_POST
@role_required(Role.TRAINER, Role.MANAGER)
def discard(request: SignedInRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Throw an import away; the bank stays as it is."""
    plan = _plan(plan_id)
    discard_plan(plan.pk)
    messages.success(request, _("“%(name)s”没有导入，题库没有动。") % {"name": plan.name})
    return redirect("authoring:exchange")
