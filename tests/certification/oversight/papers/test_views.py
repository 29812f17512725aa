"""The list of blueprints, one of them, and the form."""

import re

import pytest
from django.urls import reverse

from certification.attempts.domain import ClosedBy
from certification.bank.models import VersionStatistic
from certification.grading.services import hand_in
from certification.papers.models import BlueprintVersion
from certification.papers.services import current_blueprint, save_blueprint
from tests.certification.papers.test_keeping import ACTOR, CONTENT
from tests.factories import NOON
from tests.factories.attempts import start_mock

EDIT = "oversight:blueprint-edit"


def fields_of(html: str) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    found = dict(re.findall(r'<input(?![^>]*type="radio")[^>]*\bname="([^"]+)"[^>]*\bvalue="([^"]*)"', html))
    found |= dict(re.findall(r'<input type="radio" name="([^"]+)" value="([^"]*)" checked', html))
    for name, body in re.findall(r'<select[^>]*\bname="([^"]+)"[^>]*>(.*?)</select>', html, re.DOTALL):
        found[name] = re.search(r'value="([^"]*)" selected', body)[1]
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize("page", ["blueprints", "blueprint-new"])
def test_trainees_are_kept_out(signed_in, version, page):
    assert signed_in.get(reverse(f"oversight:{page}")).status_code == 403


@pytest.mark.parametrize("page", ["blueprint", "blueprint-edit", "blueprint-trial"])
def test_trainees_are_kept_out_of_each_blueprint(signed_in, version, page):
    assert signed_in.get(reverse(f"oversight:{page}", args=["little"])).status_code == 403


def test_a_trainer_may_come_too(author, version):
    assert author.get(reverse("oversight:blueprints")).status_code == 200


def test_the_list_says_what_each_makes(managing, version):
    html = managing.get(reverse("oversight:blueprints")).content.decode()

    assert "小卷" in html
    assert "9 题，22 分，20 分钟" in html
    assert "12 分合格，每个领域至少 50%" in html


def test_without_any_the_list_says_so(managing, db):
    assert "还没有蓝图" in managing.get(reverse("oversight:blueprints")).content.decode()


def test_a_blueprint_shows_its_versions_and_each_can_be_looked_at(managing, version):
    save_blueprint({**CONTENT, "minutes": 99}, actor=ACTOR, now=NOON)
    url = reverse("oversight:blueprint", args=["little"])

    assert "99 分钟" in managing.get(url).content.decode()
    old = managing.get(url, {"version": "1"}).content.decode()
    assert "20 分钟" in old
    assert "旧版" in old
    assert managing.get(url, {"version": "7"}).status_code == 404
    assert managing.get(reverse("oversight:blueprint", args=["nothing"])).status_code == 404


def test_saving_the_form_untouched_makes_no_new_version(managing, version):
    fields = fields_of(managing.get(reverse(EDIT, args=["little"])).content.decode())

    response = managing.post(reverse(EDIT, args=["little"]), fields)

    assert response.status_code == 302
    assert current_blueprint("little") == version


def test_the_form_makes_the_next_version(managing, version):
    fields = fields_of(managing.get(reverse(EDIT, args=["little"])).content.decode())
    change = {
        "minutes": "35", "pass_points": "10.5", "count-multiple": "", "least-area-ship": "", "least-area-addr": "2",
        "most-area-addr": "4.5", "unit-area-addr": "points", "share-area-sign": "3", "needs-area-sign": "70",
        "name-rule-0": "zrule-ship-1", "least-rule-0": "1", "pool": "both", "as_of": "2026-01-31",
        "mode-single": "per-option",
    }  # fmt: skip

    response = managing.post(reverse(EDIT, args=["little"]), {**fields, **change})

    assert response.status_code == 302
    content = current_blueprint("little").content
    assert (content["minutes"], content["pass_points"], content["pool"], content["as_of"]) == (
        35,
        1050,
        "both",
        "2026-01-31",
    )
    assert "multiple" not in content["types"]
    assert content["types"]["single"]["mode"] == "per-option"
    assert content["areas"] == {"sign": 3}
    assert content["pass_by_area"] == {"sign": 70}
    assert content["quotas"] == [
        {"by": "area", "name": "addr", "least": 200, "most": 450, "unit": "points"},
        {"by": "rule", "name": "ZRULE-SHIP-1", "least": 1, "most": None, "unit": "questions"},
    ]


def test_what_is_wrong_comes_back_with_what_was_typed(managing, version):
    fields = fields_of(managing.get(reverse(EDIT, args=["little"])).content.decode())

    response = managing.post(
        reverse(EDIT, args=["little"]), {**fields, "minutes": "很久", "count-single": "-3", "as_of": "下周"}
    )

    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="很久" aria-invalid="true"' in html
    assert 'value="-3"' in html
    assert "日期写成 2026-01-31 这样，或者留空" in html
    assert BlueprintVersion.objects.count() == 1


def test_two_who_edit_at_once_are_told(managing, version):
    url = reverse(EDIT, args=["little"])
    fields = fields_of(managing.get(url).content.decode())
    save_blueprint({**CONTENT, "minutes": 99}, actor=ACTOR, now=NOON)

    response = managing.post(url, {**fields, "minutes": "35"})

    assert response.status_code == 409
    assert "有人改过这个蓝图（现在是第 2 版）" in response.content.decode()


def test_a_new_one_may_begin_as_a_copy(managing, version):
    url = reverse("oversight:blueprint-new")
    fields = fields_of(managing.get(url, {"like": "little"}).content.decode())
    assert fields["name"] == ""

    taken = managing.post(url, {**fields, "name": "little", "title": "另一份"})
    made = managing.post(url, {**fields, "name": "other", "title": "另一份"})

    assert taken.status_code == 409
    assert made.status_code == 302
    assert current_blueprint("other").content["types"] == CONTENT["types"]


def test_an_empty_form_asks_for_everything(managing, edition):
    url = reverse("oversight:blueprint-new")
    assert managing.get(url).status_code == 200

    assert managing.post(url, {}).status_code == 422


def test_without_an_edition_there_is_nothing_to_choose_from(managing, db):
    assert "规则库还没有装入" in managing.get(reverse("oversight:blueprint-new")).content.decode()


def test_the_form_shows_what_each_way_of_ticking_earns(managing, version):
    html = managing.get(reverse(EDIT, args=["little"])).content.decode()

    assert html.count("选错 1 个") == 5
    assert "选对加分，选错扣分，最低 0 分" in html


def test_difficulties_are_measured_anew_by_a_button(managing, version, trainee, edition):
    attempt = start_mock(trainee, edition)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=NOON)
    assert managing.post(reverse("oversight:measure")).status_code == 302

    assert VersionStatistic.objects.count() == 30
    assert "30 道题已有考试和模考的作答统计" in managing.get(reverse("oversight:blueprints")).content.decode()
