"""A rule told without a case."""

import pytest

from cases.engine.verbalise.rules import say_conclusions, say_conditions
from tests.factories.cases import little_words, make_rule


def conclusion(issue, text):
    (said,) = say_conclusions(make_rule("R", {issue: text}), little_words())
    return said


@pytest.mark.parametrize(
    ("issue", "text", "said"),
    [
        pytest.param("remedy", "refund", "处理：退款", id="a value"),
        pytest.param("late", "no", "迟延：否", id="a yes or no"),
        pytest.param("remedy", "wanted", "处理：与“要求”相同", id="a value taken over"),
        pytest.param(
            "late",
            "elapsed(paid, sent) > 48h",
            "从付款到揽收的时间超过 48 小时的，迟延：是，否则迟延：否",
            id="a condition",
        ),
        pytest.param("deadline", "@paid + 48h", "期限：付款后 48 小时", id="an instant"),
        pytest.param("deadline", "next_midnight(@signed) + 15d", "期限：签收次日零时后 15 天", id="days as written"),
        pytest.param("deadline", "workdays_after(@paid, 3)", "期限：付款后第 3 个工作日结束", id="working days"),
        pytest.param(
            "award",
            "min(max(percent(price, 10), 5yuan), 100yuan)",
            "赔偿：价款的 10%，不足 5 元按 5 元，最高 100 元",
            id="floor and cap",
        ),
        pytest.param(
            "award", "price - min(price, charge)", "赔偿：价款减去（价款与收费中较小的）", id="a sum with a part"
        ),
        pytest.param(
            "award",
            "tiers(elapsed(paid, sent), 24h: 5yuan, 48h: percent(price, 5))",
            "赔偿：按从付款到揽收的时间分档（满 24 小时的，5 元；满 48 小时的，价款的 5%）",
            id="tiers",
        ),
    ],
)
def test_what_a_rule_decides_is_said_in_words(issue, text, said):
    assert conclusion(issue, text) == said


def test_every_condition_and_every_conclusion_is_told():
    rule = make_rule("R", {"remedy": "refund", "late": "yes"}, ("worn", "elapsed(paid, signed) <= 7d"))

    assert say_conditions(rule, little_words()) == ("商品穿过", "从付款到签收的时间不超过 7 天")
    assert say_conclusions(rule, little_words()) == ("处理：退款", "迟延：是")
