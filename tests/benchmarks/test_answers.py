"""What an exam asks of the server, beside a bare view: saving an answer, viewing a question, starting, handing in."""

from datetime import timedelta
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

from certification.rounds.models import Seat, SeatPaper
from tests.benchmarks.timing import best_of, report
from tests.factories.attempts import save as save_answer
from tests.factories.bank import make_bank
from tests.factories.exams import exam_paper, make_exam_round
from tests.factories.sitting import start

MOST_TIMES_BARE = {"saving": 2.0, "viewing": 3.0}
SAVING_QUERIES, VIEWING_QUERIES, VIEWING_BYTES = 4, 6, 40_000
STARTING_QUERIES, HANDING_IN_QUERIES = 12, 15
REQUESTS, ROUNDS_OF_STAMPEDE, SIZE = 50, 10, 30
TOKEN = "t" * 32

pytestmark = [pytest.mark.benchmark, pytest.mark.urls("tests.benchmarks.bare_urls")]


class Browser:
    """Signed in, straight to the WSGI application: no test client's own work is measured."""

    def __init__(self, session: str) -> None:
        self.application = get_wsgi_application()
        self.cookies = f"sessionid={session}; csrftoken={TOKEN}"

    def request(
        self, method: str, url: str, data: dict | None = None, *, expected: str = "200 OK", swap: bool | None = None
    ) -> bytes:
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
            "HTTP_HX_REQUEST": "true" if (method == "POST" if swap is None else swap) else "",
            "wsgi.input": BytesIO(body),
            "wsgi.url_scheme": "http",
        }
        answer = self.application(environ, lambda code, headers: status.append(code))
        content = b"".join(answer)
        answer.close()
        assert status == [expected], (status, content)
        return content


@pytest.fixture
def rounds(trainee, db):
    """Rounds that have opened, each with a paper of thirty at the trainee's seat."""
    edition, now = make_bank()[0], timezone.now()
    window = {"opens_at": now - timedelta(minutes=1), "closes_at": now + timedelta(hours=2)}
    held = [make_exam_round(edition, [trainee], made_at=now, **window) for _ in range(ROUNDS_OF_STAMPEDE)]
    paper = exam_paper(edition)
    SeatPaper.objects.bulk_create(SeatPaper(seat=seat, number=1, paper=paper) for seat in Seat.objects.all())
    return held


@pytest.fixture
def attempt(rounds, trainee):
    """A running exam whose thirty questions are answered."""
    running = start(rounds[0], trainee, now=timezone.now())
    for position in range(1, SIZE + 1):
        save_answer(running, position, answer="A", now=timezone.now())
    return running


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
    assert saving <= MOST_TIMES_BARE["saving"] * least


def test_viewing_a_question_takes_few_queries_and_bytes(browser, attempt):
    urls = [reverse("sitting:question", args=(attempt.pk, position)) for position in range(1, attempt.paper.size + 1)]
    bare = reverse("bare")
    browser.request("GET", urls[0], swap=False)

    sizes, queries = [], []
    for url in urls:
        with CaptureQueriesContext(connection) as captured:
            sizes.append(len(browser.request("GET", url, swap=False)))
        queries.append(len(captured))
    least, swap, page = (
        seconds / len(urls)
        for seconds in best_of(
            lambda: [browser.request("POST", bare, {"answer": "A"}) for _ in urls],
            lambda: [browser.request("GET", url, swap=True) for url in urls],
            lambda: [browser.request("GET", url, swap=False) for url in urls],
            rounds=9,
            clock=process_time,
        )
    )

    remark = f"at most {max(queries)} queries, {max(sizes) / 1000:.1f} KB"
    report("viewing a question as a page, CPU", page, f"{page / least:.2f} × the bare view, {remark}")
    report("viewing a question as a swap, CPU", swap, f"{swap / least:.2f} × the bare view")
    assert max(queries) <= VIEWING_QUERIES
    assert max(sizes) <= VIEWING_BYTES
    assert swap <= MOST_TIMES_BARE["viewing"] * least


def test_starting_and_handing_in_take_few_queries(browser, rounds):
    starting, handing_in, took = [], [], {"starting": [], "handing in": []}
    for held in rounds:
        before = process_time()
        with CaptureQueriesContext(connection) as captured:
            browser.request("POST", reverse("sitting:start", args=(held.pk,)), expected="302 Found")
        took["starting"].append(process_time() - before)
        starting.append(len(captured))
        running = held.attempts.get()
        for position in range(1, SIZE + 1):
            save_answer(running, position, answer="A", now=timezone.now())
        before = process_time()
        with CaptureQueriesContext(connection) as captured:
            browser.request("POST", reverse("sitting:hand-in", args=(running.pk,)), expected="302 Found")
        took["handing in"].append(process_time() - before)
        handing_in.append(len(captured))
        assert running.marks.count() == SIZE

    report("starting, CPU", min(took["starting"]), f"{max(starting)} queries")
    report("handing in thirty answers, CPU", min(took["handing in"]), f"{max(handing_in)} queries")
    assert max(starting) <= STARTING_QUERIES
    assert max(handing_in) <= HANDING_IN_QUERIES
