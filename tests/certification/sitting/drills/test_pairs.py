"""Minimal pairs: side by side in the list, and the other one on the verdict page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.drills.script.reading import SCRIPTS_FOLDER
from certification.drills.services import end_run, start_run
from tests.factories.drills import offer_drill, shipped_rules, the_script

NAMES = [path.stem for path in sorted(SCRIPTS_FOLDER.glob("*.yaml"))]
ONE = next(name for name in NAMES if the_script(name).pair > name)
OTHER = the_script(ONE).pair


@pytest.fixture
def pair(db):
    rules = shipped_rules()
    return [offer_drill(name, edition=rules) for name in (ONE, OTHER)]


def test_two_that_differ_in_one_fact_stand_side_by_side_once(signed_in, pair):
    page = signed_in.get("/drills/").text

    assert page.count('id="pair-1"') == 1
    assert page.count(the_script(ONE).title) == page.count(the_script(OTHER).title)
    assert "area-1-h" not in page


def test_the_verdict_leads_to_the_other_one(signed_in, trainee, pair):
    run = end_run(start_run(trainee.pk, pair[0].pk, now=timezone.now()), now=timezone.now())
    page = signed_in.get(reverse("sitting:drill-verdict", args=[run.pk])).text

    assert "只差一处的另一场" in page
    assert str(pair[1].pk) in page
