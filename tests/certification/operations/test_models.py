"""Failed sign-ins are counted by the hour, and by nothing else."""

from datetime import timedelta

import pytest
from django.conf import settings

from certification.operations.models import FailedSignIns, count_failure
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def test_failures_and_lockouts_of_an_hour_stand_in_one_row():
    for minutes in (0, 20, 59, 60):
        count_failure(NOON + timedelta(minutes=minutes))
    count_failure(NOON, is_lockout=True)

    assert list(FailedSignIns.objects.order_by("hour").values_list("failures", "lockouts")) == [(3, 1), (1, 0)]
    assert str(FailedSignIns.objects.earliest("hour")).endswith(" 3")


def test_wrong_passwords_are_counted_whoever_types_them(client, trainee):
    for _ in range(settings.AXES_FAILURE_LIMIT + 1):
        client.post("/sign-in/", {"username": trainee.staff_number, "password": "wrong"})
    client.post("/sign-in/", {"username": "nobody", "password": "wrong"})

    (row,) = FailedSignIns.objects.values("failures", "lockouts")
    assert row["failures"] >= settings.AXES_FAILURE_LIMIT
    assert row["lockouts"] >= 1
