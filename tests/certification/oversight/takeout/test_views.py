"""全部数据: asked for, followed, taken along, thrown away; by managers alone."""

import io
import zipfile

import pytest
from django.urls import reverse

from certification.exchange.everything.checking import troubles_in
from certification.exchange.everything.models import Takeout, TakeoutState
from certification.exchange.everything.services import write_takeout
from tests.factories import NOON
from tests.factories.people import UserFactory

BACKEND = "certification.people.backends.NameOrNumberBackend"
PAGE = "oversight:takeouts"


@pytest.fixture
def page(client, db):
    client.force_login(UserFactory(manager=True), backend=BACKEND)
    return client


@pytest.fixture
def asked(page):
    page.post(reverse(PAGE))
    return Takeout.objects.get()


def test_asking_puts_it_in_the_queue_and_the_page_follows_it(page, asked):
    text = page.get(reverse(PAGE)).content.decode()
    assert "已排队" in text
    Takeout.objects.update(state=TakeoutState.RUNNING, beat_at=asked.made_at, done=5, total=10, step="attempts.jsonl")

    told = page.get(reverse(PAGE), headers={"HX-Request": "true"})

    assert "约 10 条，已写 5 条（attempts.jsonl）" in told.content.decode()
    assert 'width="50"' in told.content.decode()


def test_a_second_one_is_refused_meanwhile(page, asked):
    response = page.post(reverse(PAGE), {"names": "on"})

    assert response.status_code == 409
    assert "已经有一份在导出" in response.content.decode()


def test_the_file_comes_whole_and_can_be_thrown_away(page, asked, edition):
    write_takeout(asked.pk, edition=edition, clock=lambda: NOON)
    assert page.get(reverse(PAGE), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "questions.jsonl" in page.get(reverse(PAGE)).content.decode()

    response = page.get(reverse("oversight:takeout-download", args=[asked.pk]))
    data = b"".join(response.streaming_content)

    assert int(response.headers["Content-Length"]) == len(data)
    assert list(troubles_in(io.BytesIO(data))) == []
    assert b"display_name" not in zipfile.ZipFile(io.BytesIO(data)).read("people.jsonl")
    page.post(reverse("oversight:takeout-discard", args=[asked.pk]))
    assert page.get(reverse("oversight:takeout-download", args=[asked.pk])).status_code == 404


def test_an_unfinished_one_is_no_file_and_a_failed_one_is_told(page, asked):
    assert page.get(reverse("oversight:takeout-download", args=[asked.pk])).status_code == 404
    Takeout.objects.update(state=TakeoutState.FAILED, finished_at=NOON, error="OSError: disk full")

    text = page.get(reverse(PAGE)).content.decode()

    assert "没有导完" in text
    assert "disk full" in text


@pytest.mark.parametrize("fields", [{"trainer": True}, {}, {"operator": True}])
def test_only_managers_get_there(client, db, fields):
    client.force_login(UserFactory(**fields), backend=BACKEND)

    assert client.get(reverse(PAGE)).status_code == 403
    assert client.post(reverse(PAGE)).status_code == 403
