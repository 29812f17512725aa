"""People and cohorts."""

import factory

from certification.oversight.people.duplicates.looking import look_at_merge
from certification.oversight.people.duplicates.moving import merge_people
from certification.people.models import Cohort, User
from tests.factories import NOON

PASSWORD = "a good password 9"


class CohortFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cohort
        django_get_or_create = ("name",)

    name = "售后一组"


class UserFactory(factory.django.DjangoModelFactory):
    """A trainee; `trainer`, `manager`, `operator` add to that or replace it."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        trainer = factory.Trait(is_trainee=False, is_trainer=True)
        manager = factory.Trait(is_trainee=False, is_manager=True)
        operator = factory.Trait(is_trainee=False, is_staff=True, is_superuser=True)

    staff_number = factory.Sequence(lambda n: f"U{n:05d}")
    display_name = factory.Sequence(lambda n: f"学员{n}")
    cohort = factory.SubFactory(CohortFactory)
    is_trainee = True
    password = factory.django.Password(PASSWORD)


def merge(duplicate: User, survivor: User) -> None:
    """Make one person of two accounts, as a manager does."""
    manager = UserFactory(manager=True)
    seen = look_at_merge(duplicate, survivor, actor=manager).seen
    merge_people(duplicate.pk, survivor.pk, seen=seen, actor=manager, now=NOON)
