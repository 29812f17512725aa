"""A published round while it runs and after: check-in, more time, announcements, release."""

from datetime import timedelta

import pytest

from certification.core.refusals import RefusedError
from certification.people.models import Notice
from certification.rounds import services
from certification.rounds.domain import AllowanceCause, Review, RoundState
from certification.rounds.models import AllowanceGrant, Announcement, Seat
from tests.factories.people import UserFactory
from tests.factories.rounds import AFTER, BEFORE, CLOSES, DURING, OPENS, RoundFactory, SeatFactory, grant


def refusal_of(act, *args, **options) -> str:
    with pytest.raises(RefusedError) as refused:
        act(*args, **options)
    return refused.value.refusal.code


def people_told(text) -> set:
    return set(Notice.objects.filter(text__contains=text).values_list("person", flat=True))


def test_checking_in_twice_is_checking_in_once(trainee):
    seat = SeatFactory(round=RoundFactory(published=True), trainee=trainee)

    services.check_in(seat.pk, trainee_id=trainee.pk, now=OPENS - timedelta(minutes=10))
    services.check_in(seat.pk, trainee_id=trainee.pk, now=DURING)

    assert Seat.objects.get().checked_in_at == OPENS - timedelta(minutes=10)


@pytest.mark.parametrize(
    ("fields", "at", "code"),
    [
        pytest.param({"published": True}, BEFORE, "rounds.check-in-early", id="early"),
        pytest.param({"published": True}, CLOSES, "rounds.check-in-over", id="over"),
        pytest.param({}, DURING, "rounds.not-published", id="a draft"),
        pytest.param({"state": RoundState.CANCELLED}, DURING, "rounds.cancelled", id="cancelled"),
    ],
)
def test_checking_in_is_refused(trainee, fields, at, code):
    seat = SeatFactory(round=RoundFactory(**fields), trainee=trainee)

    assert refusal_of(services.check_in, seat.pk, trainee_id=trainee.pk, now=at) == code


def test_nobody_checks_in_for_another(trainee):
    seat = SeatFactory(round=RoundFactory(published=True))

    with pytest.raises(Seat.DoesNotExist):
        services.check_in(seat.pk, trainee_id=trainee.pk, now=DURING)


def test_time_that_is_granted_counts_for_that_person_in_that_round(trainee):
    seat = SeatFactory(trainee=trainee)
    SeatFactory(round=seat.round)

    grant(seat.round, trainee)
    grant(seat.round, trainee, factor_percent=100, minutes=5, cause=AllowanceCause.TECHNICAL, now=DURING)

    assert services.allowed_time_of(seat.round, trainee.pk) == timedelta(minutes=61, seconds=15)
    assert services.allowed_time_of(RoundFactory(), trainee.pk) == timedelta(minutes=45)
    assert set(services.allowances_of(seat.round)) == {trainee.pk}


def test_time_is_granted_to_who_has_a_seat(trainee):
    held = RoundFactory()

    assert refusal_of(grant, held, trainee) == "rounds.not-seated"
    assert not AllowanceGrant.objects.exists()


@pytest.mark.parametrize(
    ("text", "code"), [("  ", "rounds.text-missing"), ("长" * 201, "rounds.text-too-long")], ids=["nothing", "too much"]
)
def test_what_is_not_said_well_is_not_said(trainee, text, code):
    held = RoundFactory(published=True)

    assert refusal_of(services.announce, held.pk, text=text, actor=held.made_by_id, now=DURING) == code


def test_an_announcement_is_for_all_or_for_one_with_a_seat(trainee):
    held = RoundFactory(published=True)
    SeatFactory(round=held, trainee=trainee)

    services.announce(held.pk, text=" 还有十分钟 ", actor=held.made_by_id, now=DURING)
    services.announce(held.pk, text="请坐好", trainee_id=trainee.pk, actor=held.made_by_id, now=AFTER)

    assert [(one.text, one.trainee) for one in Announcement.objects.all()] == [
        ("还有十分钟", None),
        ("请坐好", trainee),
    ]
    stranger = UserFactory().pk
    assert (
        refusal_of(services.announce, held.pk, text="你好", trainee_id=stranger, actor=held.made_by_id, now=DURING)
        == "rounds.not-seated"
    )


def test_a_release_has_its_time_and_is_told(trainee):
    held = RoundFactory(published=True, review=Review.ON_RELEASE)
    SeatFactory(round=held, trainee=trainee)

    def release(at, now):
        return services.release(held.pk, review_at=at, actor=held.made_by_id, now=now)

    assert refusal_of(release, DURING, DURING) == "rounds.release-before-close"
    release(AFTER, CLOSES)
    assert people_told("将在") == {trainee.pk}
    release(CLOSES, CLOSES)
    assert people_told("已经公布") == {trainee.pk}
    assert refusal_of(release, AFTER, AFTER) == "rounds.already-released"


@pytest.mark.parametrize("review", set(Review) - {Review.ON_RELEASE})
def test_only_what_is_reviewed_by_release_is_released(review, db):
    held = RoundFactory(published=True, review=review)

    assert (
        refusal_of(services.release, held.pk, review_at=AFTER, actor=held.made_by_id, now=AFTER)
        == "rounds.not-on-release"
    )
