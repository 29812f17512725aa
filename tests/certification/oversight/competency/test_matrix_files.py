"""The matrix as an Excel workbook."""

import io

import openpyxl
import pytest

from certification.people.models import Cohort
from tests.certification.oversight.competency.test_views import stand
from tests.factories.people import UserFactory

URL = "/oversight/competency/matrix.xlsx"


@pytest.mark.django_db
def test_the_workbook_has_figures_and_leaves_out_what_is_not_known(author):
    cohort = Cohort.objects.create(name="夜班组")
    person = UserFactory(staff_number="007", display_name="=1+1", cohort=cohort)
    stand(person, "freight", 30, 1)
    UserFactory(display_name="组外人")

    response = author.get(URL, {"cohort": str(cohort.pk)})

    assert response["Content-Type"].startswith("application/vnd.openxmlformats")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    head, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    told = dict(zip(head, row, strict=True))
    assert (told["工号"], told["姓名"]) == ("007", "=1+1")
    assert sheet["B2"].data_type == "s"
    assert told["运费"] == 94
    assert told["发货"] is None
    assert told["达标领域"] == 1
    assert sheet.freeze_panes == "A2"


def test_trainees_may_not(signed_in):
    assert signed_in.get(URL).status_code == 403
