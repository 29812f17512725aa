"""你的考试 on the front page."""

from datetime import timedelta

import pytest
from django.urls import reverse

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.grading.services import hand_in
from certification.rounds.domain import RoundState
from certification.rounds.models import Round, Seat
from certification.rounds.services import make_round, publish_round, seat_people
from certification.sitting.exams.own_rounds import MOST, RECENT, own_rounds
from tests.factories.people import UserFactory
from tests.factories.rounds import (
    AFTER,
    BEFORE,
    CLOSES,
    DURING,
    OPENS,
    RoundFactory,
    SeatFactory,
    begin,
    blueprint_asking,
    grant,
    kept,
    plan,
)


@pytest.fixture
def held(edition, trainee):
    made = make_round(
        plan(kept(blueprint_asking(4)), attempts_allowed=2), actor=UserFactory(manager=True).pk, now=BEFORE
    )
    seat_people(made.pk, [trainee.pk], actor=made.made_by_id, now=BEFORE)
    return publish_round(made.pk, actor=made.made_by_id, now=BEFORE)


def told(person, now) -> list[tuple[str, str]]:
    return [(one.round.title, one.call) for one in own_rounds(person.pk, Attempt.objects.sat_by(person.pk), now=now)]


def test_it_goes_with_the_clock(held, trainee):
    assert told(trainee, BEFORE) == [("九月认证", "看规则")]
    assert told(trainee, OPENS - timedelta(minutes=10)) == [("九月认证", "去签到")]
    Seat.objects.update(checked_in_at=OPENS - timedelta(minutes=9))
    assert told(trainee, OPENS - timedelta(minutes=8)) == [("九月认证", "去等候页")]
    assert told(trainee, DURING) == [("九月认证", "去考试")]
    attempt = begin(held, trainee)
    assert told(trainee, DURING) == [("九月认证", "继续作答")]
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=DURING)
    assert told(trainee, DURING) == [("九月认证", "去考试")]
    assert told(trainee, CLOSES) == [("九月认证", "查看")]
    hand_in(begin(held, trainee, number=2).pk, by=ClosedBy.TRAINEE, now=DURING)
    assert told(trainee, DURING) == [("九月认证", "看结果")]


def test_what_is_long_over_goes(held, trainee):
    assert told(trainee, held.closes_at + RECENT - timedelta(seconds=1))
    assert told(trainee, held.closes_at + RECENT) == []


def test_drafts_and_the_rounds_of_others_are_not_told(trainee):
    SeatFactory(trainee=trainee)
    SeatFactory(round=RoundFactory(published=True))

    assert told(trainee, DURING) == []


def test_a_cancelled_one_says_so(signed_in, trainee, edition, monkeypatch):
    SeatFactory(round=RoundFactory(state=RoundState.CANCELLED, edition=edition.id), trainee=trainee)
    monkeypatch.setattr("django.utils.timezone.now", lambda: DURING)

    assert "已经取消，不用来了" in signed_in.get(reverse("sitting:home")).content.decode()


def test_what_to_do_next_comes_first_and_few_are_told(trainee):
    for n in range(MOST + 1):
        SeatFactory(
            round=RoundFactory(published=True, title=f"已关 {n}", opens_at=BEFORE, closes_at=OPENS), trainee=trainee
        )
    SeatFactory(round=RoundFactory(published=True, title="现在"), trainee=trainee)

    found = told(trainee, DURING)

    assert found[0] == ("现在", "去考试")
    assert len(found) == MOST


def test_the_page_says_when_where_and_how_long(signed_in, held, trainee, monkeypatch):
    grant(held, trainee)
    monkeypatch.setattr("django.utils.timezone.now", lambda: BEFORE)

    page = signed_in.get(reverse("sitting:home")).content.decode()

    assert "你有 57 分钟" in page
    assert "起在考试页签到" in page
    assert reverse("sitting:round", args=[held.pk]) in page


@pytest.mark.parametrize("closes", [True, False])
def test_what_an_exam_closes_is_not_offered_while_it_runs(signed_in, held, trainee, monkeypatch, closes):
    Round.objects.filter(pk=held.pk).update(closes_corpus=closes)
    monkeypatch.setattr("django.utils.timezone.now", lambda: DURING)
    assert 'id="docket"' in signed_in.get(reverse("sitting:home")).content.decode()

    begin(held, trainee)

    page = signed_in.get(reverse("sitting:home")).content.decode()
    assert ('id="docket"' in page) is not closes
    assert ("交卷以后再开" in page) is closes


def test_many_rounds_take_no_more_queries_than_one(trainee, django_assert_max_num_queries):
    for n in range(3):
        SeatFactory(round=RoundFactory(published=True, title=f"第 {n} 场"), trainee=trainee)

    with django_assert_max_num_queries(1):
        own_rounds(trainee.pk, [], now=DURING)
    with django_assert_max_num_queries(1):
        own_rounds(trainee.pk, [], now=AFTER + RECENT)
