"""The same code twice at once, really at once: only PostgreSQL lets two writers run side by side."""

import pytest
from django.db import connection
from django.utils import timezone

from certification.people.second_factor.codes import new_key
from certification.people.second_factor.models import RecoveryCode, SecondFactor
from certification.people.second_factor.services import set_up, show_code
from tests.certification.people.test_races import at_once
from tests.factories.people import UserFactory
from tests.factories.second_factors import RECOVERY, code_for, make_second_factor

pytestmark = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")


@pytest.mark.parametrize("by", ["app", "recovery"])
def test_a_code_shown_twice_at_once_lets_in_once(transactional_db, by):
    person = UserFactory(trainer=True)
    factor = make_second_factor(person)
    code = code_for(factor.key) if by == "app" else RECOVERY

    assert at_once(*[lambda: show_code(person, code, now=timezone.now())] * 2) == ["done", "people.code-wrong"]


def test_of_two_who_set_up_at_once_one_does(transactional_db):
    person, keys = UserFactory(trainer=True), [new_key(), new_key()]

    ended = at_once(
        *[lambda key=key: set_up(person, key, code_for(key), but="", now=timezone.now()) for key in keys]
    )  # fmt: skip

    assert ended == ["done", "people.factor-there"]
    assert SecondFactor.objects.get().recovery_codes.count() == RecoveryCode.objects.count() == 10
