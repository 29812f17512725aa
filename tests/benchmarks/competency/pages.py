"""What each page costs on the big site: time, CPU, queries, bytes. SQLite runs in this process: its CPU is in there."""

import statistics
import time
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.competency.assignments.models import Assignment
from certification.people.models import Cohort, User
from certification.rounds.models import Round
from tests.benchmarks.competency import editions

ROUNDS = 3


def measure() -> str:
    """Print a line a page."""
    editions.store_earlier()
    manager, trainee = _client("manager"), _client("big-00042")
    print(f"{'ms':>8} {'CPU ms':>8} {'SQL ms':>8} {'queries':>8} {'kB':>8}  page")  # noqa: T201 - the output
    count = 0
    for who, pages in ((manager, _managers()), (trainee, _trainees())):
        for name, url in pages:
            count += 1
            _measure(who, name, url)
    return f"{count} pages"


def _client(number: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(
        User.objects.get(staff_number=number), backend="certification.people.backends.NameOrNumberBackend"
    )
    return client


def _measure(client: Client, name: str, url: str) -> None:
    client.get(url)
    took, used = [], []
    for _ in range(ROUNDS):
        start, before = time.perf_counter(), time.process_time()
        response = client.get(url)
        size = len(response.content)
        took.append(time.perf_counter() - start)
        used.append(time.process_time() - before)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    sql = sum(float(one["time"]) for one in asked.captured_queries)
    times = " ".join(f"{one * 1000:8.0f}" for one in (statistics.median(took), statistics.median(used), sql))
    said = f"{times} {len(asked):8} {size / 1000:8.0f}"
    print(f"{said}  {name}{'' if response.status_code == 200 else f' → {response.status_code}'}", flush=True)  # noqa: T201


def _managers() -> Iterator[tuple[str, str]]:
    cohort = Cohort.objects.order_by("name")[0].pk
    person = User.objects.get(staff_number="big-00042").pk
    newest, other = Assignment.objects.order_by("-given_at")[:2]
    held = Round.objects.order_by("-opens_at")[0].pk
    matrix, what_if = reverse("oversight:competency"), reverse("oversight:what-if")
    yield "matrix of a cohort", f"{matrix}?cohort={cohort}"
    yield "matrix of everybody", matrix
    yield "matrix of everybody, last page", f"{matrix}?page=100"
    yield "matrix of a cohort as a table", f"{reverse('oversight:competency-csv')}?cohort={cohort}"
    yield "matrix of everybody as a table", reverse("oversight:competency-csv")
    yield "a person", reverse("oversight:competency-person", args=[person])
    yield "a cell of a person", reverse("oversight:competency-area", args=[person, "shipping"])
    yield "questions", f"{reverse('oversight:items')}?all=1"
    yield "questions as a table", reverse("oversight:items-csv")
    yield "the paper of a round", reverse("oversight:round-paper", args=[held])
    yield "what if, a cohort", f"{what_if}?cohort={cohort}"
    yield "trend of a cohort", f"{reverse('oversight:trend')}?cohort={cohort}"
    yield "trend of everybody", reverse("oversight:trend")
    yield "assignments", reverse("oversight:assignments")
    yield "an assignment to everybody", reverse("oversight:assignment", args=[newest.pk])
    yield "an assignment to a cohort", reverse("oversight:assignment", args=[other.pk])
    yield "a new assignment", reverse("oversight:assignment-new")
    yield "people", reverse("oversight:people")
    yield "rounds", reverse("oversight:rounds")


def _trainees() -> Iterator[tuple[str, str]]:
    yield "今日", reverse("sitting:home")
    yield "掌握度", reverse("sitting:mastery")
    yield "掌握度, an area", reverse("sitting:mastery-area", args=["shipping"])
    yield "错题本", reverse("sitting:notebook")
    yield "practice", reverse("sitting:practice")
    yield "mocks", reverse("sitting:mocks")
