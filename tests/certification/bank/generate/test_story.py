"""Cases told: the order of things, who they are about, times and sums."""

from random import Random

import pytest

from cases.api import draft_cases, shipped_edition
from certification.bank.generate.people import cast
from certification.bank.generate.phrases import fact_phrase, phrase_book
from certification.bank.generate.story import Clause, clause, sentences, tell

PEOPLE = cast({}, Random(1))


def first(rule, **wanted):
    drafts = draft_cases(rule, edition=shipped_edition())
    return next(one for one in drafts if all(getattr(one, name) == value for name, value in wanted.items()))


def told(rule, **wanted):
    draft = first(rule, **wanted)
    return tell(draft, cast(draft.raw.get("facts") or {}, Random(1)), shipped_edition())


def test_events_are_told_in_their_order_with_the_year_once():
    story = told("SHIP-48H-01", issue="late_shipment")

    assert story.index("付款") < story.index("揽收记录")
    assert story.count("年") == 1


def test_who_signed_is_told_with_the_time_of_signing():
    draft = first("7D-TIME-01", issue="no_reason_ok")
    raw = {**draft.raw, "facts": {**draft.raw["facts"], "delivery_status": "self_signed"}}
    story = tell(
        type(draft)(**{**{name: getattr(draft, name) for name in draft.__dataclass_fields__}, "raw": raw}),
        PEOPLE,
        shipped_edition(),
    )

    assert f"由{PEOPLE.pronoun}本人签收" in story
    assert "因为不喜欢" in story


def test_what_has_not_happened_by_the_day_of_judgment_is_told_where_it_matters():
    assert "物流还没有揽收记录" in told("SHIP-LATE-02", by_date="clock")


def test_clauses_of_one_subject_share_a_sentence_and_a_sentence_has_an_end():
    clauses = [
        clause("a", "商品完好", 1),
        clause("b", "商品没有用过", 1),
        clause("c", "卖家拒绝了退款", 2),
        clause("d", "买家不服", 3),
    ]

    assert sentences(clauses, PEOPLE) == f"{PEOPLE.goods.short}完好，没有用过，商家拒绝了退款。{PEOPLE.name}不服。"


def test_a_clause_knows_its_subject():
    assert clause("a", "卖家同意了退货", 2) == Clause("a", "商家", "同意了退货", 2)
    assert clause("b", "查明是谁", 2).subject == ""


def test_every_phrase_is_about_a_fact_or_an_event_of_the_vocabulary():
    words, book = shipped_edition().vocabulary, phrase_book()

    assert set(book["facts"]) <= set(words.facts)
    assert set(book["events"]) <= set(words.events)
    for name, phrases in book["facts"].items():
        fact = words.facts[name]
        allowed = {"v", "zero"} if fact.type in ("int", "money") else set(fact.values) or {"yes", "no", "unproven"}
        assert set(phrases) <= allowed, name


@pytest.mark.parametrize(
    ("name", "raw", "text"),
    [
        ("freight_return_actual", "12.5元", "退回实际花了 12.5 元 运费"),
        ("freight_return_actual", "0元", "没有产生退回运费"),
        ("promised_return_days", "30", "商家承诺 30 天无理由退货"),
        ("goods_used", "true", "买家已经用过"),
        ("brand_report", "fake", "品牌方鉴定为假"),
        ("goods_used", "?", "已使用还不清楚"),
        ("order_amount", "?", "买家实付金额还不清楚"),
    ],
)
def test_a_fact_is_told_by_the_phrase_book_or_the_vocabulary(name, raw, text):
    assert fact_phrase(shipped_edition().vocabulary.facts[name], raw) == text


def test_the_goods_fit_what_is_said_of_them():
    assert cast({"device_altered": "yes"}, Random(2)).goods.name in ("蓝牙耳机", "平板电脑", "机械键盘", "手机")
    assert cast({"product_category": "fresh"}, Random(2)).goods.short in ("车厘子", "大闸蟹", "三文鱼")
    assert cast({"claim_type": "color_diff"}, Random(2)).goods.measure in ("条", "件")


def test_the_same_seed_casts_the_same_people():
    assert cast({}, Random(7)) == cast({}, Random(7))
