"""A manager at the pages of rounds. Views ask the clock, so windows lie around now."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.grading.services import hand_in
from certification.papers.models import BlueprintVersion
from certification.rounds.models import Round
from certification.rounds.services import make_round, publish_round, seat_people
from tests.factories.attempts import keyed_letters, save
from tests.factories.people import UserFactory
from tests.factories.rounds import begin, blueprint_asking, kept, plan

HOUR = timedelta(hours=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def manager(db):
    return UserFactory(staff_number="C10003", display_name="许建国", manager=True)


@pytest.fixture
def managing(client: Client, manager) -> Client:
    client.force_login(manager, backend="certification.people.backends.NameOrNumberBackend")
    return client


@pytest.fixture
def blueprint(edition) -> BlueprintVersion:
    return kept(blueprint_asking(8))


@pytest.fixture
def make(blueprint, manager, now):
    """A round with seats; `ended` hours ago where it is over."""

    def make(people=(), *, publish=True, ended=0, **fields) -> Round:
        window = {"opens_at": now - HOUR, "closes_at": now + HOUR}
        held = make_round(plan(blueprint, **{**window, **fields}), actor=manager.pk, now=now - 2 * HOUR)
        seat_people(held.pk, [one.pk for one in people], actor=manager.pk, now=now - 2 * HOUR)
        if publish:
            publish_round(held.pk, actor=manager.pk, now=now - 2 * HOUR, seed=3)
        if ended:
            past = {"opens_at": now - (ended + 2) * HOUR, "closes_at": now - ended * HOUR}
            Round.objects.filter(pk=held.pk).update(**past)
        held.refresh_from_db()
        return held

    return make


@pytest.fixture
def sit(now):
    """Somebody answers so many questions rightly and hands in, an hour and a half ago."""

    def sit(held, person, *, right: int, number: int = 1) -> Attempt:
        at = now - 1.5 * HOUR
        attempt = begin(held, person, number=number, now=at)
        for position in range(1, right + 1):
            save(attempt, position, answer=keyed_letters(attempt, position), now=at + timedelta(minutes=5))
        return hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=at + timedelta(minutes=20))

    return sit
