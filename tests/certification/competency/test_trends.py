"""A cohort from week to week."""

from datetime import date, timedelta

import pytest

from certification.attempts.domain import ClosedBy
from certification.competency.trends import trend
from certification.grading.services import hand_in
from certification.people.models import Cohort
from tests.factories import NOON
from tests.factories.attempts import keyed_letters, save, start_mock
from tests.factories.people import UserFactory

WEEK = timedelta(days=7)
MONDAY = date(2026, 9, 14)  # NOON is in its week


@pytest.fixture
def cohort(edition) -> Cohort:
    return Cohort.objects.create(name="夜班组")


def sat(person, edition, right, *, at=NOON):
    attempt = start_mock(person, edition, now=at)
    for position in right:
        save(attempt, position, answer=keyed_letters(attempt, position), sequence=position, now=at)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=at)
    return sum(one.points for one in attempt.marks.all()) / sum(one.out_of for one in attempt.marks.all())


def test_people_are_averaged_not_papers(cohort, edition):
    ann, bob = UserFactory(cohort=cohort), UserFactory(cohort=cohort)
    everything = range(1, 21)
    first = sat(ann, edition, everything, at=NOON)
    sat(ann, edition, everything, at=NOON + timedelta(hours=1))
    sat(bob, edition, ())

    weeks = trend(cohort.pk, weeks=3, now=NOON + WEEK)

    assert [one.monday for one in weeks] == [MONDAY - WEEK, MONDAY, MONDAY + WEEK]
    assert [(one.people, one.papers) for one in weeks] == [(0, 0), (2, 3), (0, 0)]
    assert weeks[1].mean == pytest.approx(first / 2)
    assert weeks[0].mean is None
    assert weeks[1].interval is None


def test_five_people_have_an_interval(cohort, edition):
    for number in range(5):
        sat(UserFactory(cohort=cohort), edition, range(1, number + 1))
    (week,) = trend(cohort.pk, weeks=1, now=NOON)
    low, high = week.interval
    assert 0 <= low < week.mean < high <= 1


def test_only_people_of_the_cohort_count(cohort, edition):
    sat(UserFactory(), edition, (1,))
    sat(UserFactory(cohort=cohort, is_active=False), edition, (1,))
    (week,) = trend(cohort.pk, weeks=1, now=NOON)
    assert week.people == 0


def test_rules_pick_the_questions(cohort, edition):
    person = UserFactory(cohort=cohort)
    attempt = start_mock(person, edition)
    save(attempt, 1, answer=keyed_letters(attempt, 1))
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOON + timedelta(minutes=9))
    rules = {one.position: one.derivation.rules[0] for one in attempt.paper.questions.select_related("derivation")}

    (right,) = trend(cohort.pk, weeks=1, now=NOON, rules=[rules[1]])
    (none,) = trend(cohort.pk, weeks=1, now=NOON, rules=[])

    assert right.mean == pytest.approx(1 / sum(rule == rules[1] for rule in rules.values()), abs=0.5)
    assert right.mean > 0
    assert none.people == 0


def test_it_takes_two_queries(cohort, edition, django_assert_max_num_queries):
    for _number in range(3):
        sat(UserFactory(cohort=cohort), edition, (1,))
    with django_assert_max_num_queries(2):
        trend(cohort.pk, weeks=12, now=NOON, rules=["ZRULE-SHIP-1"])
