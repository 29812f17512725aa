"""What pages show of it."""

from datetime import timedelta

import pytest

from certification.attempts.domain import ClosedBy
from certification.bank.models import QuestionVersion
from certification.competency.domain import EVERYTHING, Level
from certification.competency.models import ReviewCard, Standing
from certification.competency.reading import (
    DAILY,
    due_today,
    matrix,
    open_cards,
    rule_standings,
    standing_in,
    standings,
    streak,
)
from certification.drills.models import DrillRun, DrillTurn, EndedBy
from certification.grading.services import hand_in
from tests.certification.competency.test_learning import sat
from tests.factories import NOON
from tests.factories.attempts import LATER, keyed_letters, save, start_mock
from tests.factories.drills import offer_drill
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def stand(person, scope, right, wrong, *, at=NOON):
    return Standing.objects.create(
        person=person, scope=scope, right=right, wrong=wrong, count=round(right + wrong), last_at=at, at=at
    )


def card(person, rule, due_at, **fields):
    version = QuestionVersion.objects.first()
    usual = {
        "stability": 1,
        "difficulty": 5,
        "lapses": 1,
        "in_a_row": 0,
        "first_at": NOON,
        "last_at": NOON,
        "trace": "t",
    }
    return ReviewCard.objects.create(person=person, rule=rule, due_at=due_at, last_version=version, **usual | fields)


def test_every_area_is_shown_and_what_was_never_met_is_unknown():
    person = UserFactory()
    stand(person, "area:freight", 20, 1)
    found = {one.code: one for one in standings(person.pk, now=NOON)}
    assert len(found) == 13
    assert found["freight"].level is Level.MASTERED
    assert found["talk"].level is Level.UNKNOWN
    assert found["talk"].tally is None


def test_what_is_stored_ages_until_it_is_read():
    person = UserFactory()
    stand(person, EVERYTHING, 20, 0, at=NOON - timedelta(days=60))
    assert standing_in(person.pk, EVERYTHING, now=NOON).right == pytest.approx(10)
    assert standing_in(UserFactory().pk, EVERYTHING, now=NOON) is None


def test_a_matrix_costs_two_queries_however_many_people(django_assert_num_queries):
    people = UserFactory.create_batch(5)
    for person in people:
        stand(person, "area:freight", 5, 5)
    with django_assert_num_queries(2):
        found = matrix([one.pk for one in people], now=NOON)
    assert set(found) == {one.pk for one in people}


def test_rules_that_were_never_met_are_missing():
    person = UserFactory()
    stand(person, "rule:A", 3, 1)
    assert set(rule_standings(person.pk, ["A", "B"], now=NOON)) == {"A"}


def test_today_asks_for_what_is_due_by_midnight_and_no_more_than_a_days_share(edition):
    person = UserFactory()
    card(person, "OVERDUE", NOON - timedelta(days=3))
    card(person, "TODAY", NOON + timedelta(hours=5))
    card(person, "TOMORROW", NOON + timedelta(hours=20))
    card(person, "KNOWN", NOON - timedelta(days=9), graduated_at=NOON)
    assert [one.rule for one in due_today(person.pk, now=NOON)] == ["OVERDUE", "TODAY"]
    assert [one.rule for one in open_cards(person.pk)] == ["OVERDUE", "TODAY", "TOMORROW"]
    for at in range(DAILY):
        card(person, f"MORE-{at}", NOON - timedelta(days=1))
    assert len(due_today(person.pk, now=NOON)) == DAILY


def test_what_was_done_today_has_used_its_place_and_what_was_new_has_not(edition, django_assert_num_queries):
    person = UserFactory()
    for at in range(DAILY):
        card(person, f"MORE-{at}", NOON - timedelta(days=1))
    long_ago, later = NOON - timedelta(days=9), NOON + timedelta(days=9)
    card(person, "DONE", later, first_at=long_ago, last_at=NOON)
    card(person, "DONE-FOR-GOOD", later, first_at=long_ago, last_at=NOON, graduated_at=NOON)
    card(person, "NEW", later, first_at=NOON, last_at=NOON)
    card(person, "DONE-YESTERDAY", later, first_at=long_ago, last_at=NOON - timedelta(days=1))
    with django_assert_num_queries(1):
        assert len(due_today(person.pk, now=NOON)) == DAILY - 2
    assert len(due_today(person.pk, now=NOON + timedelta(days=1))) == DAILY


def test_a_streak_counts_days_in_a_row_and_breaks(edition):
    person = UserFactory()
    assert streak(person.pk, now=LATER) == 0
    sat(person, edition)
    assert streak(person.pk, now=LATER) == 1
    assert streak(person.pk, now=LATER + timedelta(days=1)) == 1
    assert streak(person.pk, now=LATER + timedelta(days=2)) == 0


def test_a_paper_without_an_answer_is_no_day_of_practice(edition):
    person = UserFactory()
    attempt = start_mock(person, edition)
    save(attempt, 1, answer=keyed_letters(attempt, 1), sequence=1)
    save(attempt, 1, answer="", sequence=2)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    assert streak(person.pk, now=LATER) == 1

    empty = UserFactory()
    hand_in(start_mock(empty, edition).pk, by=ClosedBy.TRAINEE, now=LATER)

    assert streak(empty.pk, now=LATER) == 0


def test_a_drill_is_a_day_of_practice_and_a_talk_without_a_word_is_none(edition, django_assert_num_queries):
    person, version = UserFactory(), offer_drill(edition=edition.id)
    at = {"version": version, "edition": edition.id, "seed": "s", "started_at": LATER, "ended_at": LATER}
    run = DrillRun.objects.create(person=person, ended_by=EndedBy.PERSON, **at)
    assert streak(person.pk, now=LATER) == 0

    DrillTurn.objects.create(
        run=run, number=1, text="您好", client="c", sequence=1, received_at=LATER, seconds=3, hearing={}
    )

    sat(person, edition)
    with django_assert_num_queries(1):
        assert streak(person.pk, now=LATER) == 1
