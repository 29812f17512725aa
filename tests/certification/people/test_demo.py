"""The demo people."""

import pytest

from certification.people.demo import DEMO_PEOPLE, make_demo_people, passwords_in, random_password
from certification.people.domain import Role
from certification.people.models import User


def test_demo_has_every_role_a_person_with_two_and_an_operator():
    held = [person.roles for person in DEMO_PEOPLE]

    assert frozenset().union(*held) == frozenset(Role)
    assert any(len(roles) > 1 for roles in held)
    assert any(person.is_operator for person in DEMO_PEOPLE)


def test_passwords_are_random_and_stay(tmp_path):
    first = passwords_in(tmp_path)

    assert passwords_in(tmp_path) == first
    assert len(set(first.values())) == len(DEMO_PEOPLE)
    assert random_password() != random_password()


@pytest.mark.django_db
def test_making_demo_people_twice_changes_nothing(tmp_path):
    passwords = passwords_in(tmp_path)
    make_demo_people(passwords)
    before = list(User.objects.order_by("staff_number").values())

    make_demo_people(passwords)

    assert list(User.objects.order_by("staff_number").values()) == before
    assert len(before) == len(DEMO_PEOPLE)


@pytest.mark.django_db
def test_demo_password_that_was_changed_is_set_back(tmp_path):
    passwords = passwords_in(tmp_path)
    make_demo_people(passwords)
    changed = User.objects.get(staff_number="A20316")
    changed.set_password("something else")
    changed.save()

    make_demo_people(passwords)

    changed.refresh_from_db()
    assert changed.check_password(passwords["A20316"])
