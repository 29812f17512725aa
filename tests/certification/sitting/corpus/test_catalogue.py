"""Finding rules by filter, by text and by a code that nearly exists."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from cases.engine.rules import Effective
from certification.sitting.corpus.catalogue import (
    Query,
    closest_codes,
    counts,
    find,
    in_reading_order,
    make_entry,
    parse_date,
    shelve,
    suggestions,
)
from certification.sitting.corpus.filters import make_filters
from certification.sitting.corpus.wording import dates_text, governed_by_text, why_governing
from tests.factories.rulebook import build_rulebook

EDITION = build_rulebook()
TODAY = parse_date("2025-09-01")


def codes(**query):
    return [family[0].id for family in find(Query(**query), EDITION)]


def test_blank_query_finds_everything_once():
    assert codes() == list(EDITION.families)


@pytest.mark.parametrize("word", ["签收", "揽收", "定作", "到付"])
def test_two_character_words_are_found(word):
    found = codes(text=word)

    assert found
    for family in find(Query(text=word), EDITION):
        assert any(word in rule.title + rule.text for rule in family)


def test_rule_with_several_versions_is_found_once():
    assert codes(text="次日零时").count("7D-TIME-01") == 1


def test_code_finds_its_rule_first():
    assert codes(text="SHIP-48H-01")[0] == "SHIP-48H-01"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param({"book": "taobao"}, ["SHIP-48H-01", "SHIP-AGREED-01"], id="book"),
        pytest.param({"topic": "freight"}, ["DEF-COD-01"], id="topic"),
        pytest.param({"kind": "cited"}, ["DEF-COD-01"], id="kind"),
        pytest.param({"level": "shop"}, ["DEF-COD-01"], id="level"),
        pytest.param({"level": "law", "topic": "ship"}, [], id="level and topic"),
        pytest.param({"kind": "cited", "on": parse_date("2021-06-01")}, [], id="kind and date of one version"),
        pytest.param({"on": parse_date("2030-06-01"), "topic": "ship"}, ["SHIP-48H-01", "SHIP-AGREED-01"], id="date"),
        pytest.param({"on": parse_date("2010-06-01")}, ["7D-TIME-01", "DEF-COD-01"], id="old wording counts"),
        pytest.param({"text": "揽收", "book": "law"}, [], id="text and book"),
        pytest.param({"topic": "nothing"}, [], id="unknown topic"),
    ],
)
def test_filters_narrow_down(query, found):
    assert codes(**query) == found


def test_counts_are_of_rules_not_versions():
    assert counts(Query(), EDITION)["topic"] == {"no_reason": 3, "ship": 2, "freight": 1}


def test_counts_of_a_filter_follow_the_others_and_not_itself():
    numbers = counts(Query(level="law", topic="no_reason"), EDITION)

    assert numbers["topic"] == {"no_reason": 3}
    assert numbers["level"] == {"law": 3}
    assert counts(Query(topic="ship"), EDITION)["level"] == {"platform": 2}
    assert counts(Query(topic="ship"), EDITION)["topic"] == {"no_reason": 3, "ship": 2, "freight": 1}
    assert counts(Query(text="签收"), EDITION)["book"] == {"law": 1}


@pytest.mark.parametrize("query", [Query(), Query(level="law"), Query(text="签收", kind="rule"), Query(topic="none")])
def test_a_count_is_what_choosing_the_value_finds(query):
    for name, numbers in counts(query, EDITION).items():
        for value, number in numbers.items():
            assert len(find(replace(query, **{name: value}), EDITION)) == number


def test_a_chosen_value_that_leaves_nothing_stays_to_be_seen():
    with override("zh-hans"):
        filters = {one.name: one for one in make_filters(Query(level="shop", topic="ship"), EDITION)}

    assert [(one.value, one.label, one.is_chosen) for one in filters["topic"].choices] == [
        ("", "全部", False),
        ("ship", "发货时限（0）", True),
        ("freight", "运费与到付（1）", False),
    ]


def test_reading_order_is_that_of_topics():
    found = in_reading_order(EDITION.families.values(), EDITION)

    assert [family[0].topic for family in found] == ["ship", "ship", "no_reason", "no_reason", "no_reason", "freight"]


def test_within_a_topic_law_comes_before_platforms_and_shops():
    shop, law = EDITION.families["DEF-COD-01"], EDITION.families["7D-EXCL-01"]
    same_topic = [tuple(replace(rule, topic="ship") for rule in one) for one in (shop, law)]

    assert in_reading_order(same_topic, EDITION) == tuple(reversed(same_topic))


def test_a_shelf_holds_the_entries_of_the_page_and_counts_all():
    found = in_reading_order(EDITION.families.values(), EDITION)

    shelves = shelve(found[1:4], found, EDITION, day=TODAY)

    assert [(shelf.topic, len(shelf.entries), shelf.number) for shelf in shelves] == [
        ("发货时限", 1, 2),
        ("七天无理由", 2, 3),
    ]


@pytest.mark.parametrize(
    ("code", "force"), [("7D-TIME-01", "now"), ("SHIP-AGREED-01", "later"), ("DEF-COD-01", "past")]
)
def test_entry_says_whether_it_is_in_force(code, force):
    assert make_entry(EDITION.families[code], EDITION, day=TODAY).force == force


def test_entry_shows_the_version_in_force():
    assert make_entry(EDITION.families["7D-TIME-01"], EDITION, day=TODAY).rule.version == ""


def test_entry_shows_the_version_in_force_on_the_day():
    entry = make_entry(EDITION.families["7D-TIME-01"], EDITION, day=parse_date("2016-05-01"))

    assert (entry.rule.version, entry.force, entry.versions) == ("textbook", "now", 2)


def test_entry_names_the_kind_of_what_is_no_ordinary_rule():
    kinds = {name: make_entry(EDITION.families[name], EDITION, day=TODAY).kind for name in ("DEF-COD-01", "7D-EXCL-01")}

    assert kinds == {"DEF-COD-01": "引用", "7D-EXCL-01": ""}


@pytest.mark.parametrize(
    ("code", "day", "said"),
    [
        (
            "7D-TIME-01",
            "2016-05-01",
            "签收在 2016-05-01 的案子适用这一版（2017-03-15 以前）：这条规则按“签收”之日选用版本",
        ),
        ("7D-TIME-01", "2017-03-14", "（2017-03-15 以前）"),
        ("7D-TIME-01", "2017-03-15", "（2017-03-15 起）"),
        ("7D-EXCL-01", "2020-01-01", "2020-01-01 裁判的案子适用这一版（2014-03-15 起）：这条规则按裁判日期选用版本。"),
        ("7D-EXCL-01", "2013-01-01", "2013-01-01 还没有这条规则。本页显示的一版是 2014-03-15 起。"),
        ("DEF-COD-01", "2021-01-01", "2021-01-01 没有有效的版本。本页显示的一版是 2020-01-01 以前。"),
        ("SHIP-48H-01", "2018-01-01", "起止日期是约数"),
    ],
)
def test_a_day_picks_a_version_and_says_by_what(code, day, said):
    with override("zh-hans"):
        assert said in why_governing(EDITION.families[code], parse_date(day), EDITION)


def test_fruitless_search_suggests_words_that_find_something():
    assert suggestions("签收鲜", EDITION) == ("签收",)


@pytest.mark.parametrize("code", ["SHIP-48H", "ship-48h-01", "SHIP-48-01"])
def test_nearest_codes_start_with_the_one_meant(code):
    closest = [family[0].id for family in closest_codes(code, EDITION)]

    assert closest[0] == "SHIP-48H-01"
    assert len(closest) == 3


@pytest.mark.parametrize("text", ["昨天", "2025-13-01", "2025"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the caller's
        parse_date(text)


def test_blank_date_is_none():
    assert parse_date("  ") is None


@pytest.mark.parametrize(
    ("code", "index", "text"),
    [
        ("7D-TIME-01", 0, "2017-03-15 以前"),
        ("7D-TIME-01", 1, "2017-03-15 起"),
        ("SHIP-48H-01", 0, "约 2017-01-01 起"),
    ],
)
def test_dates_are_worded(code, index, text):
    assert dates_text(EDITION.families[code][index]) == text


@pytest.mark.parametrize(
    ("effective", "text"),
    [
        (Effective(start=0, end=1440), "1970-01-01 起，至 1970-01-02 前"),
        (Effective(end=1440, approximate=True), "约 1970-01-02 以前"),
        (Effective(), "没有注明起止"),
    ],
)
def test_open_and_closed_spans_are_worded(effective, text):
    assert dates_text(replace(EDITION.rules[0], effective=effective)) == text


def test_governing_date_is_named():
    with override("zh-hans"):
        assert governed_by_text(EDITION.families["7D-TIME-01"][1], EDITION) == "按“签收”之日选用版本。"
        assert governed_by_text(EDITION.families["7D-EXCL-01"][0], EDITION) == "按裁判日期选用版本。"
