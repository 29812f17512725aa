"""The rounds of the demonstration."""

from datetime import timedelta

import pytest

from certification.papers.blueprints import CERTIFYING
from certification.people.demo import DEMO_PEOPLE, make_demo_people
from certification.rounds.demo import DRAFT_TITLE, OPEN_TITLE, make_demo_rounds
from certification.rounds.domain import RoundState
from certification.rounds.models import Round, SeatPaper
from certification.rounds.services import allowed_time_of, cancel_round
from tests.factories import NOON
from tests.factories.rounds import blueprint_asking, kept


@pytest.fixture
def people(edition):
    kept(blueprint_asking(8, name=CERTIFYING.name))
    make_demo_people({person.staff_number: "a good password 9" for person in DEMO_PEOPLE})


def test_one_round_is_open_and_one_is_a_draft(people):
    assert make_demo_rounds(now=NOON)

    held = Round.objects.get(title=OPEN_TITLE)
    assert held.is_open(NOON)
    assert Round.objects.get(title=DRAFT_TITLE).is_draft
    minutes = {
        seat.trainee.display_name: allowed_time_of(held, seat.trainee_id) / timedelta(minutes=1)
        for seat in held.seats.all()
    }
    assert minutes == {"林晓雯": 60, "何青": 75}
    assert SeatPaper.objects.filter(seat__round=held).count() == 4


def test_a_second_start_leaves_them_alone_whatever_became_of_them(people):
    make_demo_rounds(now=NOON)
    held = Round.objects.get(title=OPEN_TITLE)
    cancel_round(held.pk, actor=held.made_by_id, now=NOON)

    assert not make_demo_rounds(now=NOON + timedelta(days=90))
    assert Round.objects.get(title=OPEN_TITLE).state == RoundState.CANCELLED
    assert Round.objects.count() == 2
