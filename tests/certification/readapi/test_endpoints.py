"""The read API as a client sees it: who gets in, what is told, how a list goes on, what is refused."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certification.readapi.domain import MOST_A_MINUTE
from certification.readapi.endpoints import api
from certification.readapi.models import ApiToken
from tests.factories import NOON
from tests.factories.credentials import ISSUED, certify, exam_round, passed
from tests.factories.grading import handed_in
from tests.factories.people import UserFactory, merge
from tests.factories.readapi import bearer, token_for

pytestmark = pytest.mark.django_db
LISTS = ["results", "mastery", "certificates"]
SAVED = Path(settings.BASE_DIR) / "docs/reference/openapi.json"


@pytest.fixture
def ask(client):
    """Ask a list with a token for everything, some hours after NOON."""
    token = token_for()

    def get(name, headers=None, **query):
        with time_machine.travel(ISSUED + timedelta(hours=2), tick=False):
            return client.get(f"/api/v1/{name}", query, headers=bearer(token) if headers is None else headers)

    return get


@pytest.mark.parametrize("name", LISTS)
def test_nobody_gets_in_without_a_token_that_holds(ask, client, name):
    for headers in ({}, bearer("mdr_guess"), {"Authorization": "Basic eDp5"}):
        refused = ask(name, headers)
        assert (refused.status_code, refused.json()["error"]) == (401, "token")
        assert refused.headers["WWW-Authenticate"] == "Bearer"
    old = token_for(now=NOON - timedelta(days=60))
    assert ask(name, bearer(old)).status_code == 401
    client.force_login(UserFactory(manager=True))
    assert ask(name, {}).status_code == 401


@pytest.mark.parametrize("name", LISTS)
def test_a_token_reads_what_it_was_made_for_and_nothing_else(ask, name):
    token = token_for(name)

    assert [ask(one, bearer(token)).status_code for one in LISTS] == [200 if one == name else 403 for one in LISTS]


def test_results_are_told_as_their_marks_stand(ask, edition):
    person = UserFactory(staff_number="A100")
    held = exam_round(edition, [person])
    sat = passed(held, person, right=30)
    item = ask("results", staff_number="a100").json()["items"]

    assert [(one["attempt"], one["staff_number"], one["kind"], one["round"]) for one in item] == [
        (str(sat.pk), "A100", "exam", held.title)
    ]
    assert item[0]["passed"] is item[0]["passed_at_hand_in"] is True
    assert 0 < item[0]["pass_points"] <= item[0]["points"] <= item[0]["out_of"]


def test_what_is_not_handed_in_is_no_result(ask, edition, trainee):
    handed_in(trainee, edition)
    exam_round(edition, [trainee])

    assert len(ask("results").json()["items"]) == 1


def test_a_list_goes_on_where_it_stopped(ask, edition):
    for hours in range(3):
        handed_in(UserFactory(), edition, now=NOON + timedelta(hours=hours))
    first = ask("results", limit=2).json()
    second = ask("results", limit=2, offset=first["next"]).json()
    told = [one["handed_in_at"] for one in first["items"] + second["items"]]

    assert (len(first["items"]), first["next"], len(second["items"]), second["next"]) == (2, 2, 1, None)
    assert told == sorted(told)
    assert ask("results", since=told[1]).json()["items"] == second["items"]


def test_a_merged_duplicate_is_told_under_the_number_that_stays(ask, edition):
    kept, duplicate = UserFactory(staff_number="K1"), UserFactory(staff_number="D1")
    handed_in(duplicate, edition)
    certificate = certify(edition, duplicate)
    merge(duplicate, kept)

    assert [(one["number"], one["staff_number"]) for one in ask("certificates").json()["items"]] == [
        (certificate.number, "K1")
    ]
    assert {one["staff_number"] for one in ask("results", staff_number="K1").json()["items"]} == {"K1"}
    assert ask("results", staff_number="D1").json()["items"] == []


def test_mastery_says_that_it_does_not_know(ask, edition):
    UserFactory(staff_number="A1")
    (one,) = ask("mastery", staff_number="A1").json()["items"]

    assert {area["level"] for area in one["areas"]} <= {"unknown"}
    assert all(area["observations"] == 0 and area["mean"] is None for area in one["areas"])


def test_a_certificate_is_told_with_whether_it_holds(ask, edition, trainee):
    made = certify(edition, trainee)
    (one,) = ask("certificates", staff_number=trainee.staff_number).json()["items"]

    assert (one["number"], one["status"], one["holds"]) == (made.number, "valid", True)


def test_a_cohort_is_asked_by_its_name(ask):
    person = UserFactory(cohort__name="夜班")
    UserFactory(cohort__name="白班")

    assert [one["staff_number"] for one in ask("mastery", cohort="夜班").json()["items"]] == [person.staff_number]


@pytest.mark.parametrize("query", [{"limit": 201}, {"limit": 0}, {"offset": -1}, {"since": "昨天"}, {"offset": "x"}])
def test_what_makes_no_sense_is_told_with_the_name_of_the_parameter(ask, query):
    refused = ask("results", **query)

    assert (refused.status_code, refused.json()["error"]) == (422, "parameter")
    assert next(iter(query)) in refused.json()["message"]


def test_who_reads_too_often_is_told_when_to_come_back(ask):
    token = token_for()
    ask("results", bearer(token))
    use = ApiToken.objects.get(start=token[:10]).uses.get()
    use.count = MOST_A_MINUTE - 1
    use.save()

    assert ask("results", bearer(token)).status_code == 200
    refused = ask("results", bearer(token))
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60


def test_nothing_can_be_written(ask, client):
    token = token_for()
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)("/api/v1/results", headers=bearer(token)).status_code == 405


def test_as_many_queries_for_many_as_for_few(ask, edition):
    def asked() -> list[int]:
        counts = []
        for name in LISTS:
            with CaptureQueriesContext(connection) as found:
                ask(name)
            counts.append(len(found))
        return counts

    handed_in(UserFactory(), edition)
    certify(edition, UserFactory(), name="项目")
    asked()  # the first read of a minute also drops old counts
    few = asked()
    for more in range(3):
        handed_in(UserFactory(), edition)
        certify(edition, UserFactory(), name=f"项目 {more}")

    assert asked() == few
    assert max(few) <= 12


def test_the_documentation_in_the_reference_is_that_of_the_code():
    told = json.loads(json.dumps(api.get_openapi_schema(), default=str))

    assert json.loads(SAVED.read_text(encoding="utf-8")) == told, "write it anew: manage.py export_openapi_schema"
