"""人员: how many there are in each cohort, the template, everybody as the sheet that imports again."""

from typing import Final

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from certification.core.headers import as_file
from certification.core.htmx import SignedInRequest
from certification.exchange.domain import FileFormat
from certification.exchange.files import MEDIA_TYPES
from certification.exchange.roster.models import RosterPlan, RosterState
from certification.exchange.roster.sheets import people_sheet, template_sheet
from certification.oversight.people.forms import SheetForm
from certification.people.domain import Role
from certification.people.models import Cohort, User
from certification.people.permissions import role_required

FOLDER: Final = "certification/oversight/people"
MOST_LISTED: Final = 10


@require_GET
@role_required(Role.MANAGER)
def people(request: SignedInRequest) -> HttpResponse:
    """Show the cohorts, where sheets come in and go out, and the latest ones."""
    return page(request, SheetForm())


def page(request: SignedInRequest, form: SheetForm, *, status: int = 200) -> HttpResponse:
    """Answer with the page, its form as it was filled in."""
    active = Count("members", filter=Q(members__is_active=True))
    plans = RosterPlan.objects.exclude(state=RosterState.DISCARDED).defer("data").select_related("made_by")
    everybody = User.objects.aggregate(
        active=Count("pk", filter=Q(is_active=True)), gone=Count("pk", filter=Q(is_active=False)),
        loose=Count("pk", filter=Q(is_active=True, cohort=None)),
    )  # fmt: skip
    context = {
        "form": form,
        "cohorts": Cohort.objects.annotate(active=active),
        "everybody": everybody,
        "plans": plans.order_by("-made_at")[:MOST_LISTED],
    }
    return render(request, f"{FOLDER}/people.html", context, status=status)


@require_GET
@role_required(Role.MANAGER)
def template(request: SignedInRequest) -> HttpResponse:
    """Answer with the empty sheet."""
    return sheet_response(template_sheet(_cohorts()), "人员模板.xlsx")


@require_GET
@role_required(Role.MANAGER)
def export(request: SignedInRequest) -> HttpResponse:
    """Answer with everybody as the sheet that imports again unchanged."""
    everybody = User.objects.order_by("cohort__name", "staff_number")
    return sheet_response(people_sheet(everybody, _cohorts()), f"人员-{timezone.localdate():%Y%m%d}.xlsx")


def _cohorts() -> list[str]:
    return list(Cohort.objects.values_list("name", flat=True))


def sheet_response(data: bytes, name: str) -> HttpResponse:
    """Answer with a workbook to keep."""
    return as_file(HttpResponse(data, content_type=MEDIA_TYPES[FileFormat.XLSX]), name)
