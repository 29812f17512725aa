"""任务 for managers: a new one, the list, who has done what, taking one back."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from certification.competency.assignments.domain import Kind
from certification.competency.assignments.models import Assignment
from certification.competency.assignments.services import NewAssignment, give, mark_read
from certification.competency.models import Standing
from certification.people.models import Cohort, Notice
from tests.factories.people import UserFactory

URL = "/oversight/competency/assignments/"


@pytest.fixture
def manager(client, edition):
    person = UserFactory(is_manager=True, is_trainee=False, display_name="许建国")
    client.force_login(person)
    return person


@pytest.fixture
def cohort(db) -> Cohort:
    return Cohort.objects.create(name="夜班组")


def filled(**changed):
    day = timezone.localdate() + timedelta(days=3)
    return {
        "kind": "practice", "area": "shipping", "size": "3", "due": day.isoformat(), "note": "", "people": "", **changed
    }  # fmt: skip


def test_a_cohort_and_one_more_get_a_practice_set(client, manager, cohort):
    one, two = UserFactory(cohort=cohort), UserFactory(staff_number="Z1")
    UserFactory(cohort=cohort, is_active=False)

    response = client.post(f"{URL}new/", filled(cohort=str(cohort.pk), people="Z1", note="先看规则"))

    made = Assignment.objects.get()
    assert response.url == f"{URL}{made.pk}/"
    assert set(made.assignees.values_list("person", flat=True)) == {one.pk, two.pk}
    assert (made.target, made.target_name, made.size, made.given_by) == ("area:shipping", "发货", 3, manager.pk)
    assert Notice.objects.count() == 2
    html = client.get(response.url).content.decode()
    assert "完成 0 / 2" in html
    assert "先看规则" in html


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"people": ""}, "还没有选人", id="nobody"),
        pytest.param({"people": "Z1 X9"}, "没有工号是这些的在职学员：X9", id="a number that nobody has"),
        pytest.param({"area": ""}, "请选一样", id="about nothing"),
        pytest.param({"rule": "ZRULE-SHIP-1"}, "请选一样", id="about two things"),
        pytest.param({"size": ""}, "请写几题", id="no number of questions"),
        pytest.param({"size": "45"}, "合适的题只有", id="more than there are"),
        pytest.param({"kind": "rule", "rule": "NOWHERE-1"}, "没有 NOWHERE-1", id="unknown rule"),
        pytest.param({"kind": "rule"}, "请写规则编号", id="no rule"),
        pytest.param({"kind": "drill"}, "请选一段演练", id="no drill"),
        pytest.param({"due": "2020-01-01"}, "已经过了", id="a day that is past"),
        pytest.param({"due": "soon"}, "有效的日期", id="no day"),
        pytest.param({"kind": "dance"}, "dance", id="unknown kind"),
    ],
)
def test_what_is_filled_in_wrongly_comes_back_with_the_reason(client, manager, changed, said):
    UserFactory(staff_number="Z1")

    response = client.post(f"{URL}new/", filled(**{"people": "Z1", "note": "留着", **changed}))

    html = response.content.decode()
    assert response.status_code == 422
    assert said in html
    assert 'value="留着"' in html
    assert not Assignment.objects.exists()


def test_the_weakest_area_is_filled_in(client, manager, cohort):
    person, now = UserFactory(cohort=cohort, staff_number="Z1"), timezone.now()
    for area, right in (("freight", 30), ("shipping", 3)):
        Standing.objects.create(
            person=person, scope=f"area:{area}", right=right, wrong=15, count=45, last_at=now, at=now
        )
    page = client.get(f"/oversight/competency/people/{person.pk}/").content.decode()
    assert f"{URL}new/?person=Z1&amp;area=shipping" in page
    assert "派练习：发货" in page
    form = client.get(f"{URL}new/?person=Z1&area=shipping").content.decode()
    assert 'value="Z1"' in form
    assert '<option value="shipping" selected>' in form
    matrix = client.get(f"/oversight/competency/?cohort={cohort.pk}").content.decode()
    assert f"{URL}new/?cohort={cohort.pk}&amp;area=shipping" in matrix
    assert f'<option value="{cohort.pk}" selected>' in client.get(f"{URL}new/?cohort={cohort.pk}").content.decode()


def given(manager, *people, days=2):
    now = timezone.now() - timedelta(days=3 if days < 0 else 0)
    due = timezone.now() + timedelta(days=days)
    new = NewAssignment(Kind.RULE, due, "ZRULE-SHIP-1", "揽收")
    return give(new, [one.pk for one in people], actor=manager.pk, now=now)


def test_who_has_done_what_on_pages_and_in_a_table(client, manager, django_assert_max_num_queries):
    done, behind = UserFactory(display_name="=1+1"), UserFactory(display_name="何思远")
    one = given(manager, done, behind, days=-1)
    mark_read(one.assignees.select_related("assignment").get(person=done), now=timezone.now())

    html = client.get(f"{URL}{one.pk}/").content.decode()
    assert "完成 1 / 2" in html
    assert html.index("已逾期") < html.index("逾期完成")
    rows = list(csv.reader(io.StringIO(client.get(f"{URL}{one.pk}.csv").content.decode("utf-8-sig"))))
    assert [row[1:2] + row[3:6] for row in rows[1:]] == [
        ["何思远", "已逾期", "0", "1"], ["'=1+1", "逾期完成", "1", "1"],
    ]  # fmt: skip
    for _more in range(21):
        given(manager, behind)
    with django_assert_max_num_queries(12):
        listed = client.get(URL, {"page": 2}).content.decode()
    assert "完成 1 / 2" in listed
    assert "1 人逾期" in listed
    assert "任务" in client.get(f"/oversight/competency/people/{behind.pk}/").content.decode()


def test_it_is_taken_back_once(client, manager):
    one = given(manager, UserFactory())
    assert client.post(f"{URL}{one.pk}/withdraw/").status_code == 302
    html = client.get(f"{URL}{one.pk}/").content.decode()
    assert "撤回任务" not in html
    assert "没做的不用再做" in html
    assert client.post(f"{URL}{one.pk}/withdraw/").status_code == 409


@pytest.mark.parametrize("address", ["", "new/", "{}/", "{}.csv", "{}/withdraw/"])
def test_trainees_give_nothing(client, manager, address):
    one = given(manager, UserFactory())
    url = URL + address.format(one.pk)
    ask = client.post if address.endswith("withdraw/") else client.get
    client.force_login(UserFactory())
    assert ask(url).status_code == 403
    client.force_login(UserFactory(is_trainee=False, is_trainer=True))
    assert ask(url).status_code in (200, 302)


def test_pages_without_anything(client, manager):
    assert "还没有派过任务" in client.get(URL).content.decode()
    assert client.get(f"{URL}00000000-0000-0000-0000-000000000000/").status_code == 404
