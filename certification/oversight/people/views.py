"""导入导出: where sheets of people come in and go out: the template, everybody as the sheet that imports again."""

from typing import Final

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
from certification.oversight.people.listing import FOLDER
from certification.people.domain import Role
from certification.people.models import Cohort, User
from certification.people.permissions import role_required

MOST_LISTED: Final = 10


def page(request: SignedInRequest, form: SheetForm, *, status: int = 200) -> HttpResponse:
    """Answer with the page of sheets, its form as it was filled in."""
    plans = RosterPlan.objects.exclude(state=RosterState.DISCARDED).defer("data").select_related("made_by")
    context = {"form": form, "plans": plans.order_by("-made_at")[:MOST_LISTED]}
    return render(request, f"{FOLDER}/sheets.html", context, status=status)


@require_GET
@role_required(Role.MANAGER)
def template(request: SignedInRequest) -> HttpResponse:
    """Answer with the empty sheet."""
    return sheet_response(template_sheet(_cohorts()), "人员模板.xlsx")


@require_GET
@role_required(Role.MANAGER)
def export(request: SignedInRequest) -> HttpResponse:
    """Answer with everybody as the sheet that imports again unchanged."""
    everybody = User.objects.standing_alone().order_by("cohort__name", "staff_number")
    return sheet_response(people_sheet(everybody, _cohorts()), f"人员-{timezone.localdate():%Y%m%d}.xlsx")


def _cohorts() -> list[str]:
    return list(Cohort.objects.values_list("name", flat=True))


def sheet_response(data: bytes, name: str) -> HttpResponse:
    """Answer with a workbook to keep."""
    return as_file(HttpResponse(data, content_type=MEDIA_TYPES[FileFormat.XLSX]), name)
