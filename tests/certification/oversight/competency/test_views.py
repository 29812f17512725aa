"""学情: the matrix of a cohort, one person, one cell."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from certification.bank.models import QuestionVersion
from certification.competency.models import ReviewCard, Standing
from certification.people.models import Cohort
from tests.factories.people import UserFactory

URL = "/oversight/competency/"


@pytest.fixture
def manager(client, db):
    person = UserFactory(is_manager=True, is_trainee=False)
    client.force_login(person)
    return person


@pytest.fixture
def cohort(db) -> Cohort:
    return Cohort.objects.create(name="夜班组")


def stand(person, area, right, wrong, *, days=0):
    at = timezone.now() - timedelta(days=days)
    Standing.objects.create(
        person=person, scope=f"area:{area}", right=right, wrong=wrong, count=round(right + wrong), last_at=at, at=at
    )


def test_the_matrix_says_who_is_where_and_what_is_not_known(client, manager, cohort):
    able, new = (UserFactory(display_name=name, cohort=cohort) for name in ("赵一鸣", "何思远"))
    stand(able, "freight", 30, 1)
    stand(able, "shipping", 3, 15)
    html = client.get(URL, {"cohort": str(cohort.pk)}).content.decode()
    assert 'data-h="5">94<' in html
    assert 'data-h="1">20<' in html
    assert html.count('aria-label="证据不足"') == 13 * 2 - 2
    assert "1 / 13" in html
    assert "未达标：发货" in html
    assert "还没有交过卷" in html
    assert f"/oversight/competency/people/{new.pk}/" in html


def test_only_active_trainees_of_the_cohort_are_shown(client, manager, cohort):
    UserFactory(display_name="组外人")
    UserFactory(display_name="离职人", cohort=cohort, is_active=False)
    UserFactory(display_name="培训师", cohort=cohort, is_trainee=False, is_trainer=True)
    html = client.get(URL, {"cohort": str(cohort.pk)}).content.decode()
    assert "还没有学员" in html
    assert "组外人" in client.get(URL).content.decode()
    for unknown in ("nonsense", "00000000-0000-0000-0000-000000000000"):
        assert client.get(URL, {"cohort": unknown}).status_code == 404


def test_overdue_rules_are_a_risk(client, manager, edition):
    person = UserFactory(display_name="杨帆")
    version, past = QuestionVersion.objects.first(), timezone.now() - timedelta(days=2)
    ReviewCard.objects.bulk_create(
        ReviewCard(
            person=person, rule=f"R-{at}", due_at=past, stability=1, difficulty=5, lapses=1, in_a_row=0, first_at=past,
            last_at=past, last_version=version, trace="t",
        )
        for at in range(31)
    )  # fmt: skip
    assert "积压错题 31 条" in client.get(URL).content.decode()


def test_pages_of_many_people_cost_the_same_queries(client, manager, cohort, django_assert_max_num_queries):
    for at in range(60):
        stand(UserFactory(cohort=cohort), "freight", at, 60 - at)
    with django_assert_max_num_queries(12):
        html = client.get(URL, {"cohort": str(cohort.pk), "page": 2}).content.decode()
    assert "2 / 2" in html
    assert len(html) < 2_000_000


def test_the_table_holds_everybody_and_runs_no_formula(client, manager, cohort):
    person = UserFactory(display_name="=1+1", cohort=cohort)
    stand(person, "freight", 30, 1)
    rows = list(csv.reader(io.StringIO(client.get(f"{URL}matrix.csv").content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["工号", "姓名", "班组"]
    line = rows[1]
    assert line[1] == "'=1+1"
    assert line[rows[0].index("运费")] == "94"
    assert line[rows[0].index("沟通")] == ""


def test_one_person_with_all_areas(client, manager):
    person = UserFactory(display_name="沈乐")
    stand(person, "freight", 30, 1)
    html = client.get(f"{URL}people/{person.pk}/").content.decode()
    assert "沈乐" in html
    assert ">94<" in html
    assert client.get(f"{URL}people/{UserFactory(is_trainee=False, is_trainer=True).pk}/").status_code == 404


def test_a_cell_opens_on_the_rules_and_answers(client, manager, edition):
    person = UserFactory()
    assert "还没有遇到过" in client.get(f"{URL}people/{person.pk}/shipping/").content.decode()
    assert client.get(f"{URL}people/{person.pk}/nowhere/").status_code == 404


@pytest.mark.parametrize("address", ["", "matrix.csv", "people/{}/", "people/{}/freight/"])
def test_trainees_do_not_see_others(client, db, address, edition):
    other = UserFactory()
    client.force_login(UserFactory())
    assert client.get(URL + address.format(other.pk)).status_code == 403
    client.force_login(UserFactory(is_trainee=False, is_trainer=True))
    assert client.get(URL + address.format(other.pk)).status_code == 200
