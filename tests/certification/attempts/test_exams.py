"""Starting an exam, more time, going forward, what comes late."""

from datetime import timedelta

import pytest

from certification.attempts import starting
from certification.attempts.domain import Arrival, ClosedBy
from certification.attempts.models import Attempt, LateResponse, Step
from certification.attempts.services import (
    Write,
    find_target,
    move_on,
    refresh_deadline,
    save_response,
    start_exam,
)
from certification.core.journal import JournalEntry
from certification.core.refusals import RefusedError
from certification.grading.services import hand_in
from certification.rounds.domain import AllowanceCause, Navigation, RoundState
from certification.rounds.models import Round, Seat, SeatPaper
from certification.rounds.services import allowed_time_of, grant_allowance
from tests.factories import NOON
from tests.factories.attempts import start_mock
from tests.factories.people import UserFactory
from tests.factories.sitting import make_dealt_round, start

SECOND = timedelta(seconds=1)


@pytest.fixture
def held(trainee, edition) -> Round:
    return make_dealt_round(edition, [trainee])


@pytest.fixture
def attempt(held, trainee) -> Attempt:
    return start(held, trainee)


def send(attempt, position, *, now, answered_at=None, sequence=1, client="tab", **what):
    target = find_target(attempt.trainee_id, attempt.pk, position)
    return save_response(target, Write(client, sequence, answered_at=answered_at, **what), now=now)


def test_an_exam_starts_on_the_paper_of_the_seat_with_the_time_of_the_person(held, trainee, trainer):
    given = {"factor_percent": 120, "minutes": 6, "cause": AllowanceCause.ACCOMMODATION}
    grant_allowance(held.pk, trainee.pk, **given, actor=trainer.pk, now=NOON)

    attempt = start(held, trainee, now=NOON + SECOND)

    assert attempt.deadline == NOON + SECOND + timedelta(minutes=60)
    assert attempt.paper == SeatPaper.objects.get(number=1).paper
    assert (attempt.number, attempt.grace_seconds) == (1, 600)
    assert Seat.objects.get().checked_in_at == NOON + SECOND


def test_starting_twice_gives_the_same_attempt(held, trainee, attempt):
    assert start(held, trainee, now=NOON + SECOND) == attempt


def test_a_start_that_lost_the_race_finds_the_others_attempt(held, trainee, attempt):
    seat = held.seats.select_related("round").get()

    assert starting._open_next(seat, 1, NOON) == attempt


@pytest.mark.parametrize(
    ("changes", "moment", "code"),
    [
        pytest.param({}, -SECOND, "attempts.not-open", id="before the opening"),
        pytest.param({}, timedelta(hours=2), "attempts.window-over", id="at the close"),
        pytest.param({"state": RoundState.CANCELLED}, SECOND, "attempts.no-round", id="cancelled"),
    ],
)
def test_an_exam_starts_inside_its_window_alone(held, trainee, changes, moment, code):
    Round.objects.filter(pk=held.pk).update(**changes)

    with pytest.raises(RefusedError, match=code):
        start(held, trainee, now=NOON + moment)


def test_the_second_attempt_is_the_next_and_the_third_is_refused(trainee, edition):
    held = make_dealt_round(edition, [trainee], attempts_allowed=2)
    for number in (1, 2):
        attempt = start(held, trainee)
        assert attempt.number == number
        hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOON + SECOND)

    with pytest.raises(RefusedError, match=r"attempts\.used-up"):
        start(held, trainee)


def test_two_exams_at_once_are_refused(trainee, edition, attempt):
    other = make_dealt_round(edition, [trainee])

    with pytest.raises(RefusedError, match=r"attempts\.other-exam"):
        start(other, trainee)


def test_a_seat_without_a_paper_and_somebody_elses_seat(held, trainee):
    SeatPaper.objects.all().delete()
    with pytest.raises(RefusedError, match=r"attempts\.no-paper"):
        start(held, trainee)

    with pytest.raises(Seat.DoesNotExist):
        start_exam(Seat.objects.get().pk, trainee_id=UserFactory().pk, now=NOON)


def test_more_time_counts_at_once_and_is_journalled(held, trainee, trainer, attempt):
    given = {"factor_percent": 100, "minutes": 10, "cause": AllowanceCause.TECHNICAL}
    grant_allowance(held.pk, trainee.pk, **given, actor=trainer.pk, now=NOON)

    refreshed = refresh_deadline(attempt.pk, allowed=allowed_time_of(held, trainee.pk), now=NOON)

    assert refreshed.deadline == attempt.deadline + timedelta(minutes=10)
    assert JournalEntry.objects.filter(verb="attempt.deadline-moved").count() == 1


def test_less_time_changes_nothing(attempt):
    assert refresh_deadline(attempt.pk, allowed=timedelta(minutes=1), now=NOON).deadline == attempt.deadline
    assert not JournalEntry.objects.filter(verb="attempt.deadline-moved").exists()


def test_what_is_handed_in_is_never_opened_again(attempt):
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOON + SECOND)

    with pytest.raises(RefusedError, match=r"attempts\.handed-in"):
        refresh_deadline(attempt.pk, allowed=timedelta(hours=3), now=NOON)

    attempt.refresh_from_db()
    assert attempt.deadline == NOON + timedelta(minutes=45)


def test_a_mock_gets_no_more_time(trainee, edition):
    with pytest.raises(RefusedError, match=r"attempts\.no-round"):
        refresh_deadline(start_mock(trainee, edition).pk, allowed=timedelta(hours=3), now=NOON)


def test_in_time_and_arriving_in_the_grace_counts_and_is_journalled(attempt):
    late = attempt.deadline + timedelta(minutes=9)

    receipt = send(attempt, 1, answer="A", now=late, answered_at=attempt.deadline - SECOND)

    assert receipt.arrival is Arrival.IN_GRACE
    assert attempt.sheet(30).cell(1).answer == "A"
    entry = JournalEntry.objects.get(verb="response.late-arrival")
    assert (entry.actor_id, entry.details["position"]) == (attempt.trainee_id, 1)


@pytest.mark.parametrize(
    ("after", "claimed"),
    [
        pytest.param(timedelta(minutes=9), SECOND, id="answered after the deadline"),
        pytest.param(timedelta(minutes=9), None, id="nobody knows when"),
        pytest.param(timedelta(minutes=11), -SECOND, id="after the grace"),
    ],
)
def test_anything_else_waits_for_a_decision(attempt, after, claimed):
    answered_at = None if claimed is None else attempt.deadline + claimed

    for _twice in range(2):
        receipt = send(attempt, 1, answer="A", now=attempt.deadline + after, answered_at=answered_at)
        assert receipt.is_late

    assert attempt.sheet(30).cell(1).answer == ""
    assert LateResponse.objects.get().answered_at == answered_at


def test_after_the_hand_in_it_waits_too_unless_it_had_arrived_before(attempt):
    send(attempt, 1, answer="A", now=NOON + SECOND)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOON + 2 * SECOND)

    replay = send(attempt, 1, answer="A", now=NOON + 3 * SECOND)
    late = send(attempt, 1, answer="B", sequence=2, now=NOON + 3 * SECOND)

    assert not replay.is_late
    assert replay.cell.answer == "A"
    assert late.is_late
    assert LateResponse.objects.get().answer == "B"


def test_a_flag_that_comes_late_is_refused(attempt):
    with pytest.raises(RefusedError, match=r"attempts\.over"):
        send(attempt, 1, flag=True, now=attempt.deadline + timedelta(hours=1))


def test_a_save_that_lost_the_race_against_the_hand_in_is_late(attempt):
    target = find_target(attempt.trainee_id, attempt.pk, 1)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOON + SECOND)

    receipt = save_response(target, Write("tab", 1, answer="A"), now=NOON + 2 * SECOND)

    assert receipt.is_late


@pytest.fixture
def forward(trainee, edition) -> Attempt:
    """Two questions answered and left, at the third."""
    attempt = start(make_dealt_round(edition, [trainee], navigation=Navigation.FORWARD), trainee)
    for position in (1, 2):
        send(attempt, position, answer="A", now=NOON + position * SECOND)
        move_on(attempt, position, now=NOON + (position + 5) * SECOND)
    return attempt


def test_leaving_a_question_is_noted_once(forward):
    stale = Attempt.objects.get(pk=forward.pk)
    stale.furthest = 2
    move_on(stale, 2, now=NOON + 60 * SECOND)

    forward.refresh_from_db()
    assert forward.furthest == 3
    assert list(Step.objects.order_by("position").values_list("position", "left_at")) == [
        (1, NOON + 6 * SECOND), (2, NOON + 7 * SECOND),
    ]  # fmt: skip


def test_what_was_left_takes_no_new_answer(forward):
    with pytest.raises(RefusedError, match=r"attempts\.left-behind"):
        send(forward, 1, sequence=2, answer="B", now=NOON + 9 * SECOND, answered_at=NOON + 9 * SECOND)

    assert forward.sheet(30).cell(1).answer == "A"


def test_what_was_answered_before_leaving_and_travelled_long_counts(forward):
    receipt = send(forward, 2, sequence=2, answer="B", now=NOON + 9 * SECOND, answered_at=NOON + 4 * SECOND)

    assert receipt.cell.answer == "B"


def test_a_replay_of_what_was_left_changes_nothing(forward):
    receipt = send(forward, 1, answer="C", now=NOON + 9 * SECOND)

    assert receipt.cell.answer == "A"


def test_a_save_that_lost_the_race_against_moving_on_is_decided_anew(forward):
    target = find_target(forward.trainee_id, forward.pk, 3)
    move_on(forward, 3, now=NOON + 9 * SECOND)

    with pytest.raises(RefusedError, match=r"attempts\.left-behind"):
        save_response(target, Write("tab", 9, answer="A"), now=NOON + 10 * SECOND)


def test_saving_in_an_exam_takes_two_queries(attempt, django_assert_num_queries):
    with django_assert_num_queries(2):
        send(attempt, 1, answer="A", now=NOON + SECOND)


def test_starting_takes_few_queries(held, trainee, django_assert_max_num_queries):
    seat = held.seats.get()

    with django_assert_max_num_queries(9):
        start_exam(seat.pk, trainee_id=trainee.pk, now=NOON)


def test_handing_in_thirty_answers_takes_few_queries(attempt, django_assert_max_num_queries):
    for position in range(1, 31):
        send(attempt, position, answer="A", now=NOON + SECOND)

    with django_assert_max_num_queries(13):
        hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOON + SECOND)


def test_a_sweeper_that_comes_too_early_closes_nothing(attempt):
    """More time may have been granted between its look and its act."""
    with pytest.raises(RefusedError, match=r"attempts\.not-over"):
        hand_in(attempt.pk, by=ClosedBy.CLOCK, now=attempt.deadline + timedelta(minutes=10))

    attempt.refresh_from_db()
    assert attempt.is_open
