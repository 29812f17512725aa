"""What the pages of 学情, and what trainees see of it, cost: few queries and small pages, however much there is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certification.attempts.domain import ClosedBy
from certification.attempts.services import start_exam
from certification.competency.assignments.domain import Kind
from certification.competency.assignments.models import Assignment
from certification.competency.assignments.services import NewAssignment, give
from certification.competency.items import report_items
from certification.competency.learning import learn
from certification.grading.services import hand_in
from certification.oversight.competency.assignments import PEOPLE
from certification.people.models import Cohort
from tests.certification.competency.test_learning import sat
from tests.factories import NOON
from tests.factories.attempts import keyed_letters, save, start_mock
from tests.factories.later_edition import store_later_edition
from tests.factories.people import UserFactory
from tests.factories.rounds import grant
from tests.factories.sitting import make_dealt_round

MOST_QUERIES, MOST_BYTES = 12, 2_000_000
GIVEN = [
    (Kind.PRACTICE, "area:shipping", "发货", 2), (Kind.RULE, "ZRULE-SHIP-1", "揽收", 2), (Kind.MOCK, "", "", 0),
    (Kind.DRILL, "DR-0001", "驿站代收", 0),
]  # fmt: skip


@pytest.fixture
def cohort(db) -> Cohort:
    return Cohort.objects.create(name="夜班组")


@pytest.fixture
def manager(db):
    return UserFactory(is_manager=True, is_trainee=False)


@pytest.fixture
def browser(manager) -> Client:
    browser = Client()
    browser.force_login(manager)
    return browser


def fill(edition, cohort, manager, *, people: int, mocks: int):
    """Let more people of a cohort sit mocks and a round, and give them one task of each kind; return round and people."""
    now = timezone.now()
    them = UserFactory.create_batch(people, cohort=cohort)
    for person in them:
        for seed in range(mocks):
            sat(person, edition, seed=seed)
    held = make_dealt_round(edition, them, now=now - timedelta(minutes=3))
    for seat in held.seats.select_related("trainee"):
        grant(held, seat.trainee)
        attempt = start_exam(seat.pk, trainee_id=seat.trainee_id, now=now - timedelta(minutes=2))
        save(attempt, 1, answer=keyed_letters(attempt, 1), now=now - timedelta(minutes=1))
        hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)
    for kind, target, name, size in GIVEN:
        new = NewAssignment(kind, now + timedelta(days=2), target, name, size)
        give(new, [one.pk for one in them], actor=manager.pk, now=now)
    learn([one.pk for one in them], now=now)
    report_items(now=now)
    return held, them


def cost(browser: Client, urls: list[str]) -> list[int]:
    """Ask for pages twice, as a process that runs does, and count the queries of the second time."""
    found = []
    for url in urls:
        browser.get(url)
        with CaptureQueriesContext(connection) as asked:
            response = browser.get(url)
        assert response.status_code == 200, url
        assert len(response.content) <= MOST_BYTES, url
        found.append(len(asked))
        assert len(asked) <= MOST_QUERIES, (url, [one["sql"][:150] for one in asked])
    return found


def managers_pages(held, person, cohort) -> list[str]:
    matrix = reverse("oversight:competency")
    newest = (
        Assignment.objects.filter(kind=Kind.PRACTICE).order_by("-given_at").first()
    )  # kinds differ in what they ask
    return [
        f"{matrix}?cohort={cohort.pk}",
        matrix,
        f"{reverse('oversight:competency-csv')}?cohort={cohort.pk}",
        f"{reverse('oversight:competency-xlsx')}?cohort={cohort.pk}",
        f"{reverse('oversight:trend')}?cohort={cohort.pk}",
        reverse("oversight:areas"),
        reverse("oversight:area-edit", args=["shipping"]),
        reverse("oversight:competency-person", args=[person.pk]),
        reverse("oversight:competency-area", args=[person.pk, "shipping"]),
        f"{reverse('oversight:items')}?all=1",
        reverse("oversight:items-csv"),
        reverse("oversight:item", args=[held.seats.first().papers.first().paper.questions.first().version_id]),
        reverse("oversight:round-marks", args=[held.pk, 1]),
        reverse("oversight:round-paper", args=[held.pk]),
        f"{reverse('oversight:what-if')}?cohort={cohort.pk}",
        reverse("oversight:assignments"),
        reverse("oversight:assignment", args=[newest.pk]),
        reverse("oversight:assignment-new"),
        reverse("oversight:people"),
        reverse("oversight:rounds"),
    ]


def trainees_pages() -> list[str]:
    named = ("home", "mastery", "notebook", "practice", "mocks", "inbox", "adaptive", "certificates")
    return [*(reverse(f"sitting:{name}") for name in named), reverse("sitting:mastery-area", args=["shipping"])]


def test_pages_of_managers_cost_the_same_with_more_people_and_papers(edition, cohort, manager, browser):
    held, them = fill(edition, cohort, manager, people=2, mocks=1)
    store_later_edition(at=NOON - timedelta(days=1))  # to compare with: the other one stays in force
    few = cost(browser, managers_pages(held, them[0], cohort))

    held, them = fill(edition, cohort, manager, people=5, mocks=3)
    many = cost(browser, managers_pages(held, them[0], cohort))

    assert many == few


def test_pages_of_trainees_cost_the_same_with_more_papers_rounds_and_tasks(edition, cohort, manager):
    _held, them = fill(edition, cohort, manager, people=1, mocks=1)
    _held, others = fill(edition, cohort, manager, people=1, mocks=6)
    for _ in range(2):
        make_dealt_round(edition, [others[0]], now=timezone.now(), opens_in=timedelta(hours=3))
        for kind, target, name, size in GIVEN:
            new = NewAssignment(kind, timezone.now() + timedelta(days=2), target, name, size)
            give(new, [others[0].pk], actor=manager.pk, now=timezone.now())
    costs = []
    for person in (them[0], others[0]):
        browser = Client()
        browser.force_login(person)
        costs.append(cost(browser, trainees_pages()))

    assert costs[0] == costs[1]


def test_home_is_as_cheap_while_a_mock_runs(edition, cohort, manager):
    _held, (person,) = fill(edition, cohort, manager, people=1, mocks=1)
    start_mock(person, edition, now=timezone.now())
    browser = Client()
    browser.force_login(person)

    cost(browser, [reverse("sitting:home")])


def test_an_assignment_to_many_shows_a_hundred_of_them_at_a_time(manager, browser):
    people = UserFactory.create_batch(PEOPLE + 1)
    new = NewAssignment(Kind.MOCK, timezone.now() + timedelta(days=2), "", "", 0)
    url = reverse(
        "oversight:assignment", args=[give(new, [one.pk for one in people], actor=manager.pk, now=timezone.now()).pk]
    )

    first, last = (browser.get(url, {"page": number}).content.decode() for number in (1, 2))

    assert first.count("/competency/people/") == PEOPLE
    assert last.count("/competency/people/") == 1
    assert f"完成 0 / {PEOPLE + 1}" in last
