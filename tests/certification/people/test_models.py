"""People: roles, names, constraints."""

import pytest
from django.db import IntegrityError, transaction

from certification.people.domain import Role
from certification.people.models import Cohort, User
from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def test_a_person_may_hold_several_roles():
    person = UserFactory(is_trainee=True, is_manager=True)

    assert person.roles == (Role.TRAINEE, Role.MANAGER)


def test_holding_finds_active_people_by_role():
    trainer = UserFactory(trainer=True)
    UserFactory(trainer=True, is_active=False)
    UserFactory()

    assert list(User.objects.holding(Role.TRAINER)) == [trainer]


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        pytest.param({"staff_number": ""}, "user_staff_number_given", id="no staff number"),
        pytest.param({"display_name": ""}, "user_display_name_given", id="no name"),
    ],
)
def test_database_refuses_nameless_people(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        UserFactory(**fields)


def test_staff_number_is_unique():
    UserFactory(staff_number="A20316")

    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(staff_number="A20316")


def test_created_user_can_be_checked_by_password():
    user = User.objects.create_user(" A20400 ", PASSWORD, display_name="赵一鸣")

    assert user.staff_number == "A20400"
    assert user.check_password(PASSWORD)
    assert not user.is_staff


def test_superuser_is_an_operator_without_roles():
    user = User.objects.create_superuser("Y90009", PASSWORD, display_name="唐磊")

    assert user.is_staff
    assert user.is_superuser
    assert user.roles == ()


def test_people_and_cohorts_are_shown_by_name():
    person = UserFactory(staff_number="A20316", display_name="林晓雯")

    assert str(person) == "林晓雯（A20316）"
    assert person.get_full_name() == person.get_short_name() == "林晓雯"
    assert str(Cohort(name="售后一组")) == "售后一组"
