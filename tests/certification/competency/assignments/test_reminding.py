"""Reminding of what is overdue: once, those who owe it and those who gave it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from certification.attempts.domain import ClosedBy
from certification.competency.assignments.domain import Kind
from certification.competency.assignments.reminding import LATELY, ask_to_remind, remind, remind_in_background
from certification.competency.assignments.services import NewAssignment, give, withdraw
from certification.grading.services import hand_in
from certification.people.models import Notice
from tests.factories import NOON
from tests.factories.attempts import start_mock
from tests.factories.people import UserFactory

HOUR = timedelta(hours=1)
DUE = NOON + timedelta(days=1)
LATE = DUE + HOUR
MOCK = NewAssignment(Kind.MOCK, DUE)


@pytest.fixture
def manager(db):
    return UserFactory(is_trainee=False, is_manager=True)


def told(person) -> list[str]:
    return list(Notice.objects.filter(person=person, sent_at__gt=NOON).values_list("text", flat=True))


def test_who_is_overdue_is_told_once_and_so_is_who_gave_it(manager, edition):
    ann, bob = UserFactory(), UserFactory()
    give(MOCK, [ann.pk, bob.pk], actor=manager.pk, now=NOON)
    hand_in(start_mock(bob, edition, now=NOON + HOUR).pk, by=ClosedBy.TRAINEE, now=NOON + HOUR)

    assert remind(now=DUE) == 0
    assert remind(now=LATE) == 1
    assert remind(now=LATE + HOUR) == 0

    assert told(ann) == ["任务逾期了，还没做完：模拟考试一次，原定9月19日"]
    assert told(bob) == []
    assert told(manager) == ["1 人逾期没做完：模拟考试一次"]
    assert Notice.objects.get(person=manager).link.startswith("/oversight/competency/assignments/")


def test_what_was_taken_back_or_is_long_past_is_not_spoken_of(manager, edition):
    person = UserFactory()
    withdraw(give(MOCK, [person.pk], actor=manager.pk, now=NOON).pk, actor=manager.pk, now=NOON + HOUR)
    assert remind(now=LATE) == 0

    give(MOCK, [person.pk], actor=manager.pk, now=NOON)
    assert remind(now=DUE + LATELY + HOUR) == 0


def test_the_worker_is_asked_where_somebody_may_be_late(manager):
    now = timezone.now()
    ask_to_remind(now)
    assert not DBTaskResult.objects.exists()

    person = UserFactory()
    give(NewAssignment(Kind.MOCK, now - HOUR), [person.pk], actor=manager.pk, now=now - 2 * HOUR)
    ask_to_remind(now)
    ask_to_remind(now)
    assert DBTaskResult.objects.count() == 1
    assert remind_in_background.call() == 1
