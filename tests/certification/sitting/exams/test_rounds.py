"""The page of a round: check in, wait, start."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt
from certification.attempts.services import start_exam
from certification.grading.services import hand_in
from certification.rounds.domain import AllowanceCause, Navigation, Review, RoundState
from certification.rounds.models import AllowanceGrant, Round, Seat, SeatPaper
from tests.factories.people import UserFactory
from tests.factories.sitting import make_dealt_round, start


def page(client, held, name="round", **data):
    url = reverse(f"sitting:{name}", args=(held.pk,))
    return client.get(url) if name == "round" else client.post(url, data)


@pytest.fixture
def make(trainee, edition):
    """A round that opens in so many minutes."""

    def made(minutes=0, **fields) -> Round:
        return make_dealt_round(
            edition, [trainee], now=timezone.now(), opens_in=timedelta(minutes=minutes), check_in_minutes=15, **fields
        )

    return made


@pytest.mark.parametrize(
    ("minutes", "stage", "text"),
    [
        pytest.param(60, "early", "还没到签到的时间", id="too early"),
        pytest.param(10, "check-in", "现在可以签到", id="check in"),
        pytest.param(-1, "open", "可以开始了", id="open"),
        pytest.param(-121, "over", "入场时间已过", id="over"),
    ],
)
def test_the_page_says_where_the_round_stands(signed_in, make, minutes, stage, text):
    html = page(signed_in, make(minutes)).content.decode()

    assert f'data-stage="{stage}"' in html
    assert text in html


def test_waiting_needs_no_script(signed_in, make):
    held = make(10)
    assert page(signed_in, held, "check-in").status_code == 302

    html = page(signed_in, held).content.decode()

    assert 'data-stage="waiting"' in html
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in html
    assert 'id="start-exam" disabled' in html


def test_checking_in_too_early_is_refused(signed_in, make):
    response = page(signed_in, make(60), "check-in")

    assert response.status_code == 409
    assert "开考前 15 分钟开始签到" in response.content.decode()
    assert Seat.objects.get().checked_in_at is None


def test_the_rules_stand_there_in_plain_words(signed_in, make, trainee, trainer):
    held = make(
        navigation=Navigation.FORWARD, review=Review.NEVER, cut_at_close=True, attempts_allowed=2, closes_corpus=False
    )
    AllowanceGrant.objects.create(
        round=held, person=trainee.pk, factor_percent=120, minutes=6, cause=AllowanceCause.ACCOMMODATION,
        granted_by=trainer.pk, granted_at=timezone.now(),
    )  # fmt: skip

    html = page(signed_in, held).content.decode()

    for text in (
        "<strong>60 分钟</strong>",
        "其中 15 分钟是给你的加时",
        "可考 2 次",
        "只能往前答",
        "一律收卷",
        "不公布答案",
        "10 分钟内送到都计入",
    ):
        assert text in html, text
    assert "规则库、试一案、练习和模考都关上" not in html
    assert "少选得一半，错选不得分" in html


@pytest.mark.parametrize(
    ("review", "text"),
    [
        (Review.AFTER_HAND_IN, "交卷后马上能看"),
        (Review.AFTER_CLOSE, "全场结束后公布"),
        (Review.ON_RELEASE, "由监考人另行公布"),
    ],
)
def test_when_the_result_opens_is_told_before(signed_in, make, review, text):
    assert text in page(signed_in, make(review=review)).content.decode()


def test_a_release_that_has_a_date_is_told_with_it(signed_in, make):
    held = make(review=Review.ON_RELEASE)
    Round.objects.filter(pk=held.pk).update(review_at=timezone.now() + timedelta(days=3))

    assert "成绩和答案在" in page(signed_in, held).content.decode()


def test_starting_leads_to_the_first_question_and_again_to_the_same(signed_in, make):
    held = make(-1)
    for _twice in range(2):
        response = page(signed_in, held, "start")
        assert response["Location"] == reverse("sitting:attempt", args=(Attempt.objects.get().pk,))

    assert 'data-stage="running"' in page(signed_in, held).content.decode()


def test_starting_before_the_opening_is_refused(signed_in, make):
    response = page(signed_in, make(5), "start")

    assert response.status_code == 409
    assert "还没到开考时间" in response.content.decode()


def test_starting_takes_at_most_twelve_queries(signed_in, make, django_assert_max_num_queries):
    held = make(-1)

    with django_assert_max_num_queries(12):
        page(signed_in, held, "start")


def test_the_waiting_page_takes_few_queries(signed_in, make, django_assert_max_num_queries):
    held = make(10)
    page(signed_in, held)

    with django_assert_max_num_queries(9):
        page(signed_in, held)


def test_who_has_used_every_attempt_reads_so(signed_in, make, trainee):
    held = make(-1)
    attempt = start(held, trainee, now=timezone.now())
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=timezone.now())

    html = page(signed_in, held).content.decode()

    assert 'data-stage="used-up"' in html
    assert reverse("sitting:result", args=(attempt.pk,)) in html


@pytest.mark.parametrize("name", ["round", "check-in", "start"])
def test_rounds_without_a_seat_are_not_found(client, make, name):
    held = make()
    client.force_login(UserFactory(), backend="certification.people.backends.NameOrNumberBackend")

    assert page(client, held, name).status_code == 404


def test_a_seat_that_is_taken_away_at_the_click_is_not_found(signed_in, make, monkeypatch):
    held = make(-1)

    def taken_away(seat_id, **named):
        SeatPaper.objects.filter(seat=seat_id).delete()
        Seat.objects.filter(pk=seat_id).delete()
        return start_exam(seat_id, **named)

    monkeypatch.setattr("certification.sitting.exams.rounds.start_exam", taken_away)

    assert page(signed_in, held, "start").status_code == 404


def test_a_draft_is_not_found_and_a_cancelled_round_says_so(signed_in, make):
    held = make()
    Round.objects.filter(pk=held.pk).update(state=RoundState.DRAFT)
    assert page(signed_in, held).status_code == 404

    Round.objects.filter(pk=held.pk).update(state=RoundState.CANCELLED)
    assert 'data-stage="cancelled"' in page(signed_in, held).content.decode()
