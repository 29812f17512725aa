"""The queue of appeals and the page that answers one."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from certification.grading.appeals import raise_appeal
from certification.grading.domain import AppealKind
from certification.people.models import Notice
from tests.factories.attempts import LATER
from tests.factories.grading import handed_in, marked, other_pickup
from tests.factories.people import UserFactory

QUEUE = "authoring:appeals"


@pytest.fixture
def one(trainee, edition):
    return marked(*handed_in(trainee, edition))


@pytest.fixture
def appeal(one):
    disputed = {"events": {"pickup_scan": other_pickup(one)}}
    return raise_appeal(one, kind=AppealKind.FACTS, disputed=disputed, text="揽收另有记录", now=LATER)


def url(appeal):
    return reverse("authoring:appeal", args=[appeal.pk])


def test_an_empty_queue_says_so(author):
    assert "没有等待答复的申诉" in author.get(reverse(QUEUE)).content.decode()


def test_who_waits_longest_comes_first(author, appeal, edition):
    late = marked(*handed_in(UserFactory(display_name="后来的"), edition))
    raise_appeal(late, kind=AppealKind.REPORT, disputed={}, text="有错字", now=LATER + timedelta(hours=1))

    page = author.get(reverse(QUEUE)).content.decode()

    assert page.index("林晓雯") < page.index("后来的")
    assert "等待答复 2" in page


def test_the_page_decides_both_readings(author, appeal, one):
    page = author.get(url(appeal)).content.decode()

    assert "揽收另有记录" in page
    assert "按题目写的" in page
    assert "按学员读的" in page
    assert "答案会变成" in page
    assert f"会得 {one.out_of // 100} 分" in page
    assert one.derivation.rules[0] in page


def test_an_answer_reaches_the_trainee_and_offers_a_regrade(author, appeal, trainee):
    response = author.post(url(appeal), {"outcome": "upheld", "answer": "你说得对"})

    assert response["Location"] == url(appeal)
    assert Notice.objects.get().person == trainee
    page = author.get(url(appeal)).content.decode()
    assert f"{reverse('authoring:regrade-new')}?appeal={appeal.pk}" in page
    assert "已答复" in author.get(reverse(QUEUE)).content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        pytest.param({"answer": "好"}, "请先选结果", id="no outcome"),
        pytest.param({"outcome": "noted", "answer": " "}, "请写答复", id="no words"),
        pytest.param({"outcome": "perhaps", "answer": "好"}, "请先选结果", id="no such outcome"),
    ],
)
def test_half_an_answer_is_refused_and_kept(author, appeal, sent, said):
    response = author.post(url(appeal), sent)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert sent["answer"].strip() in response.content.decode()
    assert not Notice.objects.exists()


def test_an_answered_appeal_is_not_answered_again(author, appeal):
    author.post(url(appeal), {"outcome": "rejected", "answer": "没有错"})

    assert author.post(url(appeal), {"outcome": "upheld", "answer": "有错"}).status_code == 422
    assert Notice.objects.count() == 1


def test_a_trainer_does_not_answer_their_own(client, appeal, trainee):
    trainee.is_trainer = True
    trainee.save(update_fields=["is_trainer"])
    client.force_login(trainee, backend="certification.people.backends.NameOrNumberBackend")

    assert "请另一位培训师答复" in client.get(url(appeal)).content.decode()
    assert client.post(url(appeal), {"outcome": "upheld", "answer": "我对"}).status_code == 422


def test_an_unknown_appeal_is_not_found(author):
    assert author.get(reverse("authoring:appeal", args=[uuid.uuid4()])).status_code == 404


def test_trainees_stay_out(signed_in, appeal):
    assert signed_in.get(reverse(QUEUE)).status_code == 403
    assert signed_in.get(url(appeal)).status_code == 403
    assert signed_in.post(url(appeal), {"outcome": "upheld", "answer": "我对"}).status_code == 403


def test_strangers_sign_in_first(client, appeal):
    assert reverse("people:sign-in") in client.get(reverse(QUEUE))["Location"]
    assert reverse("people:sign-in") in client.get(url(appeal))["Location"]
