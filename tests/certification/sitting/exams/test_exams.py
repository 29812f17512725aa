"""Sitting an exam: the page, the ping, forward only, the end of the time, what stays closed, the result."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.attempts.domain import ClosedBy
from certification.attempts.models import Attempt, FocusEvent, Heartbeat, LateResponse, Presence
from certification.bank.models import Question
from certification.grading.services import hand_in
from certification.rounds.domain import Navigation, Review
from certification.rounds.models import Announcement, Round
from certification.rounds.services import announce
from tests.factories.attempts import save
from tests.factories.people import UserFactory
from tests.factories.sitting import make_dealt_round, start

HTMX = {"HX-Request": "true"}


def url(name, attempt, *args):
    return reverse(f"sitting:{name}", args=(attempt.pk, *args))


@pytest.fixture
def sit(trainee, edition):
    """A running exam of a round that opened a minute ago."""

    def started(**fields) -> Attempt:
        now = timezone.now()
        return start(make_dealt_round(edition, [trainee], now=now - timedelta(minutes=1), **fields), trainee, now=now)

    return started


@pytest.fixture
def exam(sit) -> Attempt:
    return sit()


def run_out(attempt, **ago):
    """Move the attempt into the past, so that its deadline passed so long ago."""
    deadline = timezone.now() - timedelta(**ago)
    Attempt.objects.filter(pk=attempt.pk).update(started_at=deadline - timedelta(minutes=45), deadline=deadline)


def test_viewing_a_question_takes_six_queries(signed_in, exam, django_assert_max_num_queries):
    signed_in.get(url("question", exam, 1))

    with django_assert_max_num_queries(6):
        response = signed_in.get(url("question", exam, 3))

    assert "你的时间 45 分钟" in response.content.decode()


def test_saving_takes_four_queries(signed_in, exam, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        response = signed_in.post(url("answer", exam, 1), {"client": "t", "sequence": "1", "answer": "A", "at": "1"})

    assert response.status_code == 200


def test_handing_in_thirty_answers_takes_fifteen_queries(signed_in, exam, django_assert_max_num_queries):
    for position in range(1, 31):
        save(exam, position, answer="A", now=timezone.now())

    with django_assert_max_num_queries(15):
        signed_in.post(url("hand-in", exam))


def test_what_the_invigilator_says_stands_on_the_page_and_comes_with_the_ping_once(signed_in, exam, trainer, edition):
    said = timezone.now()
    announce(exam.round_id, text="第一条", actor=trainer.pk, now=said)
    announce(exam.round_id, text="只给你", trainee_id=exam.trainee_id, actor=trainer.pk, now=said)
    other = make_dealt_round(edition, [UserFactory()], now=timezone.now())
    announce(other.pk, text="别的场次", actor=trainer.pk, now=said)

    page = signed_in.get(url("question", exam, 1)).content.decode()
    ping = signed_in.post(url("ping", exam), {"position": "1", "seen": ""}, headers=HTMX).content.decode()
    again = signed_in.post(
        url("ping", exam), {"position": "4", "seen": Announcement.objects.first().said_at.isoformat()}
    )

    for html in (page, ping):
        assert "第一条" in html
        assert "只给你" in html
        assert "别的场次" not in html
    assert "第一条" not in again.content.decode()
    assert Presence.objects.get().position == 4


def test_a_ping_takes_five_queries_and_tells_when_all_is_over(signed_in, exam, django_assert_max_num_queries):
    signed_in.post(url("ping", exam), {"position": "1"}, headers=HTMX)

    with django_assert_max_num_queries(5):
        signed_in.post(url("ping", exam), {"position": "x", "seen": "yesterday"}, headers=HTMX)
    hand_in(exam.pk, by=ClosedBy.INVIGILATOR, now=timezone.now())

    assert "data-final" in signed_in.post(url("ping", exam), headers=HTMX).content.decode()


@pytest.mark.parametrize("name", ["ping", "focus"])
def test_other_peoples_exams_are_not_found(client, exam, name):
    client.force_login(UserFactory(), backend="certification.people.backends.NameOrNumberBackend")

    assert client.post(url(name, exam), headers=HTMX).status_code == 404


def test_an_absence_is_recorded_while_the_exam_runs(signed_in, exam):
    data = {"client": "tab", "sequence": "7", "position": "2", "seconds": "41"}
    assert signed_in.post(url("focus", exam), data).status_code == 204
    hand_in(exam.pk, by=ClosedBy.TRAINEE, now=timezone.now())
    signed_in.post(url("focus", exam), {**data, "sequence": "8"})

    assert FocusEvent.objects.get().seconds == 41
    assert "在第 2 题离开 41 秒" in signed_in.get(url("result", exam)).content.decode()


def test_the_pulse_says_who_is_asked_and_brings_a_token(signed_in, trainee):
    html = signed_in.get(reverse("sitting:pulse")).content.decode()

    assert f'data-person="{trainee.pk}"' in html
    assert "csrfmiddlewaretoken" in html


def test_where_one_only_goes_forward_nothing_leads_back(signed_in, sit):
    exam = sit(navigation=Navigation.FORWARD)
    first, second = url("question", exam, 1), url("question", exam, 2)
    page = signed_in.get(first).content.decode()
    assert second not in page
    assert "go-prev" not in page

    moved = signed_in.post(first, {"client": "f", "answer": "A", "go": "next"})
    again = signed_in.post(first, {"client": "f", "answer": "B", "go": "next"})

    assert moved["Location"] == second
    assert again["Location"] == second
    for there in (url("question", exam, 1), url("question", exam, 3)):
        assert signed_in.get(there)["Location"] == second
    assert signed_in.get(url("attempt", exam))["Location"] == second
    assert exam.sheet(30).cell(1).answer == "A"


def test_the_way_forward_ends_at_the_hand_in(signed_in, sit):
    exam = sit(navigation=Navigation.FORWARD)
    Attempt.objects.filter(pk=exam.pk).update(furthest=30)

    assert signed_in.post(url("question", exam, 30), {"client": "f", "go": "prev"})["Location"] == url(
        "question", exam, 30
    )
    assert signed_in.post(url("question", exam, 30), {"client": "f", "go": "next"})["Location"] == url("hand-in", exam)


def test_when_time_is_up_the_page_says_what_arrived_and_how_long_the_rest_may_take(signed_in, exam):
    save(exam, 1, answer="A", now=timezone.now())
    run_out(exam, seconds=30)

    for name, args in (("attempt", ()), ("question", (2,))):
        assert signed_in.get(url(name, exam, *args))["Location"] == url("hand-in", exam)
    html = signed_in.get(url("hand-in", exam)).content.decode()

    assert "时间到" in html
    assert "30 题中 1 题" in html
    exam.refresh_from_db()
    assert exam.is_open


def test_a_form_without_a_script_that_comes_late_waits_for_a_decision(signed_in, exam):
    run_out(exam, seconds=3)

    response = signed_in.post(url("question", exam, 1), {"client": "f", "answer": "A", "go": "next"})

    assert response["Location"] == url("hand-in", exam)
    assert LateResponse.objects.get().answer == "A"


def test_after_the_grace_whoever_looks_closes_it_but_not_after_downtime(signed_in, exam):
    run_out(exam, minutes=11)
    Heartbeat.objects.create(at=timezone.now() - timedelta(minutes=12))
    signed_in.get(url("attempt", exam))
    exam.refresh_from_db()
    assert exam.is_open

    Heartbeat.objects.update(at=timezone.now())
    assert signed_in.get(url("attempt", exam))["Location"] == url("result", exam)


@pytest.mark.parametrize(
    ("claimed", "state", "text"),
    [
        pytest.param(-10, "saved", "已保存", id="answered in time"),
        pytest.param(10, "late", "已送达，但超过了时间，由监考人决定是否计入", id="answered later"),
    ],
)
def test_what_arrives_in_the_grace_is_told_as_what_it_is(signed_in, exam, claimed, state, text):
    run_out(exam, seconds=60)
    exam.refresh_from_db()
    at = int((exam.deadline + timedelta(seconds=claimed)).timestamp() * 1000)

    response = signed_in.post(url("answer", exam, 1), {"client": "t", "sequence": "1", "answer": "A", "at": str(at)})

    html = response.content.decode()
    assert response.status_code == 200
    assert f'data-state="{state}"' in html
    assert text in html


@pytest.mark.parametrize("at", ["-1", "x", "9" * 30, ""])
def test_a_time_that_makes_no_sense_is_no_time(signed_in, exam, at):
    data = {"client": "t", "sequence": "1", "answer": "A", "at": at}

    assert signed_in.post(url("answer", exam, 1), data).status_code == 200


CLOSED = [
    ("corpus", ()), ("rule", ("ZRULE-SHIP-1",)), ("editions", ()), ("compare-editions", ()), ("try", ()),
    ("tried-ruling", ()), ("practice", ()), ("mocks", ()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args"), CLOSED)
def test_the_corpus_is_closed_while_the_exam_runs_and_open_again_after(signed_in, exam, name, args):
    there = reverse(f"sitting:{name}", args=args)

    response = signed_in.get(there)

    assert response.status_code == 403
    assert url("attempt", exam) in response.content.decode()
    hand_in(exam.pk, by=ClosedBy.TRAINEE, now=timezone.now())
    assert signed_in.get(there).status_code != 403


def test_what_was_ruled_before_is_closed_too(signed_in, sit, trainee, edition):
    before = sit(review=Review.AFTER_HAND_IN)
    hand_in(before.pk, by=ClosedBy.TRAINEE, now=timezone.now())
    now_running = sit()

    for name, args in (("ruling", (1,)), ("appeal", (1,)), ("result", ())):
        assert signed_in.get(url(name, before, *args)).status_code == 403
    assert signed_in.get(url("question", now_running, 1)).status_code == 200


def test_a_round_that_says_so_leaves_the_corpus_open(signed_in, sit):
    sit(closes_corpus=False)

    assert signed_in.get(reverse("sitting:corpus")).status_code == 200


def close_window(attempt):
    Round.objects.filter(pk=attempt.round_id).update(
        opens_at=timezone.now() - timedelta(hours=3), closes_at=timezone.now() - timedelta(minutes=1)
    )


@pytest.mark.parametrize(
    ("review", "before", "after"),
    [
        pytest.param(Review.AFTER_HAND_IN, "key", "key", id="after hand-in"),
        pytest.param(Review.AFTER_CLOSE, "nothing", "key", id="after close"),
        pytest.param(Review.ON_RELEASE, "nothing", "nothing", id="on release, not yet"),
        pytest.param(Review.NEVER, "nothing", "points", id="never"),
    ],
)
def test_the_result_opens_by_the_policy_of_the_round(signed_in, sit, review, before, after):
    exam = sit(review=review)
    hand_in(exam.pk, by=ClosedBy.TRAINEE, now=timezone.now())

    def told() -> str:
        html = signed_in.get(url("result", exam)).content.decode()
        if "score-big" not in html:
            assert "卷子收到了" in html
            return "nothing"
        return "key" if "/ruling/" in html else "points"

    assert told() == before
    close_window(exam)
    assert told() == after


def test_a_secret_question_shows_number_area_and_points_alone(signed_in, sit):
    exam = sit(review=Review.AFTER_HAND_IN)
    hand_in(exam.pk, by=ClosedBy.TRAINEE, now=timezone.now())
    Question.objects.update(pool="secure")

    html = signed_in.get(url("result", exam)).content.decode()

    assert html.count("保密试题") == 30
    assert "/ruling/" not in html
    assert "哪种说法" not in html


def test_a_late_answer_is_shown_with_its_state(signed_in, exam):
    hand_in(exam.pk, by=ClosedBy.TRAINEE, now=timezone.now())
    signed_in.post(url("answer", exam, 3), {"client": "t", "sequence": "1", "answer": "B"})

    html = signed_in.get(url("result", exam)).content.decode()

    assert "答 B" in html
    assert "等监考人决定" in html
