"""What is stressed in a stem, and how clocks read."""

import pytest

from certification.bank.domain import Ask, Content, Option, QuestionType
from certification.bank.stems import stem_html
from certification.sitting.exams.presentation import clock_state, clock_text


def content(stem: str, kind: QuestionType = QuestionType.SINGLE) -> Content:
    return Content(kind, stem, Ask.CORRECT, {}, (Option("甲"), Option("乙"), Option("丙")))


@pytest.mark.parametrize(
    ("stem", "html"),
    [
        ("买家申请退款。哪种处理正确？", "买家申请退款。哪种处理<em>正确</em>？"),
        ("下列哪项不正确？", "下列哪项<em>不正确</em>？"),
        ("地址错误。平台应怎样处理？", "地址错误。平台应怎样处理？"),
        ("<b>哪些构成迟延？", "&lt;b&gt;哪些<em>构成</em>迟延？"),
    ],
)
def test_only_the_polarity_of_the_question_is_stressed(stem, html):
    assert stem_html(content(stem)) == html


def test_a_judgement_stresses_nothing():
    assert stem_html(content("这样处理是否正确？", QuestionType.TRUEFALSE)) == "这样处理是否正确？"


@pytest.mark.parametrize(
    ("seconds", "text", "state"),
    [(2700, "45:00", "ok"), (601, "10:01", "ok"), (600, "10:00", "low"), (300, "05:00", "last"), (0, "00:00", "last")],
)
def test_the_clock_gets_urgent_at_ten_and_five_minutes(seconds, text, state):
    assert (clock_text(seconds), clock_state(seconds)) == (text, state)
