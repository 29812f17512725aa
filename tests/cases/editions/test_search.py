"""Finding rules by words."""

from dataclasses import replace

import pytest

from cases.editions.search import search_rules
from cases.engine.rules import Rule, Source
from tests.factories.cases import make_rule
from tests.factories.explanations import make_edition


def rule(name: str, title: str, text: str, doc: str = "测试规则") -> Rule:
    return replace(make_rule(name), title=title, text=text, source=Source(doc, "第25条"))


SHIP = rule("SHIP-48H-01", "付款后 48 小时内发货", "卖家应在买家付款后四十八小时内发货，以揽收为准。", "发货管理规则")
LATE = rule("SHIP-LATE-01", "延迟发货", "超过期限没有揽收的，构成延迟发货。", "发货管理规则")
RETURN = rule("7D-RETURN-01", "可以无理由退的，支持退货退款", "签收后七天内可以退货。", "消费者权益保护法")
FREIGHT = rule("FREIGHT-7D-01", "退回运费由买家承担", "无理由退货的退货运费归买家。")
EDITION = make_edition(SHIP, LATE, RETURN, FREIGHT)


def found(text: str) -> list[str]:
    return [rule.id for rule in search_rules(text, edition=EDITION)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("退货", "7D-RETURN-01", id="a word of two characters"),
        pytest.param("延迟发货", "SHIP-LATE-01", id="a title"),
        pytest.param("ship-48h-01", "SHIP-48H-01", id="an id in small letters"),
        pytest.param("FREIGHT", "FREIGHT-7D-01", id="the start of an id"),
        pytest.param("消费者权益保护法", "7D-RETURN-01", id="a source"),
        pytest.param("４８小时", "SHIP-48H-01", id="full-width figures"),
        pytest.param("退回运费 买家", "FREIGHT-7D-01", id="two words"),
    ],
)
def test_the_best_rule_comes_first(text, first):
    assert found(text)[0] == first


def test_a_word_finds_every_rule_that_has_it():
    assert set(found("退货")) == {"7D-RETURN-01", "FREIGHT-7D-01"}


@pytest.mark.parametrize("text", ["", "  ，。", "保管费", "xyz"])
def test_nothing_is_found_for_nothing(text):
    assert found(text) == []


def test_another_edition_is_searched_by_its_own_rules():
    other = replace(make_edition(SHIP), id="sha256:other")

    assert [rule.id for rule in search_rules("退货", edition=other)] == []
    assert found("退货") != []
