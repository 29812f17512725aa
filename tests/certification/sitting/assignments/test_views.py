"""任务 of a trainee: the page, its one button, the docket of 今日; and the desk of those who are no trainees."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.attempts.domain import AttemptKind
from certification.competency.assignments.domain import Kind
from certification.competency.assignments.services import NewAssignment, give, withdraw
from certification.competency.models import Standing
from certification.people.models import Cohort
from tests.factories.attempts import keyed_letters, start_mock
from tests.factories.people import UserFactory


def due():
    return timezone.now() + timedelta(days=2)


def given(trainee, kind=Kind.PRACTICE, target="area:shipping", name="发货", size=2):
    new = NewAssignment(kind, due(), target, name, size, note="先看规则")
    return give(new, [trainee.pk], actor=UserFactory(is_manager=True).pk, now=timezone.now())


def address(one) -> str:
    return f"/assignments/{one.pk}/"


def test_questions_come_until_the_set_is_done(signed_in, trainee, edition):
    one = given(trainee)
    assert "先看规则" in signed_in.get(address(one)).content.decode()
    for left in (1, 0):
        question = signed_in.post(address(one))
        attempt = trainee.attempts.get(kind=AttemptKind.PRACTICE, state="open")
        assert question.url == f"/practice/{attempt.pk}/?task={one.pk}"
        assert attempt.paper.questions.get().derivation.topic == "ship"
        page = signed_in.post(question.url, {"answer": list(keyed_letters(attempt, 1))}, follow=True).content.decode()
        assert "接着做任务" in page
        docket = signed_in.get("/").content.decode()
        assert ("做了 1 / 2" in docket) == bool(left)
    assert 'class="done"' in docket
    assert "任务完成 1 / 1" in docket
    assert "已完成" in signed_in.post(address(one)).content.decode()
    assert trainee.attempts.count() == 2


def test_a_rule_is_shown_and_marked_as_read(signed_in, trainee, edition):
    one = given(trainee, Kind.RULE, "ZRULE-SHIP-1", "揽收", 0)
    assert "泄题正文" in signed_in.get(address(one)).content.decode()
    page = signed_in.post(address(one), follow=True).content.decode()
    assert "完成 1 / 1" in page
    assert "我读完了" not in page


def test_no_question_while_a_mock_runs(signed_in, trainee, edition):
    one = given(trainee)
    start_mock(trainee, edition, now=timezone.now())
    response = signed_in.post(address(one))
    assert response.status_code == 409
    assert not trainee.attempts.filter(kind=AttemptKind.PRACTICE).exists()


def test_what_was_taken_back_cannot_be_done(signed_in, trainee, edition):
    one = given(trainee)
    withdraw(one.pk, actor=UserFactory().pk, now=timezone.now())
    assert "已经撤回" in signed_in.get(address(one)).content.decode()
    assert signed_in.post(address(one)).status_code == 409
    assert "发货 2 题" not in signed_in.get("/").content.decode()


def test_another_ones_assignment_is_not_found(signed_in, edition):
    one = given(UserFactory())
    assert signed_in.get(address(one)).status_code == 404
    assert signed_in.post(address(one)).status_code == 404


def test_overdue_is_said(signed_in, trainee, edition):
    now = timezone.now() - timedelta(days=3)
    new = NewAssignment(Kind.MOCK, now + timedelta(days=1))
    give(new, [trainee.pk], actor=trainee.pk, now=now)
    assert "已逾期" in signed_in.get("/").content.decode()


def test_the_home_page_stays_cheap_with_every_kind(signed_in, trainee, edition, django_assert_max_num_queries):
    given(trainee)
    given(trainee, Kind.RULE, "ZRULE-SHIP-1", "揽收", 2)
    given(trainee, Kind.MOCK, "", "", 0)
    given(trainee, Kind.DRILL, "DR-0001", "驿站代收", 0)
    signed_in.get("/")
    with django_assert_max_num_queries(12):
        signed_in.get("/")


@pytest.mark.parametrize("roles", [{"is_trainer": True}, {"is_manager": True}, {"is_staff": True}])
def test_who_is_no_trainee_gets_a_desk_and_no_exam(client, edition, roles, django_assert_max_num_queries):
    client.force_login(UserFactory(is_trainee=False, **roles))
    with django_assert_max_num_queries(12):
        html = client.get("/").content.decode()
    assert "等你处理" in html
    assert "开始考试" not in html
    assert ("申诉等答复" in html) == ("is_staff" not in roles)


def test_the_desk_counts_who_is_behind_in_ones_own_cohort(client, edition):
    cohort, now = Cohort.objects.create(name="夜班组"), timezone.now()
    for person in (UserFactory(cohort=cohort), UserFactory()):
        for area in ("freight", "shipping"):
            Standing.objects.create(
                person=person, scope=f"area:{area}", right=2, wrong=30, count=32, last_at=now, at=now
            )
    client.force_login(UserFactory(is_trainee=False, is_manager=True, cohort=cohort))
    assert '有领域未达标的人 <span class="num">1</span>' in client.get("/").content.decode()
