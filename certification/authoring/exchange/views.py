"""导入导出: the page that both begin on, the template, and files of the bank."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import api
from certification.authoring.exchange.choosing import chosen
from certification.authoring.exchange.forms import ExportForm, UploadForm
from certification.core.headers import as_file
from certification.core.htmx import SignedInRequest
from certification.exchange.domain import FileFormat
from certification.exchange.files import MEDIA_TYPES, SUFFIXES, Asked, write_file
from certification.exchange.formats.xlsx_write import write_template
from certification.exchange.models import ImportPlan, PlanState
from certification.exchange.services import exported
from certification.people.domain import Role
from certification.people.permissions import role_required

FOLDER: Final = "certification/authoring/exchange"
MOST_LISTED: Final = 10


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def exchange(request: SignedInRequest) -> HttpResponse:
    """Show where files come in and go out, and the latest imports."""
    return page(request, UploadForm(), ExportForm(initial={"format": FileFormat.XLSX, "key": True}))


def page(request: SignedInRequest, upload: UploadForm, export: ExportForm, *, status: int = 200) -> HttpResponse:
    """Answer with the page, its forms as they were filled in."""
    plans = ImportPlan.objects.exclude(state=PlanState.DISCARDED).defer("data").select_related("made_by")
    context = {"upload": upload, "export": export, "plans": plans.order_by("-made_at")[:MOST_LISTED]}
    context |= {"chosen": chosen(request.GET, api.current_edition())}
    return render(request, f"{FOLDER}/exchange.html", context, status=status)


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def template(request: SignedInRequest) -> HttpResponse:
    """Answer with the empty workbook that imports understand."""
    areas = tuple(api.current_edition().vocabulary.topics.values())
    return file_response(write_template(areas=areas), FileFormat.XLSX, "试题模板.xlsx")


@require_GET
@role_required(Role.TRAINER, Role.MANAGER)
def export(request: SignedInRequest) -> HttpResponse:
    """Answer with the questions that may be drawn, as a file."""
    form = ExportForm(request.GET)
    if not form.is_valid():
        return page(request, UploadForm(), form, status=422)
    edition, asked = api.current_edition(), form.cleaned_data
    found = exported(
        chosen(request.GET, edition).questions, form.kind, edition=edition, with_explanations=asked["explanations"]
    )
    wanted = Asked(
        areas=tuple(edition.vocabulary.topics.values()), title="试题", edition=edition.id, with_key=asked["key"],
        with_explanations=asked["explanations"],
    )  # fmt: skip
    name = f"试题-{timezone.localdate():%Y%m%d}.{SUFFIXES[form.kind]}"
    return file_response(write_file(found, form.kind, wanted), form.kind, name)


def file_response(data: bytes, kind: FileFormat, name: str) -> HttpResponse:
    """Answer with a file to keep."""
    return as_file(HttpResponse(data, content_type=MEDIA_TYPES[kind]), name)
