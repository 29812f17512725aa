"""Starting, saving, closing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from certification.attempts.domain import AttemptKind, AttemptState, Cell, ClosedBy
from certification.attempts.models import Attempt, Response
from certification.attempts.services import Write, close_attempt, find_target, save_response
from certification.core.append_only import AppendOnlyError
from certification.core.refusals import RefusedError
from tests.factories import NOON
from tests.factories.attempts import LATER, save, start_mock
from tests.factories.people import UserFactory


@pytest.fixture
def attempt(trainee, edition) -> Attempt:
    return start_mock(trainee, edition)


def test_starting_twice_gives_the_same_attempt(attempt, trainee, edition):
    again = start_mock(trainee, edition, seed=43)

    assert again == attempt
    assert attempt.trainee.attempts.count() == 1


def test_two_people_have_two_attempts(attempt, edition):
    assert start_mock(UserFactory(), edition) != attempt


def test_an_answer_is_kept_with_the_time_of_receipt(attempt):
    cell = save(attempt, 1, answer="A")

    assert cell == Cell("A", is_flagged=False, saved_at=LATER)
    assert attempt.sheet(30).cell(1) == cell


def test_a_replay_changes_nothing_even_if_it_says_something_else(attempt):
    save(attempt, 1, answer="A")
    save(attempt, 1, sequence=2, answer="B")

    replayed = save(attempt, 1, sequence=1, answer="A", now=LATER + timedelta(seconds=9))

    assert replayed == Cell("B", is_flagged=False, saved_at=LATER)
    assert attempt.responses.count() == 2


def test_the_order_of_receipt_decides_between_two_devices(attempt):
    save(attempt, 1, client="phone", sequence=9, answer="A")
    save(attempt, 1, client="desk", sequence=1, answer="C")

    assert attempt.sheet(30).cell(1).answer == "C"


def test_flag_and_answer_do_not_overwrite_each_other(attempt):
    save(attempt, 1, answer="A")
    cell = save(attempt, 1, sequence=2, flag=True)
    save(attempt, 1, sequence=3, answer="")

    assert cell == Cell("A", is_flagged=True, saved_at=LATER)
    assert attempt.sheet(30).cell(1) == Cell("", is_flagged=True, saved_at=LATER)


def test_saving_ends_with_the_deadline_and_its_grace(attempt):
    save(attempt, 1, answer="A", now=attempt.deadline + timedelta(seconds=10))

    with pytest.raises(RefusedError, match=r"attempts\.over"):
        save(attempt, 1, sequence=2, answer="B", now=attempt.deadline + timedelta(seconds=11))

    assert attempt.sheet(30).cell(1).answer == "A"


def test_a_save_that_lost_the_race_against_the_hand_in_is_refused(attempt):
    target = find_target(attempt.trainee_id, attempt.pk, 1)
    with transaction.atomic():
        close_attempt(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)

    with pytest.raises(RefusedError, match=r"attempts\.closed"):
        save_response(target, Write("tab-1", 1, answer="A"), now=LATER)

    assert attempt.responses.count() == 0


def test_strangers_and_unknown_questions_are_not_found(attempt):
    assert find_target(UserFactory().pk, attempt.pk, 1) is None
    assert find_target(attempt.trainee_id, attempt.pk, 31) is None


def test_saving_takes_two_queries(attempt, django_assert_num_queries):
    with django_assert_num_queries(2):
        save(attempt, 1, answer="A")


def test_closing_twice_is_refused(attempt):
    with transaction.atomic():
        close_attempt(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)

    with pytest.raises(RefusedError, match=r"attempts\.wrong-state"), transaction.atomic():
        close_attempt(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)


def test_what_the_clock_closes_ends_at_its_deadline(attempt):
    with transaction.atomic():
        closed = close_attempt(attempt.pk, by=ClosedBy.CLOCK, now=attempt.deadline + timedelta(hours=3))

    assert closed.handed_in_at == attempt.deadline


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        pytest.param({"deadline": NOON}, "attempt_deadline_after_start", id="ends as it starts"),
        pytest.param({"handed_in_at": NOON}, "attempt_handed_in_at_iff_handed_in", id="open yet handed in"),
        pytest.param({"state": "handed-in"}, "attempt_handed_in_at_iff_handed_in", id="handed in at no time"),
        pytest.param({"state": "graded"}, "attempt_", id="unknown state"),
        pytest.param({"kind": "final"}, "attempt_", id="unknown kind"),
        pytest.param({"deadline": None}, "attempt_clock_iff_not_practice", id="a mock without a clock"),
    ],
)
def test_the_database_refuses_impossible_attempts(attempt, changes, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(**changes)


def test_the_database_refuses_a_second_open_mock_and_a_number_twice(attempt):
    values = {
        "trainee": attempt.trainee, "kind": AttemptKind.MOCK, "paper": attempt.paper,
        "edition": attempt.edition, "started_at": NOON, "deadline": LATER,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(number=2, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(number=1, state=AttemptState.VOID, **values)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        pytest.param({"answer": None}, "response_answer_or_flag", id="neither"),
        pytest.param({"answer": "A", "flag": True}, "response_answer_or_flag", id="both"),
        pytest.param({"answer": "A", "position": 0}, "response_position_from_one", id="no question"),
    ],
)
def test_the_database_refuses_impossible_responses(attempt, values, constraint):
    row = {"attempt": attempt, "position": 1, "client": "x", "sequence": 1, "received_at": NOON, **values}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Response.objects.create(**row)


def test_responses_are_written_once(attempt):
    save(attempt, 1, answer="A")

    with pytest.raises(AppendOnlyError):
        attempt.responses.update(answer="B")
    with pytest.raises(AppendOnlyError):
        attempt.responses.all().delete()
    with pytest.raises(AppendOnlyError):
        attempt.responses.get().save()
