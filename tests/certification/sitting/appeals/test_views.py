"""The page on which a trainee appeals."""

import pytest
from django.urls import reverse

from certification.grading.domain import AppealKind
from certification.grading.models import Appeal
from tests.factories.attempts import start_mock
from tests.factories.grading import handed_in, marked, other_pickup
from tests.factories.people import UserFactory

HTMX = {"HX-Request": "true"}


@pytest.fixture
def one(trainee, edition):
    return marked(*handed_in(trainee, edition))


def url(one):
    return reverse("sitting:appeal", args=[one.attempt.pk, one.position])


def fields(one, **more):
    """The form as it comes, with what is changed in it."""
    case = one.content.case
    stated = {f"fact.{name}": value for name, value in case["facts"].items()}
    stated |= {f"event.{name}": value for name, value in case["events"].items()}
    return {"kind": "facts", **stated, "text": "", **more}


def test_the_page_offers_what_the_case_states(signed_in, one):
    page = signed_in.get(url(one)).content.decode()

    assert 'name="event.pickup_scan"' in page
    assert one.content.case["events"]["pickup_scan"] in page
    assert 'name="fact.goods"' in page
    assert "提交申诉" not in page


def test_the_ruling_leads_here(signed_in, one):
    ruling = signed_in.get(reverse("sitting:ruling", args=[one.attempt.pk, one.position])).content.decode()

    assert url(one) in ruling


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({}, "还没有改动", id="nothing"),
        pytest.param({"fact.goods": "fridge"}, "答案不变", id="does not matter"),
        pytest.param({"event.pickup_scan": "不清楚"}, "答案定不下来", id="open"),
        pytest.param({"event.pickup_scan": "前天"}, "案情不成立", id="cannot be"),
        pytest.param({"event.pickup_scan": ""}, "答案", id="not mentioned"),
    ],
)
def test_the_effect_is_shown_before_anything_is_sent(signed_in, one, changed, said):
    swap = signed_in.post(url(one), fields(one, **changed), headers=HTMX)

    assert swap.status_code == 200
    assert swap.content.decode().lstrip().startswith('<section id="appeal-outcome"')
    assert said in swap.content.decode()
    assert not Appeal.objects.exists()


def test_the_page_works_without_swaps_and_keeps_what_was_changed(signed_in, one):
    page = signed_in.post(url(one), fields(one, **{"event.pickup_scan": other_pickup(one), "go": "check"}))

    text = page.content.decode()
    assert "答案会变成" in text
    assert f'value="{other_pickup(one)}"' in text
    assert "提交申诉" in text


def test_a_disputed_reading_is_sent_and_shown_beside_the_ruling(signed_in, one):
    response = signed_in.post(
        url(one), fields(one, **{"event.pickup_scan": other_pickup(one), "go": "send", "text": "揽收另有记录"})
    )

    appeal = Appeal.objects.get()
    assert response.status_code == 302
    assert (appeal.kind, appeal.disputed) == (AppealKind.FACTS, {"events": {"pickup_scan": other_pickup(one)}})
    beside = signed_in.get(response["Location"]).content.decode()
    assert "等待答复" in beside
    assert "揽收另有记录" in beside
    assert url(one) not in beside


def test_a_report_needs_words(signed_in, one):
    empty = signed_in.post(url(one), {"kind": "report", "go": "send", "text": ""})
    sent = signed_in.post(url(one), {"kind": "report", "go": "send", "text": "题干有错字"})

    assert empty.status_code == 422
    assert "请写明这道题哪里有问题" in empty.content.decode()
    assert sent.status_code == 302
    assert Appeal.objects.get().kind == AppealKind.REPORT


def test_a_second_click_is_refused_and_writes_nothing(signed_in, one):
    sent = {"kind": "report", "go": "send", "text": "题干有错字"}
    signed_in.post(url(one), sent)

    again = signed_in.post(url(one), sent)

    assert again.status_code == 422
    assert "已经提过申诉" in again.content.decode()
    assert Appeal.objects.count() == 1


def test_nothing_can_be_appealed_before_hand_in(signed_in, trainee, edition):
    attempt = start_mock(trainee, edition)

    assert signed_in.get(reverse("sitting:appeal", args=[attempt.pk, 1])).status_code == 404


def test_somebody_elses_question_is_not_found(client, one):
    client.force_login(UserFactory(), backend="certification.people.backends.NameOrNumberBackend")

    assert client.get(url(one)).status_code == 404
    assert client.post(url(one), {"kind": "report", "go": "send", "text": "x"}).status_code == 404


def test_strangers_sign_in_first(client, one):
    assert reverse("people:sign-in") in client.get(url(one))["Location"]
