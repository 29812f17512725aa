"""The page of a ruling: whose it is, when it may be seen, what it costs."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.attempts.domain import AttemptKind, ClosedBy
from certification.attempts.services import start_attempt
from certification.grading.services import hand_in
from certification.papers.blueprints import MOCK
from certification.papers.services import draw_paper
from tests.factories.attempts import save, start_mock
from tests.factories.people import UserFactory
from tests.factories.rulebook import store_rulebook


@pytest.fixture
def handed_in(trainee, edition):
    attempt = start_mock(trainee, edition, now=timezone.now())
    save(attempt, 1, answer="B", now=timezone.now())
    return hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=timezone.now())


def url(attempt, number=1):
    return reverse("sitting:ruling", args=[attempt.pk, number])


def test_own_question_has_its_ruling(signed_in, handed_in):
    response = signed_in.get(url(handed_in))

    page = response.content.decode()
    assert response.status_code == 200
    assert "裁决书" in page
    assert "逐项说明" in page
    assert "你选的" in page
    assert "在试一案里打开" in page


def test_unanswered_question_says_so(signed_in, handed_in):
    assert "你没有作答" in signed_in.get(url(handed_in, 2)).content.decode()


def test_nothing_is_told_before_hand_in(signed_in, trainee, edition):
    attempt = start_mock(trainee, edition, now=timezone.now())

    assert signed_in.get(url(attempt)).status_code == 404


def test_somebody_elses_ruling_is_not_found(client, handed_in):
    client.force_login(UserFactory(), backend="certification.people.backends.NameOrNumberBackend")

    assert client.get(url(handed_in)).status_code == 404


def test_stranger_is_sent_to_sign_in(client, handed_in):
    response = client.get(url(handed_in))

    assert response.status_code == 302
    assert reverse("people:sign-in") in response["Location"]


@pytest.mark.parametrize("number", [0, 31])
def test_question_that_is_not_on_the_paper_is_not_found(signed_in, handed_in, number):
    assert signed_in.get(url(handed_in, number)).status_code == 404


def test_unknown_attempt_is_not_found(signed_in, edition):
    assert signed_in.get(reverse("sitting:ruling", args=[uuid.uuid4(), 1])).status_code == 404


def test_ruling_links_to_its_neighbours(signed_in, handed_in):
    size = handed_in.paper.size

    assert "下一题" in signed_in.get(url(handed_in, 1)).content.decode()
    assert "上一题" not in signed_in.get(url(handed_in, 1)).content.decode()
    assert "下一题" not in signed_in.get(url(handed_in, size)).content.decode()


def test_mock_leads_back_to_its_result_and_practice_to_practice(signed_in, trainee, edition, handed_in):
    drawn = draw_paper(MOCK, edition=edition.id, seed=1, now=timezone.now())
    practice = start_attempt(drawn, trainee_id=trainee.pk, kind=AttemptKind.PRACTICE, minutes=0, now=timezone.now())
    hand_in(practice.pk, by=ClosedBy.TRAINEE, now=timezone.now())

    assert "返回成绩" in signed_in.get(url(handed_in)).content.decode()
    assert "返回练习" in signed_in.get(url(practice)).content.decode()


def test_newer_rules_are_mentioned_but_not_used(signed_in, handed_in):
    before = signed_in.get(url(handed_in)).content.decode()
    store_rulebook(at=timezone.now())

    after = signed_in.get(url(handed_in)).content.decode()

    assert "规则库已更新" not in before
    assert "规则库已更新" in after
    assert "试 1" in after


def test_cost_does_not_grow_with_the_paper(signed_in, handed_in, django_assert_max_num_queries):
    signed_in.get(url(handed_in))

    with django_assert_max_num_queries(12):
        signed_in.get(url(handed_in))


def test_posting_is_refused(signed_in, handed_in):
    assert signed_in.post(url(handed_in)).status_code == 405
