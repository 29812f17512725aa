"""The list of rounds, one round, its form, and what is done to it."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.people.models import Notice
from certification.rounds.domain import Forms, RoundState
from certification.rounds.models import AllowanceGrant, Round
from certification.rounds.services import allowed_time_of
from tests.factories.people import CohortFactory, UserFactory
from tests.factories.rounds import begin, blueprint_asking, kept

PAGES = ("round", "round-publish", "round-cancel", "round-time", "round-results")


def url(name, *args, **options):
    return reverse(f"oversight:{name}", args=args, **options)


def filled(version, **fields) -> dict[str, str]:
    """The form as a browser sends it."""
    day = timezone.localtime() + timedelta(days=3)
    return {
        "title": "十月认证", "blueprint": str(version.pk), "opens_at": f"{day:%Y-%m-%d}T09:30",
        "closes_at": f"{day:%Y-%m-%d}T11:30", "minutes": "45", "check_in_minutes": "15", "attempts_allowed": "2",
        "grace_minutes": "10", "forms": "parallel", "form_count": "3", "navigation": "forward",
        "review": "on-release", "closes_corpus": "on", **fields,
    }  # fmt: skip


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_trainees_have_no_business_here(signed_in, make, name):
    assert signed_in.get(url(name, make([UserFactory()]).pk)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_a_round_that_is_not_there_is_not_found(managing, name):
    assert managing.get(url(name, uuid.uuid4())).status_code == 404


def test_an_empty_list_says_what_to_do(managing):
    page = text(managing.get(url("rounds")))

    assert "还没有考试场次" in page
    assert "还没有组卷蓝图" in page


def test_the_list_goes_by_the_clock(managing, make, trainee, now):
    make([trainee], title="正在考的")
    make([trainee], publish=False, title="草稿的")
    make([trainee], title="以后的", opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=3))
    make([trainee], title="考完的", ended=1)

    page = text(managing.get(url("rounds")))

    order = ["进行中 1", "正在考的", "待开考 1", "以后的", "草稿 1", "草稿的", "已结束 1", "考完的"]
    places = [page.index(said) for said in order]
    assert places == sorted(places)


def test_somebody_with_more_time_keeps_a_round_running(managing, make, trainee, now):
    held = make([trainee], ended=1)
    begin(held, trainee, now=now)

    assert "进行中 1" in text(managing.get(url("rounds")))


def test_what_is_filled_in_becomes_a_draft_with_seats(managing, blueprint):
    seated = UserFactory(cohort__name="一组")

    response = managing.post(url("round-new"), filled(blueprint, cohorts=str(seated.cohort_id)))

    held = Round.objects.get()
    assert response.url == url("round", held.pk)
    assert (held.state, held.forms, held.form_count, held.grace_seconds) == ("draft", "parallel", 3, 600)
    assert (held.navigation, held.review, held.closes_corpus, held.credits_downtime) == (
        "forward", "on-release", True, False,
    )  # fmt: skip
    assert f"{timezone.localtime(held.opens_at):%H:%M}" == "09:30"
    assert [seat.trainee for seat in held.seats.all()] == [seated]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"title": ""}, "请写一个名称", id="no title"),
        pytest.param({"opens_at": "nonsense"}, "请填日期和时间", id="no moment"),
        pytest.param({"closes_at": "2001-01-01T10:00"}, "截止时间要晚于开始时间", id="backwards"),
        pytest.param({"minutes": "0"}, "时长要在 1 到 600 之间", id="no time"),
        pytest.param({"minutes": "-1"}, "不能小于 0", id="less than no time"),
        pytest.param({"grace_minutes": "61"}, "补传宽限秒数要在 0 到 3600 之间", id="too much grace"),
        pytest.param({"form_count": "1"}, "平行卷要有 2 到 26 套", id="one parallel form"),
        pytest.param({"minutes": "180", "cut_at_close": "on"}, "没有人能考满时间", id="cut"),
        pytest.param({"blueprint": str(uuid.uuid4())}, "没有这份组卷蓝图", id="an unknown blueprint"),
        pytest.param({"review": "whenever"}, "还没有保存", id="an unknown policy"),
    ],
)
def test_what_cannot_be_is_shown_with_what_was_filled_in(managing, blueprint, fields, said):
    response = managing.post(url("round-new"), filled(blueprint, **fields))

    assert response.status_code == 422
    assert said in text(response)
    assert fields.get("title", "十月认证") in text(response)
    assert not Round.objects.exists()


def test_a_draft_is_edited_in_the_same_form(managing, make, blueprint, trainee):
    held = make([trainee], publish=False)
    assert "九月认证" in text(managing.get(url("round-edit", held.pk)))

    managing.post(url("round-edit", held.pk), filled(blueprint, title="改过的"))

    held.refresh_from_db()
    assert (held.title, held.seats.count()) == ("改过的", 1)


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_published_is_not_edited(managing, make, blueprint, trainee, method):
    held = make([trainee])

    response = getattr(managing, method)(url("round-edit", held.pk), filled(blueprint))

    assert response.status_code == 409
    assert "已经发布的场次不能再改" in text(response)


def test_publishing_says_what_it_will_do_and_does_it(managing, make, trainee):
    held = make([trainee, UserFactory()], publish=False, forms=Forms.PARALLEL, form_count=3)
    page = text(managing.get(url("round-publish", held.pk)))
    assert "抽 3 套平行卷，轮流发给 2 个人" in page
    assert not Notice.objects.exists()

    managing.post(url("round-publish", held.pk))

    held.refresh_from_db()
    assert held.is_published
    page = text(managing.get(url("round", held.pk)))
    assert "试卷：要求和实得" in page
    assert "A</th>" in page
    assert "C</th>" in page


def test_publishing_says_what_the_bank_lacks(managing, make, trainee):
    held = make([trainee], publish=False)
    kept(blueprint_asking(120))

    response = managing.post(url("round-publish", held.pk))

    assert response.status_code == 409
    assert "没有发布，什么都没有写入" in text(response)
    assert "120" in text(response)
    held.refresh_from_db()
    assert held.is_draft


def test_a_round_is_not_published_twice(managing, make, trainee):
    response = managing.post(url("round-publish", make([trainee]).pk))

    assert response.status_code == 409
    assert "已经不能再这样改" in text(response)


def test_cancelling_asks_first(managing, make, trainee):
    held = make([trainee])
    begin(held, trainee, now=timezone.now())
    assert "现在有 1 个人正在作答" in text(managing.get(url("round-cancel", held.pk)))

    managing.post(url("round-cancel", held.pk))

    held.refresh_from_db()
    assert held.state == RoundState.CANCELLED
    assert managing.post(url("round-cancel", held.pk)).status_code == 409


def test_people_are_seated_by_cohort_or_one_by_one(managing, make, trainee):
    held, other = make(publish=False), UserFactory(cohort__name="二组", display_name="赵一鸣")

    managing.post(url("round-seat", held.pk), {"cohort": trainee.cohort_id})
    response = managing.post(url("round-seat", held.pk), {"who": " 赵一鸣 "})

    assert response.url == url("round", held.pk, fragment="seats")
    assert {seat.trainee for seat in held.seats.all()} == {trainee, other}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        pytest.param({"who": "没这人"}, "没有叫“没这人”的在职学员", id="nobody"),
        pytest.param({"who": "同名"}, "有 2 个人叫“同名”，请填工号", id="two of a name"),
        pytest.param({"who": ""}, "请填工号或姓名", id="nothing"),
        pytest.param({"cohort": "nonsense"}, "没有这个班组", id="no cohort"),
    ],
)
def test_who_cannot_be_seated_is_said(managing, make, sent, said):
    UserFactory.create_batch(2, display_name="同名")
    UserFactory(display_name="没这人", is_active=False)
    held = make(publish=False)

    response = managing.post(url("round-seat", held.pk), sent)

    assert response.status_code == 409
    assert said in text(response)
    assert not held.seats.exists()


def test_a_seat_is_taken_away_and_only_in_its_own_round(managing, make, trainee):
    held, other = make([trainee], publish=False), make([trainee], publish=False)
    seat = held.seats.get()

    assert managing.post(url("round-unseat", other.pk, seat.pk)).status_code == 404
    managing.post(url("round-unseat", held.pk, seat.pk))

    assert not held.seats.exists()
    assert other.seats.exists()


def test_whoever_has_begun_stays(managing, make, trainee):
    held = make([trainee])
    begin(held, trainee, now=timezone.now())

    assert "移出 林晓雯" not in text(managing.get(url("round", held.pk)))
    assert managing.post(url("round-unseat", held.pk, held.seats.get().pk)).status_code == 409


def test_a_make_up_round_offers_who_did_not_hand_in(managing, make, blueprint, sit):
    there, missing = UserFactory(display_name="到场的"), UserFactory(display_name="缺考的")
    held = make([there, missing], ended=1)
    sit(held, there, right=8)
    asked = url("round-new", query={"makes_up": str(held.pk)})

    page = text(managing.get(asked))
    managing.post(asked, filled(blueprint, people=[str(missing.pk), str(there.pk)]))

    assert "缺考的" in page
    assert "到场的" not in page
    made = held.make_ups.get()
    assert [seat.trainee for seat in made.seats.all()] == [missing]


def test_a_make_up_round_waits_for_the_end(managing, make, blueprint, trainee):
    held = make([trainee])

    response = managing.post(url("round-new", query={"makes_up": str(held.pk)}), filled(blueprint))

    assert response.status_code == 422
    assert "这场考试还没有结束" in text(response)


def test_more_time_is_granted_and_a_running_clock_follows(managing, make, trainee, now):
    held = make([trainee])
    attempt = begin(held, trainee, now=now)

    sent = {"person": str(trainee.pk), "factor": "125", "minutes": "5", "cause": "technical"}
    managing.post(url("round-time", held.pk), sent)

    attempt.refresh_from_db()
    assert attempt.deadline == now + allowed_time_of(held, trainee.pk) == now + timedelta(minutes=61, seconds=15)
    page = text(managing.get(url("round-time", held.pk)))
    assert "1.25 倍，加 5 分钟" in page
    assert "设备或网络故障" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        pytest.param({"person": ""}, "请选一个人", id="nobody"),
        pytest.param({"person": str(uuid.uuid4())}, "不在考生名单里", id="somebody else"),
        pytest.param({"factor": "100"}, "请选倍数，或写明加几分钟", id="nothing"),
        pytest.param({"minutes": "9999"}, "加时最多 600 分钟", id="too much"),
        pytest.param({"minutes": "x"}, "加几分钟要填整数", id="no number"),
        pytest.param({"cause": "because"}, "请选原因", id="no cause"),
    ],
)
def test_time_that_cannot_be_granted_is_not(managing, make, trainee, fields, said):
    sent = {"person": str(trainee.pk), "factor": "125", "minutes": "0", "cause": "accommodation", **fields}

    response = managing.post(url("round-time", make([trainee]).pk), sent)

    assert response.status_code == 422
    assert said in text(response)
    assert not AllowanceGrant.objects.exists()


def test_pages_take_as_many_queries_for_many_as_for_few(managing, make, django_assert_max_num_queries):
    held = make(UserFactory.create_batch(30), forms=Forms.PERSONAL)
    CohortFactory(name="三组")
    managing.get(url("round", held.pk))

    with django_assert_max_num_queries(16):
        managing.get(url("round", held.pk))
