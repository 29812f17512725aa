"""Regrades as pages: nothing is written before the button, exactly what was seen is written by it."""

import re
import uuid

import pytest
from django.urls import reverse

from certification.grading.appeals import answer_appeal, raise_appeal
from certification.grading.domain import AppealKind, AppealOutcome
from certification.grading.late import decide_late
from certification.grading.models import Mark, Regrade
from certification.people.models import Notice
from tests.factories.attempts import LATER
from tests.factories.exams import come_late
from tests.factories.grading import handed_in, marked
from tests.factories.people import UserFactory

LIST, NEW, PREVIEW = (f"authoring:{name}" for name in ("regrades", "regrade-new", "regrade-preview"))


@pytest.fixture
def one(trainee, edition):
    return marked(*handed_in(trainee, edition))


def void(one, **more):
    return {"question": one.code, "cause": "void-item", "policy": "exact", **more}


def seen(author, params) -> dict[str, str]:
    """The hidden fields of a preview."""
    page = author.get(reverse(PREVIEW), params).content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("fingerprint", "id")}


def apply(author, params, fields, reason="题干有误"):
    return author.post(reverse(PREVIEW, query=params), {**fields, "reason": reason})


def test_an_empty_list_says_so(author):
    assert "还没有重新评过分" in author.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize(
    ("params", "status", "said"),
    [
        pytest.param({}, 200, "哪道题错了", id="nothing yet"),
        pytest.param({"question": "NO-SUCH"}, 422, "没有编号为 NO-SUCH 的题", id="unknown"),
    ],
)
def test_a_new_one_begins_with_the_question(author, edition, params, status, said):
    response = author.get(reverse(NEW), params)

    assert response.status_code == status
    assert said in response.content.decode()


def test_a_question_that_nobody_was_asked_needs_none(author, edition):
    assert author.get(reverse(NEW), {"question": "T-00A"}).status_code == 422


def test_the_form_shows_the_key_at_the_time_and_explains_the_policies(author, one):
    page = author.get(reverse(NEW), {"question": one.code.lower()}).content.decode()

    assert "当时的答案" in page
    assert "没有人会少分" in page
    assert page.count('name="key"') == len(one.content.options)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param({"cause": ""}, "请选哪里错了", id="no cause"),
        pytest.param({"policy": ""}, "请选怎样改分", id="no policy"),
        pytest.param({"cause": "corrected-key", "key": ["0", "1"]}, "恰好一个", id="two keys of a single choice"),
        pytest.param({"cause": "corrected-key", "key": ["17"]}, "恰好一个", id="no such option"),
        pytest.param({"cause": "void-option"}, "请勾选要作废的选项", id="no option"),
        pytest.param({"cause": "new-edition", "edition": "sha256:no"}, "推不出这道题的答案", id="no such edition"),
        pytest.param({"cause": "late-answer"}, "请选哪里错了", id="not from here"),
    ],
)
def test_half_a_request_goes_back_to_the_form(author, one, wrong, said):
    response = author.get(reverse(PREVIEW), {**void(one), **wrong})

    assert response.status_code == 422
    assert said in response.content.decode()


def test_without_a_question_only_editions_can_be_compared(author, one, edition):
    same = {"cause": "new-edition", "policy": "exact", "edition": edition.id, "since": edition.id}

    assert "两个不同的规则库版本" in author.get(reverse(PREVIEW), same).content.decode()
    assert author.get(reverse(PREVIEW), {"cause": "void-item", "policy": "exact"}).status_code == 422


def test_the_preview_names_who_gains_and_writes_nothing(author, one):
    before = Mark.objects.count()

    page = author.get(reverse(PREVIEW), void(one)).content.decode()

    assert "林晓雯" in page
    assert "+3" in page
    assert "只升不降" in page
    assert (Mark.objects.count(), Regrade.objects.count()) == (before, 0)


def test_where_nobody_is_affected_the_page_says_so(author, one):
    held = [str(index) for index in one.derivation.key]

    page = author.get(reverse(PREVIEW), {**void(one), "cause": "corrected-key", "key": held}).content.decode()

    assert "没有人的分会变" in page
    assert 'name="reason"' not in page


def test_applying_marks_anew_and_tells_who_is_affected(author, one, trainee, trainer):
    params = void(one)

    response = apply(author, params, seen(author, params))

    done = Regrade.objects.get()
    assert response["Location"] == reverse("authoring:regrade", args=[done.pk])
    assert (done.reason, done.actor) == ("题干有误", trainer.pk)
    sent = Notice.objects.get()
    assert (sent.person, sent.kind) == (trainee, "regrade")
    assert "0 → 3 分" in sent.text
    page = author.get(response["Location"]).content.decode()
    assert "整题作废" in page
    assert "林晓雯" in page
    assert "题干有误" in author.get(reverse(LIST)).content.decode()


def test_a_double_click_applies_once(author, one):
    params = void(one)
    fields = seen(author, params)

    first, second = apply(author, params, fields), apply(author, params, fields)

    assert first["Location"] == second["Location"]
    assert (Regrade.objects.count(), Notice.objects.count()) == (1, 1)


def test_a_stale_preview_is_shown_anew_and_nothing_written(author, one, edition):
    params = void(one)
    fields = seen(author, params)
    handed_in(UserFactory(display_name="刚交卷的"), edition)

    response = apply(author, params, fields)

    page = response.content.decode()
    assert response.status_code == 409
    assert "预览之后有分数变了" in page
    assert "刚交卷的" in page
    assert "题干有误" in page
    assert not Regrade.objects.exists()


@pytest.mark.parametrize("reason", ["", "长" * 301])
def test_a_reason_has_to_be_given_and_fit(author, one, reason):
    params = void(one)

    assert apply(author, params, seen(author, params), reason).status_code == 422
    assert not Regrade.objects.exists()


def test_an_upheld_appeal_starts_a_regrade_and_is_joined_to_it(author, one, trainer):
    appeal = raise_appeal(one, kind=AppealKind.REPORT, disputed={}, text="题干有错字", now=LATER)
    answer_appeal(appeal.pk, outcome=AppealOutcome.UPHELD, answer="对", actor=trainer.pk, now=LATER)
    assert one.code in author.get(reverse(NEW), {"appeal": appeal.pk}).content.decode()
    assert "还没有重新评分" in author.get(reverse(LIST)).content.decode()

    params = {"appeal": str(appeal.pk), "cause": "void-item", "policy": "never-lower"}
    apply(author, params, seen(author, params))

    appeal.refresh_from_db()
    assert appeal.regrade == Regrade.objects.get()


def test_a_late_answer_that_was_counted_has_a_page_and_no_line(author, one):
    late = come_late(one.attempt, one.position, one.key, answered_at=LATER, received_at=LATER)
    decide_late(late.pk, accepted=True, actor=UserFactory(trainer=True).pk, now=LATER)
    regrade = Regrade.objects.get()

    assert "还没有重新评过分" in author.get(reverse(LIST)).content.decode()
    page = author.get(reverse("authoring:regrade", args=[regrade.pk])).content.decode()
    assert f"第 {one.position} 题迟到的作答计入" in page


def test_an_unknown_regrade_is_not_found(author, edition):
    assert author.get(reverse("authoring:regrade", args=[uuid.uuid4()])).status_code == 404


@pytest.mark.parametrize("name", [LIST, NEW, PREVIEW])
def test_trainees_stay_out_and_strangers_sign_in(client, trainee, name):
    assert reverse("people:sign-in") in client.get(reverse(name))["Location"]

    client.force_login(trainee, backend="certification.people.backends.NameOrNumberBackend")
    assert client.get(reverse(name)).status_code == 403


def test_a_manager_may_and_the_navigation_says_so(client, one):
    manager = UserFactory(manager=True)
    client.force_login(manager, backend="certification.people.backends.NameOrNumberBackend")

    page = client.get(reverse(PREVIEW), void(one)).content.decode()

    assert "林晓雯" in page
    assert reverse("authoring:appeals") in page
