"""The heartbeat, downtime given back once, presence and absences."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt, FocusEvent, Heartbeat, Outage, Presence
from certification.attempts.services import (
    beat,
    credit_outage,
    is_interrupted,
    note_presence,
    record_focus,
)
from certification.core.journal import JournalEntry
from certification.grading.services import hand_in, sweep
from tests.factories import NOON
from tests.factories.attempts import save, start_mock
from tests.factories.bank import make_bank
from tests.factories.people import UserFactory
from tests.factories.sitting import make_dealt_round, start

MINUTE = timedelta(minutes=1)


@pytest.fixture
def attempt(trainee, edition) -> Attempt:
    return start(make_dealt_round(edition, [trainee]), trainee)


def test_a_beat_every_few_seconds_is_no_outage(db):
    for seconds in (0, 5, 35):
        assert beat(NOON + timedelta(seconds=seconds)) == []

    assert Heartbeat.objects.get().at == NOON + timedelta(seconds=35)
    assert not Outage.objects.exists()


def test_a_beat_of_the_past_changes_nothing(db):
    beat(NOON)
    beat(NOON - MINUTE)

    assert Heartbeat.objects.get().at == NOON


def test_a_gap_is_given_back_and_journalled(attempt):
    beat(NOON + 10 * MINUTE)

    (outage,) = beat(NOON + 17 * MINUTE)

    attempt.refresh_from_db()
    assert (outage.began_at, outage.ended_at) == (NOON + 10 * MINUTE, NOON + 17 * MINUTE)
    assert attempt.deadline == NOON + 52 * MINUTE
    assert attempt.credit_seconds == 420
    assert JournalEntry.objects.get(verb="attempt.outage-credited").details["seconds"] == 420


def test_what_arrived_in_the_gap_shows_that_the_site_was_up(attempt):
    beat(NOON)
    save(attempt, 1, answer="A", now=NOON + timedelta(seconds=20))
    note_presence(attempt.pk, position=2, now=NOON + timedelta(seconds=40))

    outages = beat(NOON + 5 * MINUTE)

    attempt.refresh_from_db()
    assert [(one.began_at, one.ended_at) for one in outages] == [(NOON + timedelta(seconds=40), NOON + 5 * MINUTE)]
    assert attempt.credit_seconds == 260


def test_time_that_ran_out_while_the_server_was_down_comes_back(attempt):
    beat(NOON + 40 * MINUTE)

    beat(NOON + 70 * MINUTE)

    attempt.refresh_from_db()
    assert attempt.deadline == NOON + 75 * MINUTE
    assert sweep(now=NOON + 71 * MINUTE) == []


def test_in_the_grace_answers_get_as_long_to_arrive(attempt):
    beat(NOON + 50 * MINUTE)

    beat(NOON + 60 * MINUTE)

    attempt.refresh_from_db()
    assert (attempt.deadline, attempt.grace_seconds) == (NOON + 45 * MINUTE, 1200)


def test_a_round_that_says_so_gives_nothing_back_and_a_mock_gets_its_time(trainee, edition):
    strict = start(make_dealt_round(edition, [trainee], credits_downtime=False), trainee)
    mock = start_mock(UserFactory(), edition)
    beat(NOON + 10 * MINUTE)

    beat(NOON + 20 * MINUTE)

    strict.refresh_from_db()
    mock.refresh_from_db()
    assert strict.deadline == NOON + 45 * MINUTE
    assert mock.deadline == NOON + 55 * MINUTE


def test_what_is_handed_in_stays_so(attempt):
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOON + MINUTE)
    beat(NOON + 10 * MINUTE)

    beat(NOON + 20 * MINUTE)

    attempt.refresh_from_db()
    assert attempt.deadline == NOON + 45 * MINUTE
    assert not attempt.is_open


def test_the_database_refuses_to_credit_a_gap_twice(attempt):
    credit_outage(NOON, NOON + MINUTE, now=NOON + MINUTE)

    with pytest.raises(IntegrityError), transaction.atomic():
        credit_outage(NOON, NOON + 2 * MINUTE, now=NOON + 2 * MINUTE)

    attempt.refresh_from_db()
    assert attempt.credit_seconds == 60


def test_whoever_loses_the_race_for_a_gap_credits_nothing(attempt):
    beat(NOON)
    credit_outage(NOON, NOON + MINUTE, now=NOON + MINUTE)

    assert beat(NOON + 2 * MINUTE) == []

    attempt.refresh_from_db()
    assert attempt.credit_seconds == 60


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_sweepers_at_once_credit_a_gap_once(trainee):
    attempt = start(make_dealt_round(make_bank()[0], [trainee]), trainee)
    beat(NOON)
    gate = threading.Barrier(2)

    def sweeper(seconds):
        try:
            gate.wait()
            beat(NOON + 10 * MINUTE + timedelta(seconds=seconds))
        finally:
            connection.close()

    threads = [threading.Thread(target=sweeper, args=(seconds,)) for seconds in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    attempt.refresh_from_db()
    assert Outage.objects.count() == 1
    assert attempt.credit_seconds in {600, 601}


def test_without_a_heartbeat_nothing_is_interrupted(db):
    assert not is_interrupted(NOON)
    beat(NOON)
    assert not is_interrupted(NOON + timedelta(seconds=30))
    assert is_interrupted(NOON + timedelta(seconds=31))


def test_presence_is_one_row_overwritten(attempt, django_assert_num_queries):
    note_presence(attempt.pk, position=1, now=NOON)
    with django_assert_num_queries(1):
        note_presence(attempt.pk, position=7, now=NOON + MINUTE)

    seen = Presence.objects.get()
    assert (seen.position, seen.seen_at) == (7, NOON + MINUTE)


def test_an_absence_is_recorded_once_and_within_reason(attempt):
    for _twice in range(2):
        record_focus(attempt, client="tab", sequence=1, position=3, seconds=10**12, now=NOON)

    event = FocusEvent.objects.get()
    assert (event.position, event.seconds) == (3, 24 * 60 * 60)
