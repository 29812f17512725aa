"""The pages of the editions: the list, and two side by side."""

import pytest

from cases.editions.store import store_edition
from certification.sitting.corpus import editions
from tests.factories import NOON
from tests.factories.rulebook import content, store_rulebook

HTMX = {"HX-Request": "true"}
LIST, COMPARE = "/corpus/editions/", "/corpus/editions/compare/"


@pytest.fixture
def pair(db) -> dict[str, str]:
    """Two stored editions: a text changed, a rule gone, a fact renamed."""
    old = store_rulebook(at=NOON.replace(year=2025)).id
    raw = content()
    rules = raw["books"]["taobao"]["ship"]["rules"]
    rules.pop()
    rules[0]["text"] = rules[0]["text"].replace("揽收记录", "首条揽收记录")
    raw["vocabulary"]["facts"][0]["label"] = "主张"
    new, _ = store_edition(raw, label="2025.2", now=NOON)
    return {"old": old, "new": new}


def page(client, url, data=None, **more) -> str:
    response = client.get(url, data, **more)
    assert response.status_code == 200
    return response.content.decode()


def test_editions_are_listed_with_the_current_one_marked(signed_in, pair):
    html = page(signed_in, LIST)

    assert html.index("2025.2") < html.index("2025.1")
    first, second = html.split('class="edition-name"')[1:]
    assert "当前" in first
    assert "当前" not in second
    assert "7 条（含各版本）" in html
    assert f"?old={pair['old'].replace(':', '%3A')}&amp;new={pair['new'].replace(':', '%3A')}" in html


def test_a_single_edition_has_nothing_to_be_compared_with(signed_in, rulebook):
    assert "比较" not in page(signed_in, LIST)


def test_changed_texts_are_marked(signed_in, pair):
    html = page(signed_in, COMPARE, pair)

    assert "以<ins>首条</ins>揽收记录为准" in html
    assert "SHIP-AGREED-01" not in html[html.index('id="edition-comparison-changes"') :]


def test_what_was_removed_has_a_tab(signed_in, pair):
    html = page(signed_in, COMPARE, {**pair, "show": "removed"})

    assert "删去 1" in html
    assert "SHIP-AGREED-01" in html
    assert "/corpus/SHIP-AGREED-01/" not in html


def test_words_have_a_tab(signed_in, pair):
    html = page(signed_in, COMPARE, {**pair, "show": "words"})

    assert "claim_type" in html
    assert "<del>买家的</del>主张" in html


def test_an_empty_tab_says_so(signed_in, pair):
    assert "这一类没有差异" in page(signed_in, COMPARE, {**pair, "show": "added"})


def test_an_edition_with_itself_is_the_same(signed_in, pair):
    assert "两个版本的内容相同" in page(signed_in, COMPARE, {"old": pair["old"], "new": pair["old"]})


def test_an_edition_in_another_order_says_so(signed_in, pair):
    raw = content()
    raw["books"]["taobao"]["ship"]["rules"].reverse()
    turned, _ = store_edition(raw, label="2025.3", now=NOON)

    assert "只有条目的次序不同" in page(signed_in, COMPARE, {"old": pair["old"], "new": turned})


def test_a_tab_swaps_the_changes_alone(signed_in, pair):
    html = page(signed_in, COMPARE, pair, headers=HTMX)

    assert html.lstrip().startswith('<section id="edition-comparison-changes"')


def test_many_changes_have_pages(signed_in, pair, monkeypatch):
    monkeypatch.setattr(editions, "PER_PAGE", 1)
    raw = content()
    for rule in raw["books"]["taobao"]["ship"]["rules"]:
        rule["title"] += "（改）"
    new, _ = store_edition(raw, label="2025.3", now=NOON)

    html = page(signed_in, COMPARE, {"old": pair["old"], "new": new, "page": "2"})

    assert "SHIP-AGREED-01" in html[html.index('id="edition-comparison-changes"') :]
    assert "&amp;show=changed&amp;page=1" in html


@pytest.mark.parametrize("data", [{}, {"old": "sha256:none", "new": "sha256:none"}])
def test_unknown_editions_are_not_found(signed_in, pair, data):
    assert signed_in.get(COMPARE, data).status_code == 404


@pytest.mark.parametrize("url", [LIST, COMPARE])
def test_a_stranger_is_sent_to_sign_in(client, pair, url):
    assert client.get(url, pair).status_code == 302


def test_the_list_asks_the_database_little(signed_in, pair, django_assert_max_num_queries):
    page(signed_in, LIST)  # the edition is read once a process
    with django_assert_max_num_queries(8):
        page(signed_in, LIST)


def test_a_rule_tells_which_editions_touched_it(signed_in, pair):
    html = page(signed_in, "/corpus/SHIP-48H-01/")

    history = html.split("在历次规则库里")[1].split("</ul>")[0]
    assert history.index("改动") < history.index("新增")
    assert "show=changed" in history


def test_a_rule_that_was_never_touched_tells_no_history(signed_in, rulebook):
    assert "在历次规则库里" not in page(signed_in, "/corpus/SHIP-48H-01/")


@pytest.mark.parametrize("show", ["removed", "words", "changed"])
def test_no_edition_is_built_for_what_is_shown_as_it_is_written(signed_in, pair, monkeypatch, show):
    built = []
    monkeypatch.setattr(editions, "_built", built.append)

    page(signed_in, COMPARE, {**pair, "show": show})

    assert built == []


def test_changed_conditions_are_told_in_sentences(signed_in, pair):
    raw = content()
    raw["books"]["taobao"]["ship"]["rules"][0]["when"] = ["has(paid)"]
    new, _ = store_edition(raw, label="2025.3", now=NOON)

    html = page(signed_in, COMPARE, {"old": pair["old"], "new": new})

    assert "has(" not in html[html.index('id="edition-comparison-changes"') :]
