"""Saving an answer beside a bare view, and what viewing a question takes."""

from io import BytesIO
from itertools import count
from time import process_time
from urllib.parse import urlencode

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.benchmarks.timing import best_of, report
from tests.factories.attempts import start_mock
from tests.factories.bank import make_bank

MOST_TIMES_BARE = 2.5
SAVING_QUERIES, VIEWING_QUERIES, VIEWING_BYTES = 4, 8, 40_000
REQUESTS = 50
TOKEN = "t" * 32

pytestmark = [pytest.mark.benchmark, pytest.mark.urls("tests.benchmarks.bare_urls")]


class Browser:
    """Signed in, straight to the WSGI application: no test client's own work is measured."""

    def __init__(self, session: str) -> None:
        self.application = get_wsgi_application()
        self.cookies = f"sessionid={session}; csrftoken={TOKEN}"

    def request(self, method: str, url: str, data: dict | None = None) -> bytes:
        body, status = urlencode(data or {}).encode(), []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": url,
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_COOKIE": self.cookies,
            "HTTP_X_CSRFTOKEN": TOKEN,
            "HTTP_HX_REQUEST": "true" if method == "POST" else "",
            "wsgi.input": BytesIO(body),
            "wsgi.url_scheme": "http",
        }
        answer = self.application(environ, lambda code, headers: status.append(code))
        content = b"".join(answer)
        answer.close()
        assert status == ["200 OK"], (status, content)
        return content


@pytest.fixture
def attempt(trainee, db):
    return start_mock(trainee, make_bank()[0], now=timezone.now())


@pytest.fixture
def browser(signed_in) -> Browser:
    return Browser(signed_in.cookies["sessionid"].value)


def test_saving_an_answer_costs_little_more_than_a_bare_view(browser, attempt):
    url, bare, numbers = reverse("sitting:answer", args=(attempt.pk, 1)), reverse("bare"), count(1)

    def save():
        browser.request(
            "POST", url, {"client": "tab", "sequence": next(numbers), "answer": "AB"[next(numbers) // 2 % 2]}
        )

    def bare_upsert():
        browser.request("POST", bare, {"client": "tab", "sequence": next(numbers), "answer": "A"})

    with CaptureQueriesContext(connection) as captured:
        save()
    queries = len(captured)  # later requests empty the log
    least, saving = (
        seconds / REQUESTS
        for seconds in best_of(
            lambda: [bare_upsert() for _ in range(REQUESTS)],
            lambda: [save() for _ in range(REQUESTS)],
            clock=process_time,
        )
    )

    report("a bare view, signed in, one upsert, CPU", least)
    report("saving an answer, CPU", saving, f"{saving / least:.2f} × the bare view, {queries} queries")
    assert 0 < queries <= SAVING_QUERIES
    assert saving <= MOST_TIMES_BARE * least


def test_viewing_a_question_takes_few_queries_and_bytes(browser, attempt):
    urls = [reverse("sitting:question", args=(attempt.pk, position)) for position in range(1, attempt.paper.size + 1)]
    browser.request("GET", urls[0])

    sizes, queries = [], []
    for url in urls:
        with CaptureQueriesContext(connection) as captured:
            sizes.append(len(browser.request("GET", url)))
        queries.append(len(captured))
    (taken,) = best_of(lambda: [browser.request("GET", url) for url in urls], rounds=5, clock=process_time)

    report("viewing a question, CPU", taken / len(urls), f"at most {max(queries)} queries, {max(sizes) / 1000:.1f} KB")
    assert max(queries) <= VIEWING_QUERIES
    assert max(sizes) <= VIEWING_BYTES
