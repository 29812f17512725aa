"""From the ledger to a diagnosis."""

import pytest

from certification.attempts.domain import ClosedBy
from certification.competency.misconceptions.services import (
    ask_to_work_out,
    misconceptions_of,
    work_out_in_background,
)
from certification.competency.models import MisledKeys
from certification.grading.models import Mark
from certification.grading.services import hand_in
from tests.factories.attempts import LATER, keyed_letters, save, start_mock, wrong_letter
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(edition):
    """A trainee who had three single choices of a mock wrong and everything else right."""
    person = UserFactory()
    attempt = start_mock(person, edition)
    singles = [one.position for one in attempt.paper.questions.filter(type="single").order_by("position")]
    for position in range(1, attempt.paper.size + 1):
        letters = wrong_letter(attempt, position) if position in singles[:3] else keyed_letters(attempt, position)
        save(attempt, position, answer=letters, sequence=position)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    return person


def test_the_worker_works_out_every_answered_question_once(person):
    assert ask_to_work_out()
    assert not ask_to_work_out()
    assert work_out_in_background.func() == person.attempts.get().paper.size
    assert work_out_in_background.func() == 0
    assert MisledKeys.objects.count() == Mark.objects.values("derivation").distinct().count()


def test_what_the_adjudicator_says_of_a_misreading_meets_what_was_chosen(person):
    attempt = person.attempts.get()
    sheet = attempt.sheet(attempt.paper.size)
    missed = attempt.marks.filter(points=0).select_related("derivation")
    wrong = [mark for mark in missed if sheet.cell(mark.position).answer]
    assert len(wrong) == 3
    for mark in wrong:
        letters = sheet.cell(mark.position).answer
        order = attempt.paper.questions.get(position=mark.position).option_order
        picked = [order["ABCDEF".index(letter)] for letter in letters]
        MisledKeys.objects.create(derivation=mark.derivation, found=[["SHIP-1", "误以为从下单算起。", picked]])
    found = misconceptions_of(person.pk)
    assert [(one.say, one.followed) for one in found] == [("误以为从下单算起。", 3)]
    assert {one.position for one in found[0].shown_by} < {mark.position for mark in wrong}


def test_before_the_worker_was_there_nothing_is_claimed(person, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        assert misconceptions_of(person.pk) == ()
