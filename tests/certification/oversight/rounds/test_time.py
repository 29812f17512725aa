"""More time: not for who has handed in, nor for oneself."""

import pytest
from django.urls import reverse

from certification.attempts.domain import ClosedBy
from certification.core.journal import JournalEntry
from certification.grading.services import hand_in
from certification.rounds.models import AllowanceGrant
from tests.factories.rounds import begin


@pytest.fixture
def grant(managing):
    def post(held, person):
        sent = {"person": str(person.pk), "factor": "125", "minutes": "0", "cause": "technical"}
        return managing.post(reverse("oversight:round-time", args=[held.pk]), sent)

    return post


def test_who_has_handed_in_gets_no_more_time_and_nothing_is_written(grant, make, trainee, now):
    held = make([trainee])
    attempt = begin(held, trainee, now=now)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)

    response = grant(held, trainee)

    assert response.status_code == 422
    assert "交了的卷子不会重新打开" in response.content.decode()
    assert not AllowanceGrant.objects.exists()
    assert not JournalEntry.objects.filter(verb="round.time-granted").exists()


def test_who_may_sit_again_gets_more_time_for_it(grant, make, trainee, now):
    held = make([trainee], attempts_allowed=2)
    attempt = begin(held, trainee, now=now)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)
    attempt.refresh_from_db()
    ended = attempt.deadline

    assert grant(held, trainee).status_code == 302

    attempt.refresh_from_db()
    assert attempt.deadline == ended
    assert AllowanceGrant.objects.get().person == trainee.pk


def test_nobody_grants_time_to_themselves(grant, make, manager):
    manager.is_trainee = True
    manager.save(update_fields=["is_trainee"])
    held = make([manager])

    response = grant(held, manager)

    assert response.status_code == 422
    assert "这是你自己的考位" in response.content.decode()
    assert not AllowanceGrant.objects.exists()
