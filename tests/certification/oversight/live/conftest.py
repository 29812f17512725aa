"""A round that somebody sits, and an invigilator in front of it; the clock stands still."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.rounds.models import Round
from tests.factories import NOON
from tests.factories.exams import exam_paper, make_exam_round, sit_exam
from tests.factories.people import UserFactory

#: Ten minutes into the exam.
NOW = NOON + timedelta(minutes=10)


@pytest.fixture
def clock(monkeypatch):
    """Set what the server's clock says; NOW to begin with."""

    def stand(at):
        monkeypatch.setattr(timezone, "now", lambda: at)

    stand(NOW)
    return stand


@pytest.fixture
def held(edition, trainee, clock) -> Round:
    """林晓雯 and 吴倩 have seats, nobody has come."""
    return make_exam_round(edition, [trainee, UserFactory(display_name="吴倩", staff_number="A20400")])


@pytest.fixture
def other(held):
    return held.seats.get(trainee__display_name="吴倩").trainee


@pytest.fixture
def paper(edition):
    return exam_paper(edition)


@pytest.fixture
def attempt(held, trainee, paper):
    """林晓雯 has been sitting since NOON."""
    return sit_exam(held, trainee, paper=paper)
