"""A reworded line is shown only where it says what the script says."""

import json

import pytest

from certification.drills.model.rephrasing import LONGEST_LINE, MOST_LINES, fits, read_lines, says_the_same

LINE = "你们发来的衣服破了个洞，我要退货，运费 12 元你们出！三天内不处理我就给差评"


@pytest.mark.parametrize(
    "new",
    [
        pytest.param("衣服发来就破了个洞！我要退货，运费 12元 你们出，三天内不处理我给差评！", id="other order"),
        pytest.param("你们发的衣服居然破了个洞，我要退货，运费12元你们出。三天内不处理我真给差评了", id="angrier"),
    ],
)
def test_other_words_for_the_same_are_taken(new):
    assert says_the_same(new, LINE)


@pytest.mark.parametrize(
    "new",
    [
        pytest.param(LINE.replace("12", "120"), id="another amount"),
        pytest.param(LINE.replace("三天", "两天"), id="another deadline"),
        pytest.param(LINE.replace("三天", "三小时"), id="another unit"),
        pytest.param(LINE.replace("12 元", "十二 元"), id="figures in words"),
        pytest.param(LINE.replace("退货", "换货"), id="another wish"),
        pytest.param(LINE.replace("，我要退货", ""), id="a wish lost"),
        pytest.param(LINE + "，再赔我", id="a wish gained"),
        pytest.param(LINE.replace("我要退货", "我不要退货"), id="turned round"),
        pytest.param(LINE.replace("不处理", "处理"), id="a no lost"),
        pytest.param(LINE.replace("你们发来", "发来").replace("你们出", "我出"), id="another payer"),
        pytest.param(LINE.replace("！", "？"), id="a question"),
        pytest.param(LINE + " 加我 vx", id="letters gained"),
        pytest.param(LINE + "<b>", id="markup"),
        pytest.param(LINE.replace("，", "\n"), id="two lines"),
        pytest.param(LINE + "\u202e", id="an invisible character"),
        pytest.param(LINE + "啊" * 30, id="much longer"),
        pytest.param("", id="nothing"),
        pytest.param("  ", id="blanks"),
    ],
)
def test_another_message_is_not(new):
    assert not says_the_same(new, LINE)


def test_polite_and_plain_you_are_the_same_person():
    assert says_the_same("您们什么时候处理呀？", "你们什么时候处理?")


def test_each_line_is_taken_or_left_by_itself():
    lines = ("在吗？", "我要退货")
    answer = json.dumps({"lines": ["有人在吗？", "我要换货"]})

    assert read_lines(answer, lines) == ("有人在吗？", "我要退货")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("好的，我来改写：", id="chatter"),
        pytest.param('{"lines": ["在吗？", "在吗？"]}', id="one too many"),
        pytest.param('{"lines": "在吗？"}', id="no list"),
        pytest.param('{"lines": [null]}', id="no text"),
        pytest.param('{"lines": ["在么？"], "points": 100}', id="more than asked for"),
        pytest.param('{"lines": ["在么？"], "lines": ["在不？"]}', id="twice"),
        pytest.param('{"lines": [NaN]}', id="no JSON"),
        pytest.param('{"lines": ["在么？"]} 完成', id="a word after it"),
        pytest.param('["在么？"]', id="bare"),
        pytest.param("[" * 100_000, id="deep"),
    ],
)
def test_an_answer_of_another_shape_leaves_the_script(answer):
    assert read_lines(answer, ("在吗？",)) == ("在吗？",)


def test_a_fence_around_the_whole_is_let_pass():
    assert read_lines('```json\n{"lines": ["在么？"]}\n```', ("在吗？",)) == ("在么？",)


def test_few_and_short_lines_are_asked_about():
    assert fits(["在吗"])
    assert not fits([])
    assert not fits(["在吗"] * (MOST_LINES + 1))
    assert not fits(["长" * (LONGEST_LINE + 1)])
    assert not fits(["在吗", ""])
