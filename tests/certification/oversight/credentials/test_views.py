"""Programmes, issuing and taking back, for managers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.attempts.models import Attempt
from certification.credentials.domain import Happening
from certification.credentials.events import append
from certification.credentials.models import Certificate, Programme
from certification.papers.models import BlueprintVersion
from tests.factories import NOON
from tests.factories.credentials import ISSUED, certify, exam_round, make_programme, passed
from tests.factories.people import UserFactory


@pytest.fixture
def managing(client: Client, db) -> Client:
    client.force_login(UserFactory(manager=True), backend="certification.people.backends.NameOrNumberBackend")
    return client


@pytest.fixture
def held(edition, trainee):
    return exam_round(edition, [trainee])


def url(name, *args):
    return reverse(f"oversight:{name}", args=args)


def text(response):
    return response.content.decode()


def filled(held, **fields):
    return {
        "name": "中级", "issuer": "学院", "months": 12, "rounds": [held.pk], "drills": "", "grace_days": 30, "within_days": 0,
        "ends_on_change": "on", "is_open": "on", **fields,
    }  # fmt: skip


def test_trainers_have_no_business_here(author):
    assert author.get(url("programmes")).status_code == 403


def test_a_programme_is_made_and_changed(managing, held):
    assert "还没有认证项目" in text(managing.get(url("programmes")))
    managing.post(url("programme-new"), filled(held, areas=["returns"]))
    made = Programme.objects.get()
    assert (made.areas, list(made.rounds.all())) == (["returns"], [held])

    managing.post(url("programme-edit", made.pk), filled(held, months=6, blueprints=["round-30"]))

    made.refresh_from_db()
    assert (made.months, made.areas, made.blueprints) == (6, [], ["round-30"])
    assert "checked" in text(managing.get(url("programme-edit", made.pk)))
    assert "中级" in text(managing.get(url("programmes")))


def test_a_programme_may_issue_by_itself(managing, held, trainee):
    passed(held, trainee)
    managing.post(url("programme-new"), filled(held, is_automatic="on", within_days=90))
    made = Programme.objects.get()
    assert (made.is_automatic, made.within_days, made.is_caught_up) == (True, 90, False)

    page = text(managing.get(url("programme", made.pk)))
    assert "自动发证" in page
    assert "考试和演练在 90 天之内" in page

    Programme.objects.update(is_caught_up=True)
    managing.post(url("programme-edit", made.pk), filled(held, is_automatic="on"))
    assert not Programme.objects.get().is_caught_up


def test_it_says_who_issued_and_that_the_marks_pass_no_longer(managing, edition, trainee):
    by_hand = certify(edition, trainee)
    append(by_hand, Happening.FAILED, now=ISSUED, details={"holds": True})

    page = text(managing.get(url("certificate", by_hand.number)))

    assert "等你决定" in page
    assert "考试成绩改过以后不再合格" in page
    assert "自动发证" not in page


def test_who_lacks_a_paper_is_named_and_not_ticked(managing, held, edition, trainee, django_assert_num_queries):
    other = BlueprintVersion.objects.create(name="skills", number=1, title="实务卷", content={}, made_at=NOON)
    second = exam_round(edition, [trainee], title="实务场", blueprint=other, closes_at=NOON + timedelta(hours=5))
    attempt = passed(held, trainee)
    managing.post(url("programme-new"), filled(held, rounds=[held.pk, second.pk], every_paper="on"))
    programme = Programme.objects.get()
    assert programme.every_paper

    with CaptureQueriesContext(connection) as alone:
        managing.get(url("programme", programme.pk))
    others = UserFactory.create_batch(3)
    for person in others:
        passed(held, person)
    with django_assert_num_queries(len(alone)):
        page = text(managing.get(url("programme", programme.pk)))

    assert page.count("还差试卷 实务卷") == 1 + len(others)
    assert f'value="{attempt.pk}" checked' not in page
    response = managing.post(url("certificates-issue", programme.pk), {"attempt": [attempt.pk]})
    assert response.status_code == 409
    assert "还有试卷没有通过：实务卷。" in text(response)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rounds": []}, "请选至少一份组卷蓝图或一个场次"),
        ({"drills": "DR-X"}, "没有这些演练：DR-X"),
        ({"months": 0}, "months-error"),
        ({"grace_days": 366}, "grace-error"),
        ({"name": ""}, "name-error"),
        ({"within_days": 731}, "within-error"),
    ],
)
def test_a_programme_is_mended_first(managing, held, fields, said):
    response = managing.post(url("programme-new"), filled(held, **fields))

    assert response.status_code == 422
    assert said in text(response)
    assert "学院" in text(response)
    assert not Programme.objects.exists()


def test_certificates_are_issued_to_those_who_were_ticked(managing, held, trainee, django_assert_max_num_queries):
    programme, attempt = make_programme(held), passed(held, trainee)
    with django_assert_max_num_queries(24):
        assert trainee.display_name in text(managing.get(url("programme", programme.pk)))

    page = managing.post(url("certificates-issue", programme.pk), {"attempt": [attempt.pk]}, follow=True)

    assert Certificate.objects.get().attempt_id == attempt.pk
    assert "发了 1 张证书" in text(page)
    assert "现在没有人等发证" in text(page)


def test_nobody_ticked_nothing_issued(managing, held):
    page = managing.post(url("certificates-issue", make_programme(held).pk), follow=True)

    assert "什么都没有发" in text(page)


def test_who_lacks_a_drill_is_named(managing, held, trainee):
    programme, attempt = make_programme(held, drills=["DR-X"]), passed(held, trainee)
    assert "还差演练" in text(managing.get(url("programme", programme.pk)))

    response = managing.post(url("certificates-issue", programme.pk), {"attempt": [attempt.pk]})

    assert response.status_code == 409
    assert "林晓雯：还有演练没有通过：DR-X。" in text(response)


def test_a_certificate_whose_exam_no_longer_passes_stands_out(managing, edition, trainee):
    certificate = certify(edition, trainee)
    Attempt.objects.filter(pk=certificate.attempt_id).update(state="void")

    assert "考试已不合格" in text(managing.get(url("programme", certificate.programme_id)))


def test_taking_back_needs_a_reason_and_is_final(managing, edition, trainee):
    certificate = certify(edition, trainee, now=ISSUED)
    page = url("certificate", certificate.number)

    assert managing.post(page, {"words": "喂"}).status_code == 422
    assert managing.post(page, {"reason": "cheating", "words": "喂"}).status_code == 302
    assert "考试作弊" in text(managing.get(page))
    assert managing.post(page, {"reason": "cheating"}).status_code == 409
