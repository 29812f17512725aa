"""The index of the corpus and the pages of rules."""

import pytest
from django.urls import reverse

from certification.bank.models import Question
from certification.core.case_links import unpack_case
from certification.sitting.corpus import views
from certification.sitting.corpus.pages import questions_of
from tests.factories.bank import make_bank

HTMX = {"HX-Request": "true"}
INDEX = "/corpus/"


def page(client, url, **more):
    return client.get(url, **more).content.decode()


def test_index_lists_every_rule_with_its_count(signed_in, rulebook):
    html = page(signed_in, INDEX)

    assert "共 6 条" in html
    for code in rulebook.families:
        assert f"/corpus/{code}/" in html


def test_swap_answers_with_the_results_alone(signed_in, rulebook):
    response = signed_in.get(INDEX, {"q": "签收"}, headers=HTMX)

    assert response.content.decode().lstrip().startswith('<div id="corpus-results"')
    assert response["Vary"] == "HX-Request, Cookie" or "HX-Request" in response["Vary"]


def test_swap_brings_the_numbers_of_the_filters_along(signed_in, rulebook):
    html = page(signed_in, f"{INDEX}?topic=ship", headers=HTMX)

    assert '<div id="corpus-filters" class="corpus-filters" hx-swap-oob="true">' in html
    assert "淘宝（2）" in html
    assert "hx-swap-oob" not in page(signed_in, f"{INDEX}?topic=ship")


def test_boosted_navigation_gets_the_page(signed_in, rulebook):
    assert "<html" in page(signed_in, INDEX, headers={**HTMX, "HX-Boosted": "true"})


def test_search_works_as_a_plain_form(signed_in, rulebook):
    html = page(signed_in, f"{INDEX}?q=签收")

    assert "7D-TIME-01" in html
    assert "DEF-COD-01" not in html
    assert 'value="签收"' in html


def test_nothing_found_says_what_would_be(signed_in, rulebook):
    html = page(signed_in, f"{INDEX}?q=揽收鲜果园林树")

    assert "没有找到“揽收鲜果园林树”" in html
    assert "?q=%E6%8F%BD%E6%94%B6" in html


def test_filters_without_a_match_say_so(signed_in, rulebook):
    assert "没有符合条件的规则" in page(signed_in, f"{INDEX}?topic=freight&kind=fallback")


def test_chosen_filters_stay_chosen(signed_in, rulebook):
    assert '<option value="freight" selected>' in page(signed_in, f"{INDEX}?topic=freight")


def test_date_that_is_none_is_refused_with_the_rest_kept(signed_in, rulebook):
    response = signed_in.get(INDEX, {"on": "昨天", "topic": "ship"})

    assert response.status_code == 422
    assert "“昨天”不是日期" in response.content.decode()
    assert 'value="昨天"' in response.content.decode()
    assert "SHIP-48H-01" in response.content.decode()


def test_rule_page_shows_clause_source_and_dates(signed_in, rulebook):
    html = page(signed_in, "/corpus/7D-TIME-01/")

    assert '<p class="clause">七日期限自签收次日零时起算' in html
    assert "《网络购买商品七日无理由退货暂行办法》第10条" in html
    assert "2017-03-15 起" in html
    assert "现行" in html


def test_old_version_stands_apart(signed_in, rulebook):
    html = page(signed_in, "/corpus/7D-TIME-01/")

    assert "有准确签收时刻的" in html[html.index('id="rule-versions"') :]
    assert "2017-03-15 以前" in html


def test_conditions_are_told_in_sentences(signed_in, rulebook):
    html = page(signed_in, "/corpus/7D-EXCL-01/")

    conditions = html[html.index('id="rule-conditions"') :]
    assert "商品是定作的" in conditions
    assert "不支持买家退货。" in conditions


def test_cited_rule_has_neither_conditions_nor_examples(signed_in, rulebook):
    html = page(signed_in, "/corpus/DEF-COD-01/")

    assert 'id="rule-conditions"' not in html
    assert 'id="rule-examples"' not in html


def test_relations_are_told_from_both_sides(signed_in, rulebook):
    assert "优先于 1 条" in page(signed_in, "/corpus/7D-EXCL-01/")
    assert "让位于 1 条" in page(signed_in, "/corpus/7D-RIGHT-01/")


def test_relations_are_drawn_wide_and_tall_with_links(signed_in, rulebook):
    html = page(signed_in, "/corpus/7D-EXCL-01/")

    for shape in ("wide", "tall"):
        drawing = html.split(f'<svg id="rule-graph-{shape}"')[1].split("</svg>")[0]
        assert '<a href="/corpus/7D-RIGHT-01/" tabindex="-1">' in drawing
    words = html.split('id="rule-relation-list-losers"')[1].split("</ul>")[0]
    assert '<a href="/corpus/7D-RIGHT-01/">' in words


def test_a_rule_that_stands_alone_has_no_drawing(signed_in, rulebook):
    assert "rule-graph" not in page(signed_in, "/corpus/7D-TIME-01/")


def test_a_day_shows_the_version_that_governed_and_why(signed_in, rulebook):
    html = page(signed_in, "/corpus/7D-TIME-01/?on=2016-08-01")

    assert '<p class="clause">有准确签收时刻的' in html
    assert "签收在 2016-08-01 的案子适用这一版" in html
    assert "2016-08-01 有效的版本" in html
    assert 'type="date" value="2016-08-01"' in html


def test_a_day_without_a_version_says_so(signed_in, rulebook):
    html = page(signed_in, "/corpus/SHIP-48H-01/?on=2010-08-01")

    assert "2010-08-01 没有有效的版本" in html
    assert "2010-08-01 还没有这条规则" in html


def test_a_day_that_is_none_is_refused_and_today_is_shown(signed_in, rulebook):
    response = signed_in.get("/corpus/7D-TIME-01/", {"on": "2016-02-30"})

    assert response.status_code == 422
    assert "“2016-02-30”不是日期" in response.content.decode()
    assert '<p class="clause">七日期限' in response.content.decode()


def test_a_day_swaps_the_body_alone(signed_in, rulebook):
    html = page(signed_in, "/corpus/7D-TIME-01/?on=2016-08-01", headers=HTMX)

    assert html.startswith('<div id="rule-body"')


def test_index_on_a_day_shows_the_versions_of_that_day(signed_in, rulebook):
    html = page(signed_in, f"{INDEX}?on=2016-08-01&topic=no_reason")

    assert "自签收时刻起满 168 小时为七日" in html
    assert "当日有效" in html
    assert 'href="/corpus/7D-TIME-01/?on=2016-08-01"' in html


def test_a_long_index_has_pages_that_keep_the_filters(signed_in, rulebook, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 2)

    first = page(signed_in, f"{INDEX}?on=2025-01-01")
    second = page(signed_in, f"{INDEX}?on=2025-01-01&page=2")

    assert "第 1 页，共 2 页" in first
    assert 'href="?on=2025-01-01&amp;page=2"' in first
    codes = [{code for code in rulebook.families if f"/corpus/{code}/" in html} for html in (first, second)]
    assert len(codes[0]) == len(codes[1]) == 2
    assert not codes[0] & codes[1]


def test_a_page_beyond_the_last_is_the_last(signed_in, rulebook):
    assert signed_in.get(f"{INDEX}?page=99").status_code == 200


def test_misreadings_and_facts_stand_in_the_margin(signed_in, rulebook):
    html = page(signed_in, "/corpus/SHIP-48H-01/")

    assert "误把后台点击发货当作发货" in html
    assert "<code>pickup_scan</code>" in html


def test_example_opens_in_a_trial(signed_in, rulebook):
    html = page(signed_in, "/corpus/SHIP-48H-01/")
    token = html.split("/try/?case=")[1].split('"')[0]

    case = unpack_case(token)
    assert case["events"]["pickup_scan"] == "2025-08-16 10:20"
    assert case["stack"] == {"platform": "taobao"}


@pytest.mark.parametrize(
    ("code", "badge"), [("SHIP-AGREED-01", "尚未施行"), ("DEF-COD-01", "已失效"), ("7D-EXCL-01", "现行")]
)
def test_badge_says_whether_a_rule_holds_today(signed_in, rulebook, code, badge):
    assert badge in page(signed_in, f"/corpus/{code}/")


def test_unknown_code_names_the_three_closest(signed_in, rulebook):
    response = signed_in.get("/corpus/SHIP-48/")

    assert response.status_code == 404
    assert response.content.decode().count('class="rule-ref"') == 3
    assert "/corpus/SHIP-48H-01/" in response.content.decode()


def test_code_is_escaped(signed_in, rulebook):
    html = page(signed_in, "/corpus/%3Cscript%3E/")

    assert "<script>" not in html


def test_rule_counts_its_questions_and_shows_no_key(signed_in, db):
    edition, _report = make_bank()
    code = next(iter(edition.families))

    html = page(signed_in, f"/corpus/{code}/")

    assert "题库里有 2 道题靠它定结论" in html
    assert "看其中 2 道" in html
    assert "得对" not in html


def test_rule_without_questions_says_so(signed_in, rulebook):
    assert "还没有靠它定结论的题" in page(signed_in, "/corpus/7D-TIME-01/")


def test_stems_that_a_running_mock_asks_stay_away_from_their_rule(db):
    edition, _report = make_bank()
    code = next(iter(edition.families))
    asked = set(Question.objects.values_list("pk", flat=True))

    found = questions_of(code, edition, asked)

    assert (found.number, found.stems) == (2, ())


def test_cost_does_not_grow_with_rules(signed_in, rulebook, django_assert_max_num_queries):
    signed_in.get(INDEX)

    with django_assert_max_num_queries(6):
        signed_in.get(INDEX)
    with django_assert_max_num_queries(10):
        signed_in.get("/corpus/7D-TIME-01/")


@pytest.mark.parametrize("url", [INDEX, "/corpus/7D-TIME-01/"])
def test_stranger_is_sent_to_sign_in(client, rulebook, url):
    assert reverse("people:sign-in") in client.get(url)["Location"]


@pytest.mark.parametrize("url", [INDEX, "/corpus/7D-TIME-01/", "/try/", "/try/ruling/"])
def test_without_a_corpus_the_page_says_what_to_do(signed_in, url):
    response = signed_in.get(url)

    assert response.status_code == 503
    assert "规则库还没有载入" in response.content.decode()
