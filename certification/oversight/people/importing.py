"""A sheet of people: looked at row by row, confirmed or thrown away, then the first passwords handed over."""

import uuid
from collections import Counter
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certification.core.htmx import SignedInRequest
from certification.core.refusals import Refusal, RefusedError
from certification.core.wording import refusal_text
from certification.exchange.domain import Verdict
from certification.exchange.report import tabs_of
from certification.exchange.roster.models import RosterPlan, RosterState
from certification.exchange.roster.services import (
    apply_roster,
    discard_roster,
    first_passwords,
    keep_roster,
    rows_of,
    seen,
    waiting_for_password,
)
from certification.exchange.roster.sheets import password_sheet, rows_to_mend
from certification.exchange.wording import REFUSALS
from certification.oversight.people.forms import SheetForm
from certification.oversight.people.listing import FOLDER
from certification.oversight.people.presentation import VERDICTS, batches_of, view_of
from certification.oversight.people.views import page, sheet_response
from certification.people.domain import Role
from certification.people.permissions import role_required

PER_PAGE: Final = 50


@require_http_methods(["GET", "POST"])
@role_required(Role.MANAGER)
def sheets(request: SignedInRequest) -> HttpResponse:
    """Show where sheets come in and go out; a POST keeps one, and shows what it would do."""
    if request.method != "POST":
        return page(request, SheetForm())
    form = SheetForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            plan = keep_roster(file.read(), file.name, actor=request.user, now=timezone.now())
        except RefusedError as error:
            form.add_error("file", refusal_text(error.refusal, REFUSALS))
        else:
            return redirect("oversight:people-sheet", plan.pk)
    return page(request, form, status=422)


@require_GET
@role_required(Role.MANAGER)
def report(request: SignedInRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Show what a sheet would do, or did."""
    return _report(request, _plan(plan_id))


def _plan(plan_id: uuid.UUID) -> RosterPlan:
    plans = RosterPlan.objects.exclude(state=RosterState.DISCARDED).select_related("made_by")
    return get_object_or_404(plans, pk=plan_id)


def _report(request: SignedInRequest, plan: RosterPlan, refusal: Refusal | None = None) -> HttpResponse:
    """Answer with the report; what was refused stands above it."""
    rows = rows_of(plan, actor=request.user)
    show = request.GET.get("show", "")
    shown = [row for row in rows if not show or row.verdict == show]
    found = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    counts = Counter(str(row.verdict) for row in rows)
    context = {
        "plan": plan,
        "refusal": refusal_text(refusal, REFUSALS) if refusal else "",
        "counts": {str(one): counts[one] for one in Verdict},
        "writes": counts[Verdict.NEW] + counts[Verdict.UPDATE],
        "seen": seen(rows),
        "tabs": tabs_of(counts, VERDICTS, show),
        "show": show,
        "page": found,
        "rows": [view_of(row) for row in found.object_list],
        "batches": batches_of(plan),
        "waiting": waiting_for_password(plan),
    }
    return render(request, f"{FOLDER}/sheet.html", context, status=409 if refusal else 200)


@require_GET
@role_required(Role.MANAGER)
def errors(request: SignedInRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Answer with the rows to mend as a sheet, the remedy in front of each."""
    plan = _plan(plan_id)
    wrong = [row for row in rows_of(plan, actor=request.user) if row.verdict is Verdict.ERROR]
    return sheet_response(rows_to_mend(wrong), _("要改的人员-%(name)s.xlsx") % {"name": plan.name.rsplit(".", 1)[0]})


@require_POST
@role_required(Role.MANAGER)
def confirm(request: SignedInRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Write what was looked at: all of it or nothing."""
    plan = _plan(plan_id)
    try:
        apply_roster(
            plan.pk, looked_at=request.POST.get("seen", ""), actor=request.user, now=timezone.now()
        )  # fmt: skip
    except RefusedError as error:
        return _report(request, plan, error.refusal)
    return redirect("oversight:people-sheet", plan.pk)


@require_POST
@role_required(Role.MANAGER)
def discard(request: SignedInRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Throw a sheet away; nobody was changed."""
    plan = _plan(plan_id)
    discard_roster(plan.pk)
    messages.success(request, _("“%(name)s”没有导入，人员没有动。") % {"name": plan.name})
    return redirect("oversight:people-sheets")


@require_POST
@role_required(Role.MANAGER)
def passwords(request: SignedInRequest, plan_id: uuid.UUID) -> HttpResponse:
    """Answer, this once, with first passwords of those that the sheet made; the site keeps hashes alone."""
    plan = _plan(plan_id)
    start = request.POST.get("start", "0")
    try:
        given = first_passwords(
            plan, start=int(start) if start.isdecimal() else 0, actor=request.user, now=timezone.now()
        )  # fmt: skip
    except RefusedError as error:
        return _report(request, plan, error.refusal)
    address = request.build_absolute_uri(reverse("people:sign-in"))
    return sheet_response(password_sheet(given, address=address), _("初始密码.xlsx"))
