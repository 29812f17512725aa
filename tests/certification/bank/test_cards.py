"""The case card: the case's own words, nothing worked out."""

import pytest
from django.utils import translation

from cases.editions.content import build_edition
from certification.bank.cards import CardEvent, CardFact, CaseCard, case_card
from tests.factories.bank import content


@pytest.fixture(scope="module")
def edition():
    return build_edition(content(), "试 1")


def facts(case, edition):
    return [(fact.label, fact.text) for fact in case_card(case, edition).facts]


def events(case, edition):
    return [(event.label, event.when) for event in case_card(case, edition).events]


def test_facts_stand_in_the_order_of_the_vocabulary(edition):
    case = {
        "stack": {"platform": "taobao", "shop": "unknown-shop"},
        "facts": {"pieces": "3", "amount": "30yuan", "goods": "fridge", "worn": "yes", "proved": "unproven"},
        "as_of": "2025-09-01",
    }

    assert facts(case, edition) == [
        ("平台", "淘宝"),
        ("店铺", "unknown-shop"),
        ("商品穿过", "商品穿过"),
        ("商品", "冰箱"),
        ("付款金额", "30 元"),
        ("件数", "3 件"),
        ("举证", "买家没有举证"),
        ("判断时间", "2025 年 9 月 1 日"),
    ]


@pytest.mark.parametrize(("raw", "text"), [("no", "商品没有穿过"), ("false", "商品没有穿过"), ("?", "不清楚")])
def test_a_fact_is_told_in_its_own_sentence(edition, raw, text):
    assert facts({"facts": {"worn": raw}}, edition) == [("商品穿过", text)]


@pytest.mark.parametrize(("raw", "told"), [("none", []), ("refund", [("主张", "退款")]), ("?", [("主张", "不清楚")])])
def test_an_enum_that_only_says_none_is_left_out(edition, raw, told):
    assert facts({"facts": {"asked": raw}}, edition) == told


def test_acts_are_told_with_their_arguments(edition):
    acts = ["offer", {"act": "offer", "amount": "40元", "at": "2025-08-01 09:30", "retracted": "yes"}]

    assert facts({"acts": acts}, edition) == [
        ("客服", "提出补偿"),
        ("客服", "2025 年 8 月 1 日 09:30 提出补偿 40 元（后来收回）"),
    ]


def test_events_stand_by_their_time_and_then_as_written(edition):
    case = {"events": {"signed": "2025-08-16", "pickup_scan": "2025-08-15 21:40", "paid": "no"}}

    assert events(case, edition) == [
        ("快递揽收", "2025 年 8 月 15 日 21:40"),
        ("买家签收", "2025 年 8 月 16 日"),
        ("买家付款", "没有发生"),
    ]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("yes", "时间没有说明"),
        ("?", "是否发生不清楚"),
        ("paid + 49h", "买家付款后 49 小时"),
        ("paid - 30min", "买家付款前 30 分钟"),
        ("paid + 7d", "买家付款后 7 天"),
    ],
)
def test_times_without_a_date_are_told_as_the_case_gives_them(edition, raw, text):
    assert ("快递揽收", text) in events({"events": {"paid": "yes", "pickup_scan": raw}}, edition)


def test_a_mere_order_is_told_as_an_order(edition):
    case = {"order": ["pickup_scan", "paid"]}

    assert events(case, edition) == [("快递揽收", "先后第 1"), ("买家付款", "先后第 2")]


def test_a_dated_event_carries_its_machine_time(edition):
    card = case_card({"events": {"paid": "2025-08-14 10:20"}}, edition)

    assert card.events == (CardEvent("2025 年 8 月 14 日 10:20", "2025-08-14T10:20", "买家付款"),)


def test_a_date_is_written_as_the_reader_writes_dates(edition):
    with translation.override("en"):
        card = case_card({"events": {"paid": "2025-08-14 10:20"}}, edition)

    assert card.events[0].when == "14 August 2025 10:20"


def test_an_empty_card_is_false(edition):
    assert not case_card({}, edition)
    assert CaseCard((CardFact("a", "b"),), ())
