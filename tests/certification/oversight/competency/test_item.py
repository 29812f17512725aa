"""One question with all that is known of it."""

import uuid

import pytest
from django.utils import timezone

from certification.bank.models import QuestionVersion
from certification.competency.calibrating.models import ItemParameters
from certification.competency.measuring.ability import Model
from certification.competency.models import ItemReport
from tests.certification.oversight.competency.test_items import report

URL = "/oversight/competency/questions/"


@pytest.fixture
def reported(edition) -> list[QuestionVersion]:
    good, odd = QuestionVersion.objects.order_by("question__code")[:2]
    report(good, 90, 40)
    report(odd, 50, -30, flags=["reversed", "rival-option"])
    return [good, odd]


def test_the_options_stand_in_a_table_with_words(author, reported):
    odd = reported[1]
    html = author.get(f"{URL}{odd.pk}/").content.decode()

    assert "50 次作答" in html
    assert "强者反而答错，检查答案" in html
    assert "强者更常选" in html
    for figure in ("80%", "10%", "-40 到 -20"):
        assert figure in html
    assert "推算它的难度" in html


def test_the_calibration_says_by_what_and_when(author, reported):
    ItemParameters.objects.create(
        version=reported[0], model=Model.RASCH, a=1.2, b=-0.5, b_error=0.25, n=77, key=[0], calibrated_at=timezone.now()
    )
    html = author.get(f"{URL}{reported[0].pk}/").content.decode()
    assert "<strong>-0.50</strong>，区分 1.20" in html
    assert "-0.99 到 -0.01" in html
    assert "77 次作答" in html
    assert "rasch" in html


def test_what_nobody_answered_is_said(author, reported):
    ItemReport.objects.all().delete()
    assert "还没有作答" in author.get(f"{URL}{reported[0].pk}/").content.decode()


def test_what_is_not_there_is_not_found(author):
    assert author.get(f"{URL}{uuid.uuid4()}/").status_code == 404


def test_trainees_may_not(signed_in, reported):
    assert signed_in.get(f"{URL}{reported[0].pk}/").status_code == 403


def test_the_list_leads_to_it(author, reported):
    assert f"{URL}{reported[0].pk}/" in author.get(URL).content.decode()
