"""GIFT, Aiken and Moodle XML: there and back, what other programs write, what is no choice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.bank.domain import QuestionType
from certification.core.refusals import RefusedError
from certification.exchange.domain import ForeignOption, ForeignQuestion, judgement
from certification.exchange.formats.aiken import fits_aiken, read_aiken, write_aiken
from certification.exchange.formats.gift import read_gift, write_gift
from certification.exchange.formats.moodle import read_moodle, write_moodle
from tests.certification.exchange.strategies import questions

GIFT = r"""
// a remark
$CATEGORY: $course$/top/签收

// [id:Q-1] [tag:新人] [tag:难度-4]
::甲::买家\: 能退吗？ {
  =能#对
  ~不能#错 \= 不对
####见第 7 条
}
::乙::[html]<p>选<b>两</b>个<script>alert(1)</script></p>{~%50%一 ~%50%二 ~%-100%三}

判断：定做的能退。{F#你错了#你对了}
太阳是{=黄的 ~绿的}。

::丙::多大？{#3:1}
::丁::写一写{}
::戊::配对{=a -> b =c -> d}
::己::填{=一 =二}
::庚::没有收尾{=一 ~二
::辛::好的{=一 ~二}
"""
AIKEN = """\
买家多久内可以退货？
A. 3 天
B. 7 天
ANSWER: B

A. 这也是题干吗？
A) 是
B) 否
ANSWER: A
没有答案
A. 一
B. 二
"""
MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
 <question type="category"><category><text>$course$/top/签收</text></category></question>
 <question type="multichoice">
  <name><text>一</text></name>
  <questiontext format="html"><text><![CDATA[<p onclick="x()">选<strong>两</strong>个</p><ul><li>甲</li></ul><script>alert(1)</script><img src="@@PLUGINFILE@@/a.png" alt="图">]]></text></questiontext>
  <generalfeedback format="html"><text>解析</text></generalfeedback>
  <idnumber>Q-9</idnumber><single>false</single>
  <answer fraction="50" format="html"><text>&lt;p&gt;一&lt;/p&gt;</text><feedback format="html"><text>好</text></feedback></answer>
  <answer fraction="50"><text>二</text></answer>
  <answer fraction="0"><text>三</text></answer>
  <tags><tag><text>新人</text></tag><tag><text>难度-2</text></tag></tags>
 </question>
 <question type="truefalse"><name><text>二</text></name><questiontext format="plain_text"><text>1 &lt; 2*3*4</text></questiontext>
  <answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>
 <question type="essay"><name><text>三</text></name><questiontext><text>写</text></questiontext></question>
</quiz>
"""


def pairs(read_file):
    return [(row.question, row.problems) for row in read_file.rows]


@given(st.lists(questions(), min_size=1, max_size=4))
def test_gift_comes_back_as_it_went(several):
    assert pairs(read_gift(write_gift(several))) == [(one, ()) for one in several]


@given(st.lists(questions(), min_size=1, max_size=4))
def test_moodle_xml_comes_back_as_it_went(several):
    assert pairs(read_moodle(write_moodle(several))) == [(one, ()) for one in several]


plain = (
    st.text(alphabet="买家卖退货天 abc019=~{}<？。", min_size=1, max_size=20)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@given(st.lists(questions(texts=plain, feedback=st.just(""), named=st.just(""), meta=False), min_size=1, max_size=4))
def test_aiken_comes_back_as_it_went_but_for_several_answers(several):
    fitting = [one for one in several if fits_aiken(one)]
    if not fitting:
        assert write_aiken(several) == b""
        return
    assert pairs(read_aiken(write_aiken(several))) == [(one, ()) for one in fitting]


def test_gift_of_other_programs():
    first, second, third, fourth, *rest = read_gift(GIFT.encode()).rows

    assert first.question == ForeignQuestion(
        QuestionType.SINGLE, "买家: 能退吗？", (ForeignOption("能", True, "对"), ForeignOption("不能", False, "错 = 不对")),
        external_id="Q-1", explanation="见第 7 条", difficulty=4, category="签收", tags=("新人",),
    )  # fmt: skip
    assert (second.question.stem, second.question.type, second.question.answer) == (
        "选**两**个",
        QuestionType.MULTIPLE,
        ("A", "B"),
    )
    assert (second.question.external_id, second.dropped) == ("乙", ("<script>",))
    assert third.question.options == judgement(right=False, feedback=("你错了", "你对了"))
    assert fourth.question.stem == "太阳是 _____ 。"
    assert [row.problems[0].todo.partition("是")[2][:3] for row in rest[:4]] == ["数值题", "问答题", "匹配题", "填空题"]
    assert "花括号" in rest[4].problems[0].todo
    assert rest[5].question.external_id == "辛"


def test_aiken_of_other_programs():
    first, second, third = read_aiken(AIKEN.encode("gb18030")).rows

    assert (first.question.answer, second.question.stem) == (("B",), "A. 这也是题干吗？")
    assert "没有 ANSWER" in third.problems[0].todo


def test_moodle_xml_of_other_programs():
    first, second, third = read_moodle(MOODLE.encode()).rows

    one = first.question
    assert one.stem == "选**两**个\n\n- 甲\n\n［图：图］"
    assert (one.external_id, one.explanation, one.difficulty, one.category, one.tags) == (
        "Q-9",
        "解析",
        2,
        "签收",
        ("新人",),
    )
    assert [(option.text, option.right, option.feedback) for option in one.options] == [
        ("一", True, "好"),
        ("二", True, ""),
        ("三", False, ""),
    ]
    assert "<script>" in first.dropped
    assert (second.question.stem, second.question.options) == (r"1 < 2\*3\*4", judgement(right=False))
    assert "问答题" in third.problems[0].todo


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("<!DOCTYPE x [<!ENTITY a 'b'>]><quiz>&a;</quiz>", "entities", id="an entity"),
        pytest.param(
            "<!DOCTYPE quiz SYSTEM 'http://example.org/x.dtd'><quiz/>", "entities", id="a file from elsewhere"
        ),
        pytest.param("<quiz><question>", "xml", id="no end"),
        pytest.param("<quiz>" + "<a>" * 300, "too-deep", id="too deep"),
        pytest.param("<html/>", "not-moodle", id="something else"),
        pytest.param("<quiz></quiz>", "no-questions", id="nothing"),
    ],
)
def test_xml_that_is_hostile_or_broken_is_refused(text, code):
    with pytest.raises(RefusedError, match=code):
        read_moodle(text.encode())


@pytest.mark.parametrize("right", [0, 1])
def test_a_choice_that_begins_like_a_weight_or_holds_an_arrow_is_a_choice(right):
    texts = ("%50% 的折扣", "-> 下一步")
    question = ForeignQuestion(
        QuestionType.SINGLE, "选？", tuple(ForeignOption(text, index == right) for index, text in enumerate(texts))
    )

    assert pairs(read_gift(write_gift([question]))) == [(question, ())]
