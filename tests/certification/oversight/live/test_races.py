"""Two at once, really at once: only PostgreSQL lets two writers run side by side."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from certification.attempts.domain import AttemptState, ClosedBy
from certification.attempts.models import Attempt, LateDecision
from certification.attempts.services import start_exam
from certification.core.journal import JournalEntry
from certification.grading.late import decide_late
from certification.grading.ledger import broken_mark
from certification.grading.models import Mark
from certification.grading.services import hand_in
from certification.oversight.live.acting import end_many, end_one, say
from certification.oversight.live.domain import MoreTime
from certification.oversight.live.extending import Grant, Scope, extend_many, extend_one
from certification.oversight.live.reading import people_in
from certification.people.models import Notice
from certification.rounds.domain import AllowanceCause
from certification.rounds.models import AllowanceGrant, Announcement, SeatPaper
from tests.certification.grading.test_races import at_once
from tests.factories import NOON
from tests.factories.attempts import keyed_letters
from tests.factories.bank import make_bank
from tests.factories.exams import come_late, exam_paper, make_exam_round, sit_exam
from tests.factories.people import UserFactory

pytestmark = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
NOW = NOON + timedelta(minutes=10)
END = NOON + timedelta(minutes=45)


@pytest.fixture
def boss(transactional_db):
    return UserFactory(manager=True)


@pytest.fixture
def held(transactional_db):
    edition = make_bank()[0]
    held = make_exam_round(edition, people := UserFactory.create_batch(3))
    paper = exam_paper(edition)
    for one in people:
        sit_exam(held, one, paper=paper)
    return held


def grant(boss) -> Grant:
    return Grant(MoreTime(5), AllowanceCause.TECHNICAL, uuid.uuid4(), boss.pk, NOW)


def test_two_invigilators_end_one_exam_once(held, boss):
    attempt = held.attempts.first()

    outcomes = at_once(*(lambda: end_one(held, attempt.trainee_id, actor=boss.pk, now=NOW) for _click in range(3)))

    refused = [one for one in outcomes if isinstance(one, str)]
    assert len(refused) == 2
    assert set(refused) <= {"live.not-sitting", "attempts.wrong-state"}
    assert Mark.objects.filter(attempt=attempt).count() == 30
    assert Notice.objects.filter(kind="exam-ended").count() == 1
    assert broken_mark() is None


def test_ending_all_twice_ends_each_once(held, boss):
    people = list(held.attempts.values_list("trainee", flat=True))

    ended = at_once(*(lambda: end_many(held, people, actor=boss.pk, now=held.closes_at) for _click in range(2)))

    assert sum(ended) == 3
    assert Mark.objects.count() == 90
    assert broken_mark() is None


def test_more_time_beside_a_hand_in_is_given_or_refused_never_half(held, boss):
    for attempt in held.attempts.all():
        _handed, granted = at_once(
            lambda attempt=attempt: hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOW),
            lambda attempt=attempt: extend_one(held, attempt.trainee_id, grant(boss)),
        )

        after = Attempt.objects.get(pk=attempt.pk)
        is_refused = isinstance(granted, str)
        assert after.state == AttemptState.HANDED_IN
        assert after.deadline == (END if is_refused else END + timedelta(minutes=5))
        assert AllowanceGrant.objects.filter(person=attempt.trainee_id).count() == (0 if is_refused else 1)
        assert Announcement.objects.filter(trainee=attempt.trainee_id).count() == (0 if is_refused else 1)


def test_more_time_beside_a_start_is_never_lost(held, boss):
    paper = held.attempts.first().paper
    for n in range(5):
        person = UserFactory()
        seat = held.seats.create(trainee=person)
        SeatPaper.objects.create(seat=seat, number=1, paper=paper)

        at_once(
            lambda seat=seat, person=person: start_exam(seat.pk, trainee_id=person.pk, now=NOW),
            lambda person=person: extend_one(held, person.pk, grant(boss)),
        )

        assert Attempt.objects.get(trainee=person).deadline == NOW + timedelta(minutes=50), n


def test_one_form_sent_three_times_at_once_grants_once(held, boss):
    sent, people = grant(boss), people_in(held)

    at_once(*(lambda: extend_many(held, people, Scope.SITTING, sent) for _click in range(3)))

    assert AllowanceGrant.objects.count() == 3
    assert set(held.attempts.values_list("deadline", flat=True)) == {END + timedelta(minutes=5)}
    assert JournalEntry.objects.get(pk=sent.token).details["extended"] == 3


def test_two_forms_at_once_add_up(held, boss):
    attempt = held.attempts.first()

    at_once(*(lambda: extend_one(held, attempt.trainee_id, grant(boss)) for _form in range(2)))

    assert Attempt.objects.get(pk=attempt.pk).deadline == END + timedelta(minutes=10)


def test_one_message_sent_three_times_at_once_is_said_once(held, boss):
    token = uuid.uuid4()

    at_once(*(lambda: say(held, "安静", person_id=None, token=token, actor=boss.pk, now=NOW) for _click in range(3)))

    assert Announcement.objects.count() == 1


def test_two_invigilators_decide_one_answer_once(held, boss):
    attempt = held.attempts.first()
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOW)
    late = come_late(attempt, 1, keyed_letters(attempt, 1), answered_at=NOON, received_at=NOW)

    outcomes = at_once(
        *(
            lambda accepted=accepted: decide_late(late.pk, accepted=accepted, actor=boss.pk, now=NOW)
            for accepted in (True, False, True)
        )
    )

    assert outcomes.count("grading.late-decided") == 2
    is_accepted = LateDecision.objects.get().is_accepted
    assert Mark.objects.filter(attempt=attempt, position=1).count() == (2 if is_accepted else 1)
    assert Notice.objects.filter(kind="late-answer").count() == 1
    assert broken_mark() is None


def test_an_answer_accepted_beside_the_hand_in_is_marked(held, boss):
    for attempt in held.attempts.all():
        late = come_late(attempt, 1, letters := keyed_letters(attempt, 1), answered_at=NOON, received_at=NOW)

        at_once(
            lambda attempt=attempt: hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOW),
            lambda late=late: decide_late(late.pk, accepted=True, actor=boss.pk, now=NOW),
        )

        last = Mark.objects.filter(attempt=attempt, position=1).order_by("number").last()
        assert last.points == last.out_of
        assert attempt.sheet(30).cell(1).answer == letters
    assert broken_mark() is None
