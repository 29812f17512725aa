"""Giving assignments, and what counts towards them, on real little papers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from certification.attempts.domain import AttemptKind, ClosedBy
from certification.attempts.models import Attempt
from certification.attempts.services import start_attempt
from certification.competency.assignments.domain import Kind, State
from certification.competency.assignments.models import Assignee, Assignment
from certification.competency.assignments.reading import docket, tasks_of
from certification.competency.assignments.services import NewAssignment, give, mark_read, questions_for, withdraw
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.grading.services import hand_in
from certification.papers.blueprints import practice_blueprint
from certification.papers.services import draw_paper
from certification.papers.stocking import candidates_of
from certification.people.models import Notice
from tests.factories import NOON
from tests.factories.attempts import save, start_mock
from tests.factories.people import UserFactory

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SHIPPING = NewAssignment(Kind.PRACTICE, NOON + 3 * DAY, "area:shipping", "发货", 2)
MOCK = NewAssignment(Kind.MOCK, NOON + DAY)


@pytest.fixture
def manager(db):
    return UserFactory(is_trainee=False, is_manager=True)


def given(new, *people, by, now=NOON) -> Assignment:
    return give(new, [person.pk for person in people], actor=by.pk, now=now)


def answer(person, topic: str, *, at, edition) -> Attempt:
    """Hand in one practice question of a topic."""
    picked = next(one for one in candidates_of(edition.id) if one.topic == topic)
    drawn = draw_paper(practice_blueprint(picked.type), edition=edition.id, seed=1, now=at, among=[picked])
    attempt = start_attempt(drawn, trainee_id=person.pk, kind=AttemptKind.PRACTICE, minutes=0, now=at)
    save(attempt, 1, answer="A", now=at)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=at)
    return attempt


def state(person, *, now):
    (task,) = tasks_of(person.pk, now=now)
    return task.state, task.progress.done


def test_everybody_is_told_once_and_the_journal_knows(manager, edition):
    ann, bob = UserFactory(), UserFactory()

    one = give(SHIPPING, [ann.pk, bob.pk, ann.pk], actor=manager.pk, now=NOON)

    assert set(one.assignees.values_list("person", flat=True)) == {ann.pk, bob.pk}
    assert [row.text for row in Notice.objects.all()] == ["新任务：发货 2 题，9月21日前完成"] * 2
    entry = JournalEntry.objects.get(verb="assignment.given")
    assert (entry.actor_id, entry.details["people"]) == (manager.pk, 2)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        pytest.param(NewAssignment(Kind.MOCK, NOON), "assignments.due-past", id="a day that is past"),
        pytest.param(
            NewAssignment(Kind.PRACTICE, NOON + DAY, "area:shipping", "发货", 40),
            "assignments.too-few",
            id="more than there is",
        ),
        pytest.param(
            NewAssignment(Kind.PRACTICE, NOON + DAY, "area:nowhere", "无", 1), "assignments.too-few", id="no such area"
        ),
    ],
)
def test_what_cannot_be_done_is_not_given(manager, edition, new, code):
    with pytest.raises(RefusedError) as refused:
        given(new, UserFactory(), by=manager)

    assert refused.value.refusal.code == code
    assert not Assignment.objects.exists()


def test_nobody_gets_nothing(manager, edition):
    with pytest.raises(RefusedError) as refused:
        given(MOCK, by=manager)
    assert refused.value.refusal.code == "assignments.nobody"


def test_answers_in_the_area_since_then_count(manager, edition):
    person = UserFactory()
    answer(person, "ship", at=NOON - HOUR, edition=edition)
    given(SHIPPING, person, by=manager)
    assert state(person, now=NOON) == (State.OPEN, 0)

    answer(person, "freight", at=NOON + HOUR, edition=edition)
    answer(person, "ship", at=NOON + HOUR, edition=edition)
    assert state(person, now=NOON + 2 * HOUR) == (State.OPEN, 1)
    assert state(person, now=NOON + 4 * DAY) == (State.OVERDUE, 1)

    answer(person, "ship", at=NOON + 2 * HOUR, edition=edition)
    assert state(person, now=NOON + 4 * DAY) == (State.DONE, 2)


def test_a_mock_counts_once_it_is_handed_in(manager, edition):
    person = UserFactory()
    given(MOCK, person, by=manager)
    attempt = start_mock(person, edition, now=NOON + HOUR)
    assert state(person, now=NOON + HOUR) == (State.OPEN, 0)

    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOON + HOUR + timedelta(minutes=9))

    assert state(person, now=NOON + 2 * HOUR) == (State.DONE, 1)


def test_a_rule_is_read_then_tested(manager, edition):
    person = UserFactory()
    new = NewAssignment(Kind.RULE, NOON + DAY, "ZRULE-SHIP-1", "揽收", 2)
    one = given(new, person, by=manager)
    assert {rule for candidate in questions_for(one) for rule in candidate.rules} == {"ZRULE-SHIP-1"}

    mark_read(one.assignees.get(), now=NOON + HOUR)
    mark_read(one.assignees.get(), now=NOON + 2 * HOUR)

    assert one.assignees.get().read_at == NOON + HOUR
    assert state(person, now=NOON + HOUR) == (State.OPEN, 1)
    assert JournalEntry.objects.filter(verb="assignment.read").count() == 1


def test_what_was_done_today_stands_in_the_docket_until_tomorrow(manager, edition):
    person = UserFactory()
    one = given(NewAssignment(Kind.RULE, NOON + DAY, "ZRULE-SHIP-1", "揽收"), person, by=manager)
    later = given(MOCK, person, by=manager)
    mark_read(one.assignees.get(), now=NOON)

    assert [task.assignment.pk for task in docket(person.pk, now=NOON)] == [later.pk, one.pk]
    assert [task.assignment.pk for task in docket(person.pk, now=NOON + DAY)] == [later.pk]


def test_what_is_taken_back_is_no_task(manager, edition):
    person = UserFactory()
    one = given(MOCK, person, by=manager)

    withdraw(one.pk, actor=manager.pk, now=NOON + HOUR)

    assert tasks_of(person.pk, now=NOON + HOUR) == []
    assert Notice.objects.filter(text__contains="撤回").count() == 1
    for again in (
        lambda: withdraw(one.pk, actor=manager.pk, now=NOON + HOUR),
        lambda: mark_read(Assignee.objects.select_related("assignment").get(), now=NOON + HOUR),
    ):
        with pytest.raises(RefusedError):
            again()


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"kind": "dance", "target": "x"}, id="unknown kind"),
        pytest.param({"kind": "mock", "target": "x"}, id="a mock about something"),
        pytest.param({"kind": "drill", "target": ""}, id="a drill about nothing"),
        pytest.param({"kind": "practice", "target": "area:x", "size": 0}, id="no question"),
        pytest.param({"kind": "rule", "target": "x", "size": 3}, id="a test of three"),
        pytest.param({"kind": "mock", "due_at": NOON}, id="due at once"),
        pytest.param({"kind": "mock", "withdrawn_at": NOON}, id="taken back by nobody"),
    ],
)
def test_the_database_refuses_what_makes_no_sense(manager, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(**{"given_by": manager.pk, "given_at": NOON, "due_at": NOON + DAY, **fields})
