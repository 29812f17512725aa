"""The whole matrix of a cohort as a file: CSV and Excel."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from certification.core.csv_files import csv_response
from certification.core.headers import as_file
from certification.core.htmx import SignedInRequest
from certification.core.punctuation import clauses
from certification.exchange.domain import FileFormat
from certification.exchange.files import MEDIA_TYPES
from certification.exchange.formats.table_write import Cell, write_table
from certification.oversight.competency.overview import overview, trainees
from certification.oversight.competency.views import ROLES, cohort_asked
from certification.people.permissions import role_required


@require_GET
@role_required(*ROLES)
def matrix_csv(request: SignedInRequest) -> HttpResponse:
    """Answer with the matrix as CSV: mastery in per cent, empty where too little is known."""
    head, rows = _table(request)
    told = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return csv_response([head, *told], name=f"{_('胜任力矩阵')}.csv")


@require_GET
@role_required(*ROLES)
def matrix_xlsx(request: SignedInRequest) -> HttpResponse:
    """Answer with the matrix as a workbook: mastery as figures, empty where too little is known."""
    head, rows = _table(request)
    return as_file(
        HttpResponse(write_table(_("胜任力"), head, rows), content_type=MEDIA_TYPES[FileFormat.XLSX]),
        f"{_('胜任力矩阵')}.xlsx",
    )


def _table(request: SignedInRequest) -> tuple[list[str], list[list[Cell]]]:
    cohort = cohort_asked(request)
    found = overview(list(trainees(cohort.pk if cohort else None)), now=timezone.now())
    head = [_("工号"), _("姓名"), _("班组"), *(cell.name for cell in found.medians), _("达标领域"), _("需要关注")]
    rows: list[list[Cell]] = [
        [
            row.person.staff_number,
            row.person.display_name,
            str(row.person.cohort or ""),
            *(cell.percent for cell in row.cells),
            row.mastered,
            clauses(row.risks),
        ]
        for row in found.rows
    ]
    return head, rows
