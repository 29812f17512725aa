"""What a manager may do to people, and what nobody may."""

import pytest
from django.db import IntegrityError, transaction

from certification.core.append_only import ERASED
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.people import keeping
from certification.people.cohorts import delete_cohort, make_cohort, rename_cohort
from certification.people.domain import Role
from certification.people.keeping import PersonFields
from certification.people.last_manager import keeping_a_manager
from certification.people.models import Cohort, User
from tests.factories import NOON
from tests.factories.people import CohortFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return UserFactory(staff_number="C1", manager=True)


@pytest.fixture
def other(manager):
    return UserFactory(staff_number="C2", manager=True)


def said_of(person: User, **changes) -> PersonFields:
    return PersonFields(**{
        "staff_number": person.staff_number, "display_name": person.display_name, "cohort": person.cohort,
        "roles": frozenset(person.roles), "email": person.email, **changes,
    })  # fmt: skip


def change(person, actor, **changes):
    return keeping.change_person(person.pk, said_of(person, **changes), actor=actor, now=NOON)


def refused(code):
    return pytest.raises(RefusedError, match=f"^{code}$")


def test_a_new_person_cannot_sign_in_before_a_link_was_used(manager):
    made = keeping.create_person(
        PersonFields(" A1 ", " 林晓雯 ", CohortFactory(), frozenset({Role.TRAINEE})), actor=manager, now=NOON
    )

    assert (made.staff_number, made.display_name, made.roles) == ("A1", "林晓雯", (Role.TRAINEE,))
    assert not made.has_usable_password()
    assert JournalEntry.objects.get(verb="people.person-made").details == {"roles": ["trainee"]}


@pytest.mark.parametrize("number", ["a1", "A1"])
def test_a_number_belongs_to_one(manager, number):
    UserFactory(staff_number="A1", display_name="先来的")

    with refused("people.number-in-use") as error:
        keeping.create_person(PersonFields(number, "后来的"), actor=manager, now=NOON)

    assert error.value.refusal.params["name"] == "先来的"
    assert User.objects.filter(staff_number__iexact="a1").count() == 1


def test_who_is_overtaken_by_another_of_the_same_number_is_told(manager, monkeypatch):
    UserFactory(staff_number="A1")

    def looked_too_early(person, said):
        person.staff_number, person.display_name = said.staff_number, said.display_name

    monkeypatch.setattr(keeping, "_fill", looked_too_early)

    with refused("people.number-in-use"), transaction.atomic():
        keeping.create_person(PersonFields("A1", "后来的"), actor=manager, now=NOON)


def test_moving_and_changing_is_noted_without_a_word_of_it(manager):
    person, cohort = UserFactory(), CohortFactory(name="售后二组")

    moved = change(person, manager, cohort=cohort, roles=frozenset({Role.TRAINER}), email="a@example.com")

    moved.refresh_from_db()
    assert (moved.cohort, moved.roles, moved.email) == (cohort, (Role.TRAINER,), "a@example.com")
    noted = JournalEntry.objects.get(verb="people.person-changed").details
    assert noted == {"changed": ["email", "cohort", "is_trainee", "is_trainer"], "roles": ["trainer"]}


def test_what_is_the_same_is_not_noted(manager):
    change(UserFactory(), manager)

    assert not JournalEntry.objects.exists()


def test_the_last_manager_keeps_the_role_and_the_account(manager):
    with refused("people.last-manager"):
        change(manager, manager, roles=frozenset({Role.TRAINEE}))
    with refused("people.own-account"):
        keeping.deactivate(manager.pk, actor=manager, now=NOON)

    manager.refresh_from_db()
    assert manager.is_manager
    assert manager.is_active


def test_with_another_there_the_role_is_taken_by_the_other(manager, other):
    with refused("people.own-role"):
        change(manager, manager, roles=frozenset())

    change(manager, other, roles=frozenset())

    manager.refresh_from_db()
    assert not manager.is_manager


def test_a_manager_who_left_is_nobody_to_rely_on(manager, other):
    keeping.deactivate(other.pk, actor=manager, now=NOON)

    with refused("people.last-manager"):
        change(manager, manager, roles=frozenset())


def test_whoever_acts_the_last_one_stays(manager):
    operator = UserFactory(operator=True)

    with refused("people.last-manager"):
        keeping.deactivate(manager.pk, actor=operator, now=NOON)
    with refused("people.last-manager"):
        change(manager, operator, roles=frozenset())


def test_where_there_was_none_nothing_is_in_the_way():
    with transaction.atomic(), keeping_a_manager():
        UserFactory()


def test_who_was_erased_does_not_come_back(manager):
    gone = UserFactory(display_name=ERASED, is_active=False)

    with refused("people.is-erased"):
        keeping.reactivate(gone.pk, actor=manager, now=NOON)


@pytest.mark.parametrize("act", ["deactivate", "reactivate"])
def test_operators_are_changed_by_operators(manager, act):
    operator = UserFactory(operator=True)

    with refused("people.is-operator"):
        getattr(keeping, act)(operator.pk, actor=manager, now=NOON)
    with refused("people.is-operator"):
        change(operator, manager, display_name="别的")
    with refused("people.is-operator"):
        keeping.hand_out_link(operator.pk, by_mail=False, actor=manager, now=NOON)

    getattr(keeping, act)(operator.pk, actor=UserFactory(operator=True), now=NOON)


def test_leaving_and_coming_back_keeps_the_password(manager):
    person = UserFactory()
    hashed = person.password

    keeping.deactivate(person.pk, actor=manager, now=NOON)
    keeping.deactivate(person.pk, actor=manager, now=NOON)
    with refused("people.not-active"):
        keeping.hand_out_link(person.pk, by_mail=False, actor=manager, now=NOON)
    keeping.reactivate(person.pk, actor=manager, now=NOON)
    keeping.reactivate(person.pk, actor=manager, now=NOON)

    person.refresh_from_db()
    assert person.is_active
    assert person.password == hashed
    assert JournalEntry.objects.count() == 2


def test_cohorts_are_made_renamed_and_deleted_when_empty(manager):
    made = make_cohort(" 三组 ", actor=manager, now=NOON)
    rename_cohort(made.pk, "四组", actor=manager, now=NOON)
    rename_cohort(made.pk, "四组", actor=manager, now=NOON)
    delete_cohort(made.pk, actor=manager, now=NOON)

    assert not Cohort.objects.filter(name="四组").exists()
    assert [one.verb for one in JournalEntry.objects.order_by("at", "pk")].count("people.cohort-renamed") == 1


def test_a_name_is_taken_once(manager):
    one, two = CohortFactory(name="一组"), CohortFactory(name="二组")

    with refused("people.cohort-taken"):
        make_cohort("一组", actor=manager, now=NOON)
    with refused("people.cohort-taken"):
        rename_cohort(two.pk, one.name, actor=manager, now=NOON)


def test_a_cohort_with_somebody_who_left_is_not_empty(manager):
    person = UserFactory(is_active=False)

    with refused("people.cohort-not-empty") as error:
        delete_cohort(person.cohort_id, actor=manager, now=NOON)

    assert error.value.refusal.params == {"people": 2}  # the manager is in it too


@pytest.mark.parametrize("fields", [{"is_active": True}, {"is_manager": True}, {"is_staff": True}])
def test_the_database_keeps_a_merged_account_from_everything(manager, fields):
    nothing = {"is_active": False, "is_trainee": False}

    with pytest.raises(IntegrityError, match="user_merged_may_nothing"), transaction.atomic():
        UserFactory(merged_into=manager, **{**nothing, **fields})
