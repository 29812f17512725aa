"""The page 体检."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext
from django_tasks_db.models import DBTaskResult

from cases.api import Finding, begin_verification, fail_verification, note_progress
from cases.editions.store import store_edition
from certification.core.case_links import unpack_case
from certification.publishing.checkup.services import request_checkup
from tests.certification.authoring.checkup.conftest import CONFLICT, DEAD, MEANT, TIMEOUT, UNMEANT
from tests.factories import NOON
from tests.factories.people import UserFactory
from tests.factories.rulebook import LATE_BY_OLD_COUNT, content

URL = "/authoring/checkup/"
HTMX = {"HX-Request": "true"}
BACKEND = "certification.people.backends.NameOrNumberBackend"


def page(client, url=URL, **more) -> str:
    return re.sub(r"\s+", " ", client.get(url, **more).content.decode())


def verdict(html: str) -> str:
    found = re.search(r'<h2 id="checkup-verdict-h" class="verdict tone-(\w+)">(.*?)</h2>', html)
    assert found
    return f"{found[1]} {found[2]}"


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("operator", 200), ("is_trainee", 403)])
def test_who_sees_it(client, edition, role, status):
    client.force_login(UserFactory(**{role: True}), backend=BACKEND)

    assert client.get(URL).status_code == client.post(URL, follow=True).status_code == status


def test_a_stranger_is_sent_to_sign_in(client, edition):
    assert client.get(URL).status_code == 302


def test_before_the_first_run_it_says_so_and_offers_one(author, edition):
    html = page(author)

    assert "还没有体检过" in html
    assert "开始体检" in html
    assert "checkup-verdict" not in html


def test_the_button_starts_one_run_however_often_it_is_pressed(author, edition):
    for _press in range(2):
        assert author.post(URL).url == URL

    assert DBTaskResult.objects.count() == 1
    html = page(author)
    assert "已排队" in html
    assert "开始体检" not in html


def test_a_run_shows_how_far_it_is(author, edition):
    run = request_checkup(edition.id, actor_id=None, now=timezone.now())
    begin_verification(run.id, now=timezone.now())
    assert "正在读规则" in page(author)

    note_progress(run.id, done=1, total=4, step="law", now=timezone.now())
    html = page(author, headers=HTMX)

    assert html.strip().startswith('<section id="checkup-run"')
    assert "4 种规则组合，已核对 1 种" in html
    assert '<rect width="25"' in html
    assert 'hx-trigger="every 2s"' in html


def test_when_the_run_has_ended_the_page_loads_anew(author, edition, found):
    found()

    assert author.get(URL, headers=HTMX)["HX-Refresh"] == "true"


def test_a_run_whose_worker_died_is_seen_as_interrupted(author, edition):
    run = request_checkup(edition.id, actor_id=None, now=NOON)
    begin_verification(run.id, now=timezone.now() - timedelta(minutes=5))

    html = page(author)

    assert "上一次体检中断了" in html
    assert "开始体检" in html
    assert "every 2s" not in html


def test_a_run_that_failed_says_why(author, edition):
    run = request_checkup(edition.id, actor_id=None, now=timezone.now())
    begin_verification(run.id, now=timezone.now())
    fail_verification(run.id, "求解器不见了", now=timezone.now())

    assert "没有做完：出了错" in page(author)
    assert "求解器不见了" in page(author)


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({}, "good 没有冲突"),
        ({"conflicts": (CONFLICT, CONFLICT)}, "seal 有 2 处冲突"),
        ({"timeouts": (TIMEOUT,)}, "warn 没有发现冲突，但有 1 处未能判定"),
    ],
)
def test_the_headline_says_it_in_a_few_words(author, found, lists, said):
    found(**lists)

    assert verdict(page(author)) == said


def test_it_says_when_and_how_it_was_measured(author, found):
    found()

    assert "规则库 2025.1，2026-09-18 12:00 测得，用时 3.2 秒，共问求解器 1234 次" in page(author)


def test_a_time_out_takes_back_what_else_would_be_claimed(author, found):
    found()
    assert "同时适用的规则都不打架" in page(author)

    found(timeouts=(TIMEOUT,))
    html = page(author)
    assert "同时适用的规则都不打架" not in html
    assert "没有发现冲突，但有未能判定的问题" in html
    assert "未能判定：是否还有冲突" in html


def test_a_conflict_names_its_rules_its_case_and_where_to_try_it(author, found):
    found(conflicts=(CONFLICT,))
    html = page(author)

    assert "处理 · 法律法规 + 淘宝" in html
    assert html.count('href="/corpus/7D-RIGHT-01/"') == 1
    assert "（七天无理由退货）与" in html
    assert "买家主张七天无理由；商品是定作的。" in html
    token = re.search(r"/try/\?case=([\w-]+)", html)
    assert token
    assert unpack_case(token[1]) == LATE_BY_OLD_COUNT


def test_gaps_without_a_reason_come_first_and_those_meant_are_counted(author, found):
    found(gaps=(MEANT, UNMEANT))
    html = page(author)

    assert html.index("“七天期限”没有规则适用") < html.index("“处理”没有规则适用")
    assert "留给双方协商" in html
    assert "1 处有意" in html


def test_gaps_that_are_all_meant_are_no_alarm(author, found):
    found(gaps=(MEANT,))

    assert '<dd>1<span class="small muted">1 处有意</span></dd>' in page(author)


def test_a_rule_that_is_gone_is_named_but_no_link(author, found):
    found(dead=(DEAD,))
    html = page(author)

    assert '<span class="rule-ref">GONE-01</span>' in html
    assert "/corpus/GONE-01/" not in html
    assert "总被 7D-RIGHT-01 盖过" in html


def test_claims_are_proved_or_refuted_or_left_open(author, found):
    claim = "没有一家店的店规使买家低于强制性法律"
    found()
    assert claim in page(author)

    worse = Finding("invariant", "law+taobao+demo", "verdict", (), "店规使买家低于法律。", reason="shop-floor")
    found(invariants=(worse,))
    html = page(author)
    assert claim not in html
    assert "店规使买家低于法律。" in html
    assert "shop-floor" not in html

    found(timeouts=(Finding("timeout", "law", "verdict", (), "未能判定：店规会不会使买家低于强制性法律。"),))
    assert claim not in page(author)


def test_what_is_left_open_is_not_proved_whatever_the_language(author, found):
    author.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        claim = escape(gettext("没有一家店的店规使买家低于强制性法律"))
    found()
    assert claim in page(author)

    found(timeouts=(Finding("timeout", "law", "verdict", (), "未能判定：店规会不会使买家低于强制性法律。"),))
    assert claim not in page(author)


def test_rules_that_no_question_tests_are_listed_by_topic(author, found):
    found(untested=("7D-EXCL-01",))
    html = page(author)

    assert '<h3 class="finding-place">七天无理由</h3>' in html
    assert "定作的商品不适用七天无理由" in html


def test_long_lists_are_cut_and_paged(author, found):
    found(gaps=(UNMEANT,) * 60)

    html = page(author)
    assert html.count("“七天期限”没有规则适用") == 8
    assert "看全部 60 处" in html
    whole = page(author, f"{URL}?show=gaps&page=2")
    assert whole.count("“七天期限”没有规则适用") == 10
    assert "第 2 页，共 2 页" in whole
    assert "page=1" in whole


def test_a_kind_that_does_not_exist_shows_everything(author, found):
    found(conflicts=(CONFLICT,))

    assert "checkup-section-conflicts" in page(author, f"{URL}?show=nonsense")


def test_the_result_of_an_older_edition_is_shown_as_such(author, edition, found):
    found()
    newer = content()
    newer["books"]["law"]["no_reason"]["rules"].pop()
    name, _ = store_edition(newer, label="2026.2", now=NOON + timedelta(days=1))

    html = page(author)

    assert f"这是旧版本的结果。现行的是 2026.2（{name[7:15]}）" in html
    assert "规则库 2025.1，2026-09-18 12:00 测得" in html
