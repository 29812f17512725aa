"""The pages of the areas: seen, changed, refused with the form filled in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.competency.areas.services import areas
from certification.competency.assignments.domain import Kind
from certification.competency.assignments.services import NewAssignment, give
from certification.competency.models import CompetencyArea
from certification.credentials.models import Programme
from tests.factories.bank import RULE_MARK
from tests.factories.people import UserFactory

URL = "/oversight/competency/areas/"
RULE = f"{RULE_MARK}SHIP-1"
FILLED = {
    "name": "我的领域",
    "position": "1",
    "topics": ["sign"],
    "patterns": RULE.lower(),
    "why": "分得更细",
    "seen": "0",
}


@pytest.fixture
def ship(edition):
    return CompetencyArea.objects.create(code="ship", name="发货", topics=["ship"])


def test_rules_without_an_area_are_listed(author, ship):
    html = author.get(URL).content.decode()
    assert "18 条规则不在任何领域里" in html
    assert f"{RULE_MARK}SIGN-1" in html


def test_a_new_area_is_saved_and_told(author, ship, trainer):
    html = author.post(f"{URL}new/", FILLED, follow=True).content.decode()

    assert "改好了" in html
    assert "新增“我的领域”，4 条规则" in html
    assert trainer.display_name in html
    made = areas()[0]
    assert (made.name, made.topics, made.patterns) == ("我的领域", ("sign",), (RULE,))
    assert areas()[1].code == "ship"


def test_an_area_is_shown_as_it_is_and_changed(author, ship):
    html = author.get(f"{URL}ship/").content.decode()
    assert 'value="ship" checked' in html
    assert RULE in html

    author.post(f"{URL}ship/", {**FILLED, "name": "发货和签收"})
    assert [one.name for one in areas()] == ["发货和签收"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"patterns": "SHIP-NO-SUCH"}, "现行规则库里没有这些规则：SHIP-NO-SUCH"),
        ({"patterns": "发货规则"}, "这些不是规则编号：发货规则"),
        ({"patterns": "", "topics": []}, "一条规则也没有"),
        ({"name": "发货"}, "已经有一个领域叫这个名字"),
        ({"topics": ["nowhere"]}, "nowhere"),
        ({"why": ""}, "必填"),
        ({"position": "x"}, "整数"),
        ({"seen": "9"}, "有人改过领域"),
    ],
)
def test_what_is_wrong_is_told_and_the_form_stays_filled(author, ship, wrong, told):
    response = author.post(f"{URL}new/", {**FILLED, **wrong})

    html = response.content.decode()
    assert response.status_code == 422
    assert told in html
    assert (wrong.get("name") or "我的领域") in html
    assert [one.code for one in areas()] == ["ship"]


def test_an_area_is_removed(author, ship):
    author.post(f"{URL}new/", FILLED)
    html = author.post(f"{URL}ship/remove/", {"seen": newest(author)}, follow=True).content.decode()
    assert "删除“发货”" in html
    assert [one.name for one in areas()] == ["我的领域"]


def newest(author) -> str:
    return author.get(URL).context["seen"]


def test_what_is_in_use_is_not_removed(author, ship, trainee):
    author.post(f"{URL}new/", FILLED)
    now = timezone.now()
    Programme.objects.create(name="售后专员", issuer="明断", areas=["ship"], made_at=now)
    give(
        NewAssignment(Kind.PRACTICE, now + timedelta(days=1), "area:ship", "发货", 1),
        [trainee.pk],
        actor=trainee.pk,
        now=now,
    )

    response = author.post(f"{URL}ship/remove/", {"seen": newest(author)})

    assert response.status_code == 409
    assert "证书“售后专员”、任务“发货 1 题”" in response.content.decode()
    assert len(areas()) == 2


def test_a_removal_over_somebody_elses_change_is_refused(author, ship):
    author.post(f"{URL}new/", FILLED)
    for seen in ("0", "nonsense", ""):
        assert author.post(f"{URL}ship/remove/", {"seen": seen}).status_code == 409


def test_the_shipped_areas_can_be_put_back(author, ship):
    html = author.post(f"{URL}restore/", {"seen": newest(author)}, follow=True).content.decode()
    assert "恢复了程序自带的领域" in html
    assert len(areas()) == 13
    assert author.post(f"{URL}restore/", {"seen": newest(author)}).status_code == 409


@pytest.mark.parametrize("url", [f"{URL}nowhere/", f"{URL}nowhere/remove/"])
def test_what_is_not_there_is_not_found(author, ship, url):
    assert author.post(url, FILLED).status_code == 404


def test_without_an_edition_the_pages_stand(author):
    assert author.get(URL).status_code == 200
    assert author.get(f"{URL}new/").status_code == 200


def test_trainees_see_nothing_of_it(signed_in):
    assert signed_in.get(URL).status_code == 403


def test_managers_may_too(client, edition):
    manager = UserFactory(is_trainee=False, is_manager=True)
    client.force_login(manager, backend="certification.people.backends.NameOrNumberBackend")
    assert client.get(f"{URL}new/").status_code == 200
