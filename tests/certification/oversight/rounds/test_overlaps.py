"""Somebody who has a seat in two rounds at the same time: who seats and publishes is told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from certification.rounds.overlaps import overlapping_seats
from tests.factories.people import UserFactory

HOUR = timedelta(hours=1)


def page(client, held, name="round") -> str:
    response = client.get(reverse(f"oversight:{name}", args=[held.pk]))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", ["round", "round-publish"])
def test_it_is_said_before_publishing_who_and_where(managing, make, trainee, name):
    make([trainee, UserFactory(display_name="吴倩")], title="早班认证")
    draft = make([trainee], publish=False, title="晚班认证")

    said = page(managing, draft, name)

    assert "有 1 个考位和别的场次时间重叠" in said
    assert trainee.staff_number in said
    assert "早班认证" in said
    assert "吴倩" not in said


def test_it_is_said_after_somebody_was_seated(managing, make, trainee):
    make([trainee], title="早班认证")
    held = make([UserFactory()], title="晚班认证")
    assert "round-overlaps" not in page(managing, held)

    sent = {"who": trainee.staff_number}
    said = managing.post(reverse("oversight:round-seat", args=[held.pk]), sent, follow=True).content.decode()

    assert "有 1 个考位和别的场次时间重叠" in said


def test_only_what_is_open_at_the_same_time_counts(make, trainee, now):
    held = make([trainee], opens_at=now, closes_at=now + HOUR)
    make([trainee], opens_at=now - HOUR, closes_at=now)
    make([trainee], opens_at=now + HOUR, closes_at=now + 2 * HOUR)
    make([trainee], publish=False, opens_at=now, closes_at=now + HOUR)
    assert not overlapping_seats(held)

    other = make([trainee], opens_at=now + HOUR / 2, closes_at=now + 2 * HOUR)

    assert [seat.round for seat in overlapping_seats(held)] == [other]
    assert [seat.round for seat in overlapping_seats(other)] != []


def test_a_round_that_is_over_warns_of_nothing(managing, make, trainee):
    held, other = make([trainee], ended=1), make([trainee], ended=1)

    assert overlapping_seats(held)[0].round == other
    assert "round-overlaps" not in page(managing, held)
