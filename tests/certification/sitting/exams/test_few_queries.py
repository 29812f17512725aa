"""What a cohort does in the same minute asks the database little: whole requests, session and user included."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.attempts import save
from tests.factories.sitting import make_dealt_round, start

STARTING, VIEWING, SWAPPING, HANDING_IN, PINGING = 12, 5, 4, 15, 6
SIZE = 30


@pytest.fixture
def held(trainee, edition):
    return make_dealt_round(edition, [trainee], now=timezone.now() - timedelta(minutes=1))


@pytest.fixture
def exam(held, trainee):
    return start(held, trainee, now=timezone.now())


def test_starting(signed_in, held, django_assert_max_num_queries):
    with django_assert_max_num_queries(STARTING):
        response = signed_in.post(reverse("sitting:start", args=(held.pk,)))

    assert response.status_code == 302


def test_viewing_as_a_page_and_as_a_swap(signed_in, exam, django_assert_max_num_queries):
    url = reverse("sitting:question", args=(exam.pk, 2))
    signed_in.get(url)

    with django_assert_max_num_queries(VIEWING):
        page = signed_in.get(url)
    with django_assert_max_num_queries(SWAPPING):
        swap = signed_in.get(url, headers={"HX-Request": "true"})

    assert page.status_code == swap.status_code == 200


def test_handing_in_thirty_answers(signed_in, exam, django_assert_max_num_queries):
    for position in range(1, SIZE + 1):
        save(exam, position, answer="A", now=timezone.now())

    with django_assert_max_num_queries(HANDING_IN):
        response = signed_in.post(reverse("sitting:hand-in", args=(exam.pk,)))

    assert response.status_code == 302
    assert exam.marks.count() == SIZE


def test_a_sign_of_life(signed_in, exam, django_assert_max_num_queries):
    with django_assert_max_num_queries(PINGING):
        response = signed_in.post(reverse("sitting:ping", args=(exam.pk,)), {"position": "1", "seen": ""})

    assert response.status_code == 200
