"""Values in Chinese."""

import pytest

from cases.engine.values import Span, parse_instant
from cases.engine.verbalise.values import full_stop, say_duration, say_fact, say_gap, say_money, say_span, with_unit
from tests.factories.cases import little_words


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 分钟"),
        (54, "54 分钟"),
        (60, "1 小时"),
        (414, "6 小时 54 分"),
        (2940, "49 小时"),
        (168 * 60, "168 小时"),
        (15 * 1440, "15 天"),
        (15 * 1440 + 90, "15 天 1 小时 30 分"),
    ],
)
def test_durations_are_said_in_the_units_of_the_rules(minutes, said):
    assert say_duration(minutes) == said


def test_a_limit_written_in_days_stays_in_days():
    assert say_duration(7 * 1440, {7 * 1440}) == "7 天"


def test_a_long_gap_is_said_in_days():
    assert [say_gap(minutes) for minutes in (2 * 1440, -(3 * 1440 + 60))] == ["48 小时", "3 天 1 小时"]


@pytest.mark.parametrize(("fen", "said"), [(0, "0 元"), (1250, "12.5 元"), (1, "0.01 元"), (-300, "-3 元")])
def test_money_is_said_in_yuan(fen, said):
    assert say_money(fen) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("2025-08-23 17:06", "8 月 23 日 17:06", id="a minute"),
        pytest.param("2025-08-23", "8 月 23 日", id="a day"),
        pytest.param("2024-02-29 00:00", "2024 年 2 月 29 日 0:00", id="another year"),
    ],
)
def test_instants_name_the_year_only_when_it_differs(text, said):
    assert say_span(parse_instant(text), 2025, little_words().events) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        pytest.param(Span(0, 0, "paid"), "付款之时", id="the anchor"),
        pytest.param(Span(2940, 2940, "paid"), "付款后 49 小时", id="later"),
        pytest.param(Span(-30, -30, "paid"), "付款前 30 分钟", id="earlier"),
        pytest.param(Span(0, 60), "1970 年 1 月 1 日 0:00 至 1970 年 1 月 1 日 1:00 之间", id="an interval"),
    ],
)
def test_floating_instants_are_distances_from_an_event(span, said):
    assert say_span(span, 2025, little_words().events) == said


@pytest.mark.parametrize(
    ("fact", "value", "said"),
    [
        ("worn", True, "商品穿过"),
        ("opened", None, "拆封不明"),
        ("reason", "quality", "理由为质量"),
        ("pieces", 2, "件数为 2 件"),
        ("price", 3000, "价款为 30 元"),
    ],
)
def test_a_fact_is_a_sentence(fact, value, said):
    assert say_fact(little_words().facts[fact], value) == said


def test_a_sentence_gets_one_full_stop():
    assert [full_stop(text) for text in ("好", "好。", "")] == ["好。", "好。", ""]


def test_per_cent_stands_close_other_units_apart():
    assert (with_unit("30", "%"), with_unit("3", "天"), with_unit("3", "")) == ("30%", "3 天", "3")
