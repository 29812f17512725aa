"""The page of a publication, and rolling back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import api
from certification.publishing.drafts.content import fingerprint_of
from certification.publishing.drafts.domain import RunState
from certification.publishing.drafts.models import Publication
from certification.publishing.drafts.releasing import run_publication
from certification.publishing.drafts.services import publish
from tests.factories import NOON
from tests.factories.drafts import CHANGED, check
from tests.factories.later_edition import store_later_edition

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ROLL_BACK, EDITIONS = "/authoring/editions/roll-back/", "/corpus/editions/"


@pytest.fixture
def publication(draft, trainer, solver):
    check(draft)
    name = fingerprint_of(draft)
    return publish(draft.pk, label="试 2", why="平台改了时限", acknowledged=name, actor=trainer, now=timezone.now())


def page(client, publication, headers=None):
    return client.get(reverse("authoring:publication", args=[publication.pk]), headers=headers)


def test_the_page_tells_that_it_waits_and_survives_a_reload(author, publication):
    for _ in range(2):
        html = page(author, publication).content.decode()
        assert "已排队，等后台开始" in html
        assert 'hx-trigger="every 2s"' in html


def test_htmx_is_told_how_far_it_is(author, publication):
    now = timezone.now()
    Publication.objects.update(state=RunState.RUNNING, started_at=now, beat_at=now, done=21, total=42)

    html = page(author, publication, HTMX).content.decode()

    assert html.lstrip().startswith('<section id="publication-run"')
    assert "已按新版本推导 21 题" in html
    assert 'width="50"' in html


def test_once_it_is_done_the_page_loads_anew_and_leads_to_the_reviews(author, publication):
    run_publication(publication.pk, clock=lambda: timezone.now() + timedelta(days=999))

    assert page(author, publication, HTMX).headers["HX-Refresh"] == "true"
    html = page(author, publication).content.decode()
    assert "试 2 已经生效" in html
    assert "有 2 道题要复核" in html
    assert reverse("authoring:review-queue") in html
    assert "正在进行的场次和已经开始的答卷不变" in html


def test_a_failure_says_that_nothing_has_changed_and_why(author, publication):
    Publication.objects.update(state=RunState.FAILED, finished_at=NOON, error="磁盘满了")

    html = page(author, publication).content.decode()

    assert "规则库、题库和草稿都没有改动" in html
    assert "磁盘满了" in html


def test_one_whose_process_died_can_be_tried_again(author, publication):
    Publication.objects.update(state=RunState.RUNNING, started_at=NOON, beat_at=NOON)

    assert "可以再发布一次" in page(author, publication).content.decode()


def test_the_list_of_editions_tells_why_and_what(author, publication):
    run_publication(publication.pk, clock=lambda: timezone.now() + timedelta(days=999))

    html = author.get(EDITIONS).content.decode()

    assert "平台改了时限" in html
    assert f"改动 {CHANGED}" in html
    assert html.count("恢复这一版的内容") == 1


def test_trainees_see_why_but_not_how_to_roll_back(signed_in, publication):
    run_publication(publication.pk, clock=lambda: timezone.now() + timedelta(days=999))

    html = signed_in.get(EDITIONS).content.decode()

    assert "平台改了时限" in html
    assert "恢复这一版的内容" not in html


def test_rolling_back_is_previewed_and_then_asked_for(author, edition, trainer):
    newer = store_later_edition()
    html = author.get(ROLL_BACK, {"edition": edition.id}).content.decode()
    assert "恢复 试 1 的内容" in html
    assert "会动到什么" in html
    assert api.current_edition_id() == newer.id

    sent = {"edition": edition.id, "label": "试 3", "why": "改错了"}
    response = author.post(ROLL_BACK, sent)
    assert response.status_code == 422
    assert "请先看受影响的题" in response.content.decode()
    assert "改错了" in response.content.decode()

    response = author.post(ROLL_BACK, {**sent, "acknowledged": "yes"})
    found = Publication.objects.get()
    assert response.url == reverse("authoring:publication", args=[found.pk])
    assert (found.content_of, found.base) == (edition.id, newer.id)


def test_the_edition_in_force_cannot_be_rolled_back_to(author, edition):
    response = author.get(ROLL_BACK, {"edition": edition.id})

    assert response.status_code == 409
    assert "这就是现行的版本" in response.content.decode()


def test_an_edition_that_is_not_there_is_not_found(author, edition):
    assert author.get(ROLL_BACK, {"edition": "sha256:none"}).status_code == 404


def test_only_trainers_roll_back(client, manager, edition):
    client.force_login(manager, backend="certification.people.backends.NameOrNumberBackend")

    assert client.get(ROLL_BACK, {"edition": edition.id}).status_code == 403
