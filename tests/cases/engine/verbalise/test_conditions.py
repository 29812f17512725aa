"""Conditions in Chinese."""

import pytest

from cases.engine.language import parse_condition
from cases.engine.verbalise.conditions import say_condition
from tests.factories.cases import little_words


def say(text: str, *, positive: bool = True) -> str:
    return say_condition(parse_condition(text, little_words()), little_words(), positive=positive)


@pytest.mark.parametrize(
    ("text", "holds", "fails"),
    [
        pytest.param("worn", "商品穿过", "商品没有穿过", id="a fact"),
        pytest.param("not worn", "商品没有穿过", "商品穿过", id="a denied fact"),
        pytest.param(
            "proved", "买家证明了", "买家的主张被推翻，或者买家没能证明", id="not proved is refuted or unproven"
        ),
        pytest.param("unproven(proved)", "买家没能证明", "买家证明了，或者买家的主张被推翻", id="unproven"),
        pytest.param("reason == quality", "理由为质量", "理由不是质量", id="a value"),
        pytest.param("reason in (quality, late)", "理由为质量或迟延", "理由：无", id="one value is left"),
        pytest.param("has(signed)", "已有签收", "没有签收", id="an event"),
        pytest.param("before(sent, signed)", "揽收早于签收", "揽收不早于签收", id="an order"),
        pytest.param(
            "elapsed(paid, sent) > 48h", "从付款到揽收的时间超过 48 小时", "从付款到揽收的时间不超过 48 小时", id="over"
        ),
        pytest.param(
            "elapsed(paid, sent) >= 48h",
            "从付款到揽收的时间达到 48 小时",
            "从付款到揽收的时间不满 48 小时",
            id="at least",
        ),
        pytest.param("@signed <= @sent + 30min", "签收不晚于揽收后 30 分钟", "签收晚于揽收后 30 分钟", id="instants"),
        pytest.param("price > 0yuan", "有价款", "没有价款", id="there is some"),
        pytest.param("price > 12.5yuan", "价款超过 12.5 元", "价款不超过 12.5 元", id="money"),
        pytest.param("pieces >= 2", "件数达到 2 件", "件数不满 2 件", id="a number with its unit"),
        pytest.param("worn and tagged", "商品穿过，并且吊牌还在", "商品没有穿过，或者吊牌不在", id="both"),
        pytest.param("worn or tagged", "商品穿过，或者吊牌还在", "商品没有穿过，并且吊牌不在", id="either"),
        pytest.param(
            "worn and (tagged or has(paid))",
            "商品穿过，并且（吊牌还在，或者已有付款）",
            "商品没有穿过，或者（吊牌不在，并且没有付款）",
            id="either within both",
        ),
        pytest.param("status(late) == conflict", "“迟延”规则互相冲突", "“迟延”并非规则互相冲突", id="a status"),
        pytest.param("late", "迟延为是", "迟延为否", id="an issue"),
        pytest.param("remedy in (refund, exchange)", "处理为退款或换货", "处理为驳回", id="outcomes"),
        pytest.param("yes", "任何情形都适用", "任何情形都不适用", id="always"),
    ],
)
def test_a_condition_and_its_denial_are_both_said_plainly(text, holds, fails):
    assert (say(text), say(text, positive=False)) == (holds, fails)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("@signed <= next_midnight(@sent) + 7d", "签收不晚于揽收次日零时后 168 小时", id="midnight"),
        pytest.param("@signed > months_after(@sent, 6)", "签收晚于揽收后 6 个月", id="months"),
        pytest.param("@now > @sent - 2h", "裁决时间晚于揽收前 2 小时", id="now"),
        pytest.param("price > percent(award, 30)", "价款超过赔偿的 30%", id="percent"),
        pytest.param("price > min(award, 5yuan)", "价款超过赔偿与 5 元中较小的", id="the smaller"),
        pytest.param("elapsed(sent, signed) > pieces * 1d", "从揽收到签收的时间超过件数（天）", id="days as a fact"),
        pytest.param("@signed > workdays_after(@sent, 3)", "签收晚于揽收后第 3 个工作日结束", id="working days"),
        pytest.param(
            "price > tiers(pieces, 0: 1yuan, 2: award, 3: 9yuan)",
            "价款超过按件数分档（不满 2 件的，1 元；满 2 件的，赔偿；满 3 件的，9 元）",
            id="tiers",
        ),
        pytest.param("price + 1yuan > 2 * award", "价款与 1 元之和超过 2 × 赔偿", id="sums"),
    ],
)
def test_terms_are_said_without_the_numbers_of_a_case(text, said):
    assert say(text) == said
