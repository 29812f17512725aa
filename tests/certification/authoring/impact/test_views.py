"""The page 影响: choose two editions, see what moves."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from cases.api import Difference
from certification.authoring.impact import views
from certification.publishing.impact import reading
from certification.publishing.impact.meaning import Meaning
from tests.certification.publishing.impact.test_past import sat
from tests.factories.bank import make_bank
from tests.factories.later_edition import CHANGED, LOST, store_later_edition

HTMX = {"HX-Request": "true"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def editions(db):
    edition, _report = make_bank()
    return edition, store_later_edition()


def ask(client, *editions, headers=None, **query):
    chosen = dict(zip(("old", "new"), (one.id for one in editions), strict=False))
    return client.get(reverse("authoring:impact"), {**chosen, **query}, headers=headers)


def page(client, *editions, **rest) -> str:
    response = ask(client, *editions, **rest)
    assert response.status_code == 200
    return response.content.decode()


def test_without_a_choice_the_newest_is_compared_with_the_one_before(author, editions):
    html = page(author)

    assert "把 试 1 换成 试 2" in html
    assert TOKEN.sub("", html) == TOKEN.sub("", page(author, *editions))


def test_both_keys_stand_side_by_side_with_what_decided(author, editions):
    html = page(author, *editions)

    assert "T-00A" in html
    assert "<s>A</s>" in html
    assert "构成迟延（依据" in html
    assert f'<span class="rule-ref">{CHANGED}</span>' in html


def test_each_kind_of_effect_has_its_own_list(author, editions):
    html = page(author, *editions, show="blocked")

    assert "T-03A" in html
    assert "T-00A" not in html
    assert LOST in html


def test_htmx_gets_the_list_alone(author, editions):
    html = page(author, *editions, show="blocked", headers=HTMX)

    assert html.lstrip().startswith('<section id="impact-items"')


def test_who_would_gain_or_lose_is_asked_for_apart(author, trainee, editions):
    sat(trainee, editions[0])
    assert "林晓雯" not in page(author, *editions)

    for headers in (None, HTMX):
        html = page(author, *editions, see="past", headers=headers)
        assert "已交的" in html


def test_what_the_solver_finds_is_told_with_a_case(author, editions, monkeypatch):
    found = Difference(
        "late_ship_1", "law+taobao", {"stack": {"platform": "taobao"}, "as_of": "2025-09-01"}, ("付款后 50 小时揽收",),
        "decided", "gap", True, None, ("OLD",), (),
    )  # fmt: skip
    monkeypatch.setattr(views, "read_meaning", lambda old, new, *, now: Meaning((found,)))

    html = page(author, *editions, see="meaning", headers=HTMX)

    assert "构成迟延 → <strong>没有规则可用</strong>" in html
    assert "付款后 50 小时揽收" in html
    assert "试一案" in html


def test_no_difference_in_meaning_is_said(author, editions, monkeypatch):
    monkeypatch.setattr(views, "read_meaning", lambda old, new, *, now: Meaning(()))

    assert "没有一个案情会判得不同" in page(author, *editions, see="meaning")


def have_compared(client, *editions):
    return client.post(reverse("authoring:impact"), {"old": editions[0].id, "new": editions[1].id})


def test_looking_at_the_page_asks_the_solver_for_nothing(author, editions):
    for query in ({}, {"see": "meaning"}, {"see": "meaning", "again": "1"}):
        assert "让求解器比对" in page(author, *editions, **query)

    assert DBTaskResult.objects.count() == 0


def test_the_page_waits_for_the_solver_and_never_runs_it(author, editions):
    response = have_compared(author, *editions)

    assert response.status_code == 302
    assert DBTaskResult.objects.count() == 1
    html = author.get(response.url.partition("#")[0]).content.decode()
    assert "正在后台比对" in html
    assert 'hx-trigger="every 3s"' in html


def test_asking_takes_a_token(author, editions):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = author.cookies

    assert have_compared(strict, *editions).status_code == 403
    assert DBTaskResult.objects.count() == 0


def test_a_solver_that_fails_is_told_and_can_be_asked_again(author, editions, monkeypatch):
    monkeypatch.setattr(views, "read_meaning", lambda old, new, *, now: Meaning(has_failed=True))

    html = page(author, *editions, see="meaning")

    assert "求解器没有算完" in html
    assert '<button class="btn btn-s" type="submit">再算一次</button>' in html


def test_an_unknown_edition_is_not_compared(author, editions):
    response = author.post(reverse("authoring:impact"), {"old": editions[0].id, "new": "sha256:none"})

    assert response.status_code == 404
    assert DBTaskResult.objects.count() == 0


def test_the_same_edition_twice_changes_nothing(author, editions):
    assert "选的是同一个版本" in page(author, editions[0], editions[0])


def test_nothing_affected_is_said(author, editions, monkeypatch):
    monkeypatch.setattr(reading, "asked_in_bank", tuple)
    reading._measured.cache_clear()

    assert "没有一道题受影响" in page(author, *editions)
    reading._measured.cache_clear()


def test_one_edition_has_nothing_to_be_compared_with(author, db):
    make_bank()

    assert "还只有一个版本" in page(author)


def test_an_unknown_edition_is_told_with_what_to_do(author, editions):
    response = author.get(reverse("authoring:impact"), {"old": editions[0].id, "new": "sha256:none"})

    assert response.status_code == 404
    assert "没有这个版本" in response.content.decode()


def test_a_trainee_is_kept_out(signed_in, editions):
    assert ask(signed_in, *editions).status_code == 403
