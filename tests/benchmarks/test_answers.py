"""Saving an answer and viewing a question, through the whole stack of middleware."""

from collections.abc import Callable
from itertools import count
from time import process_time
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certification.attempts.models import Attempt
from tests.benchmarks.timing import best_of, report
from tests.factories.attempts import start_mock
from tests.factories.bank import make_bank
from tests.factories.people import UserFactory

MOST_QUERIES_TO_SAVE = 4
MOST_TIMES_BARE = 2.5
MOST_QUERIES_TO_VIEW = 8
MOST_BYTES_TO_VIEW = 40_000
REQUESTS_A_ROUND = 40

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db(transaction=True)]
Send = Callable[..., bytes]


@pytest.fixture
def attempt(settings) -> Attempt:
    settings.ROOT_URLCONF = "tests.benchmarks.bare_urls"
    edition, _report = make_bank()
    return start_mock(UserFactory(), edition, now=timezone.now())


@pytest.fixture
def send(attempt) -> Send:
    """Send a request to the real WSGI application, signed in, with its CSRF token; return the body."""
    client = Client()
    client.force_login(attempt.trainee, backend="certification.people.backends.NameOrNumberBackend")
    client.get(reverse("sitting:question", args=(attempt.pk, 1)))
    token = client.cookies["csrftoken"].value
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    application, factory = WSGIHandler(), RequestFactory()
    headers = {"HTTP_COOKIE": cookies, "HTTP_HOST": "localhost", "HTTP_X_CSRFTOKEN": token, "HTTP_HX_REQUEST": "true"}

    def send(path: str, **data: object) -> bytes:
        if data:
            body = urlencode(data)
            request = factory.post(path, body, content_type="application/x-www-form-urlencoded", **headers)
        else:
            request = factory.get(path, **headers)
        statuses: list[str] = []
        response = application(request.environ, lambda status, _headers: statuses.append(status))
        try:
            assert statuses[0].startswith("200"), statuses
            return b"".join(response)
        finally:
            response.close()

    return send


def test_saving_an_answer_costs_little_more_than_any_write(attempt, send):
    answer_url = reverse("sitting:answer", args=(attempt.pk, 1))
    numbers = count(1)

    def save() -> None:
        for _ in range(REQUESTS_A_ROUND):
            number = next(numbers)
            send(answer_url, client="bench", sequence=number, answer="AB"[number % 2])

    def bare() -> None:
        for _ in range(REQUESTS_A_ROUND):
            send("/bare/", x="1")

    with CaptureQueriesContext(connection) as asked:
        send(answer_url, client="bench", sequence=0, answer="A")
    saved, plain = (seconds / REQUESTS_A_ROUND for seconds in best_of(save, bare, rounds=15, clock=process_time))

    report("saving an answer", saved, f"{len(asked)} queries, {saved / plain:.2f} times a bare view with one upsert")
    report("bare view with one upsert", plain)
    assert len(asked) <= MOST_QUERIES_TO_SAVE
    assert saved <= MOST_TIMES_BARE * plain


def test_viewing_a_question_is_small(attempt, send):
    url = reverse("sitting:question", args=(attempt.pk, 5))

    def view() -> None:
        send(url)

    with CaptureQueriesContext(connection) as asked:
        fragment = send(url)
    page = Client()
    page.force_login(attempt.trainee, backend="certification.people.backends.NameOrNumberBackend")
    size = len(page.get(url).content)
    report("viewing a question", best_of(view, clock=process_time)[0], f"{len(asked)} queries, {size:,} bytes a page")
    assert len(fragment) < size <= MOST_BYTES_TO_VIEW
    assert len(asked) <= MOST_QUERIES_TO_VIEW
