"""The simulated cohort."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from certification.attempts.models import Attempt
from certification.competency.models import Standing
from certification.credentials.domain import Status
from certification.credentials.models import Certificate, Programme
from certification.people.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_people_with_a_history_appear_once_and_cannot_sign_in(edition, capsys):
    call_command("make_demo_history", people=3, weeks=2)
    people = User.objects.filter(staff_number__startswith="demo-")
    assert people.count() == 3
    assert not any(person.has_usable_password() for person in people)
    assert all(person.cohort.name.startswith("演示") for person in people)
    sat = Attempt.objects.filter(trainee__in=people)
    assert sat.exists()
    assert not sat.filter(state="open").exists()
    assert Standing.objects.filter(person__in=people).exists()
    count = sat.count()
    call_command("make_demo_history", people=3, weeks=2)
    assert Attempt.objects.count() == count
    assert "新增模考 0 份" in capsys.readouterr().out


def test_numbers_that_make_no_sense_and_an_empty_site_are_refused(db):
    with pytest.raises(CommandError, match="人数应在 1 到 500 之间"):
        call_command("make_demo_history", people=0)
    with pytest.raises(CommandError, match="还没有规则库"):
        call_command("make_demo_history", people=1, weeks=1)


def test_certificates_of_the_cohort_have_lived(edition, capsys):
    UserFactory(manager=True)

    for _again in range(2):
        call_command("make_demo_history", people=8, weeks=1)

    now = timezone.now()
    states = {one.standing_at(now).status for one in Certificate.objects.told()}
    assert {Status.VALID, Status.EXPIRED, Status.REVOKED} <= states
    assert Programme.objects.filter(name__endswith="（演示）").count() == 2
    assert not Attempt.objects.filter(state="open").exists()
    assert "证书 0 张" in capsys.readouterr().out.splitlines()[-1]
