"""Who an identifier names."""

import pytest
from django.contrib.auth.hashers import make_password

from certification.people.backends import NameOrNumberBackend, find_person
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_staff_number_wins_over_a_colleague_called_the_same():
    person = UserFactory(staff_number="A1")
    UserFactory(display_name="A1")

    assert find_person("a1") == person


def test_numbers_that_differ_by_case_only_are_told_apart_by_nobody():
    UserFactory(staff_number="A1")
    UserFactory(staff_number="a1")

    assert find_person("A1") is None


def test_unknown_person_costs_a_hash_too(monkeypatch):
    hashed = []
    monkeypatch.setattr(
        "django.contrib.auth.base_user.make_password", lambda raw: hashed.append(raw) or make_password(raw)
    )

    NameOrNumberBackend().authenticate(None, username="nobody", password="secret")

    assert hashed == ["secret"]


def test_missing_credentials_are_someone_elses_business():
    assert NameOrNumberBackend().authenticate(None, token="x") is None


def test_session_of_a_person_who_left_is_no_longer_theirs():
    person = UserFactory(is_active=False)

    assert NameOrNumberBackend().get_user(person.pk) is None
