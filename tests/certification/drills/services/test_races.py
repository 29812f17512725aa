"""Two clicks and two tabs at once, in a real database."""

import pytest
from django.db import connection

from certification.drills.models import DrillRun
from certification.drills.services import Said, say, start_run
from tests.certification.grading.test_races import at_once
from tests.factories import NOON
from tests.factories.drills import offer_drill, shipped_rules
from tests.factories.people import UserFactory

pytestmark = [
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
    pytest.mark.usefixtures("spelt"),
]


@pytest.fixture
def script(transactional_db):
    return offer_drill(edition=shipped_rules())


def test_two_clicks_start_one_talk_and_two_tabs_say_one_thing(script):
    person = UserFactory()

    runs = at_once(*[lambda: start_run(person.pk, script.pk, now=NOON)] * 3)
    assert len({run.pk for run in runs}) == 1

    run = DrillRun.objects.get()
    same = at_once(*[lambda: say(run, Said("tab", 1, "@greet"), now=NOON)] * 3)
    assert len({turn.pk for turn in same}) == 1
    told = at_once(*(lambda tab=tab: say(run, Said(tab, 1, "@apology", 1), now=NOON) for tab in ("b", "c", "d")))
    assert sorted(one if isinstance(one, str) else "said" for one in told) == [
        "drills.moved-on",
        "drills.moved-on",
        "said",
    ]
    assert [turn.number for turn in run.turns.order_by("number")] == [1, 2]
