"""Who somebody is: by number, by address, never more than they are here."""

import pytest
from django.urls import reverse

from certification.core.journal import JournalEntry
from certification.lti.domain import PersonClaim
from certification.lti.models import PlatformAccount
from certification.lti.wording import REFUSALS
from certification.people.domain import Role
from certification.people.models import User
from tests.certification.lti.conftest import Traveller, sourced
from tests.factories.people import CohortFactory, UserFactory, merge
from tests.factories.platform import CLAIM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world(registered):
    """The platform is registered."""


def refused(traveller: Traveller, code: str, **extra) -> bool:
    answered = traveller.answer(traveller.begin(), **extra)
    return answered.status_code == 403 and str(REFUSALS[code]) in answered.content.decode()


@pytest.mark.parametrize(
    ("claim", "extra"),
    [
        (PersonClaim.SOURCED_ID, sourced("A7")),
        (PersonClaim.EMAIL, {"email": "Lin@Example.com"}),
        (PersonClaim.STAFF_NUMBER, {f"{CLAIM}custom": {"staff_number": " A7 "}}),
    ],
)
def test_the_claim_that_the_registration_names_counts_alone(traveller, registered, claim, extra):
    registered.person_claim = claim
    registered.save()
    person = UserFactory(staff_number="A7", email="lin@example.com")
    others = {"email": "x@example.com", **sourced("A8"), f"{CLAIM}custom": {"staff_number": "A8"}}
    UserFactory(staff_number="A8", email="x@example.com")

    traveller.launch(**{**others, **extra})

    assert traveller.person == str(person.pk)


def test_nobody_is_guessed_where_two_share_an_address(traveller, registered):
    registered.person_claim = PersonClaim.EMAIL
    registered.save()
    UserFactory(email="desk@example.com")
    UserFactory(email="desk@example.com")

    assert refused(traveller, "lti.nobody", email="desk@example.com")


def test_who_is_not_known_is_refused(traveller):
    assert refused(traveller, "lti.nobody", **sourced("A9"))
    assert refused(traveller, "lti.unnamed")
    assert refused(traveller, "lti.unnamed", **{f"{CLAIM}lis": "A9"})


def test_who_was_let_go_is_refused_also_when_known(traveller, platform):
    person = UserFactory(staff_number="A7")
    traveller.launch(**sourced("A7"))
    answered = Traveller(platform)
    began = answered.answer(answered.begin())
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert answered.enter(began).status_code == 403  # let go between the two steps
    assert answered.person == ""
    assert refused(Traveller(platform), "lti.inactive")


def test_operators_do_not_come_in_this_way(traveller):
    UserFactory(staff_number="A7", operator=True)

    assert refused(traveller, "lti.operator", **sourced("A7"))


def test_unknown_learners_become_trainees_where_the_registration_says_so(traveller, registered):
    registered.new_people_cohort = CohortFactory(name="新人班")
    registered.save()

    traveller.launch(**sourced("N-100"), name="何思远")

    person = User.objects.get(staff_number="N-100")
    assert (person.display_name, person.cohort.name, person.is_trainee) == ("何思远", "新人班", True)
    assert list(person.roles) == [Role.TRAINEE]
    assert not person.has_usable_password()
    assert traveller.person == str(person.pk)
    assert traveller.client.get("/").status_code == 200
    assert JournalEntry.objects.filter(verb="lti.person-made", subject=f"user:{person.pk}").exists()


def test_a_number_that_is_no_number_makes_nobody(traveller, registered):
    registered.new_people_cohort = CohortFactory()
    registered.save()

    assert refused(traveller, "lti.nobody", **sourced("9" * 21))


@pytest.mark.parametrize("role", ["Instructor", "Administrator"])
def test_a_teacher_there_is_nothing_here_by_that(traveller, registered, platform, role):
    registered.new_people_cohort = CohortFactory()
    registered.save()
    platform.roles = [role]

    assert refused(traveller, "lti.teacher-unknown", **sourced("T1"))
    trainee = UserFactory(staff_number="A7")
    traveller.launch(**sourced("A7"))
    trainee.refresh_from_db()
    assert (traveller.person, trainee.is_trainer, trainee.is_manager) == (str(trainee.pk), False, False)
    assert traveller.client.get(reverse("oversight:people")).status_code == 403


def test_a_trainer_keeps_their_role_and_a_learners_word_does_not_open_it(traveller, platform):
    trainer = UserFactory(staff_number="B1", trainer=True)

    assert refused(traveller, "lti.staff-by-learner", **sourced("B1"))
    assert not PlatformAccount.objects.exists()
    platform.roles = ["Instructor"]
    traveller.launch(**sourced("B1"))
    assert traveller.person == str(trainer.pk)
    platform.roles = ["Learner"]
    known = Traveller(platform)
    known.launch()
    assert known.person == str(trainer.pk)


def test_two_accounts_of_one_person_follow_the_merge(traveller, platform):
    duplicate, kept = UserFactory(staff_number="A7"), UserFactory(staff_number="A8")
    traveller.launch(**sourced("A7"))
    merge(duplicate, kept)

    again = Traveller(platform)
    again.launch()
    assert again.person == str(kept.pk)
