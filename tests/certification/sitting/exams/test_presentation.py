"""What is stressed in a stem, and how clocks read."""

from dataclasses import replace

import pytest

from cases.api import load_edition
from certification.attempts.domain import Cell
from certification.bank.cards import CaseCard
from certification.bank.domain import Ask, Content, Option, QuestionType
from certification.bank.stems import stem_html
from certification.sitting.exams import presentation
from certification.sitting.exams.presentation import clock_state, clock_text, question_view


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


def test_a_case_is_worded_once_for_everybody_who_meets_the_question(attempt, monkeypatch):
    asked, edition = attempt.paper.questions.select_related("version").first(), load_edition(attempt.edition)
    worded = []
    monkeypatch.setattr(presentation, "case_card", lambda *what: worded.append(what) or CaseCard((), ()))
    presentation.card_html.cache_clear()

    views = [question_view(asked, Cell(), size=2, edition=edition) for _ in range(2)]

    presentation.card_html.cache_clear()
    assert len(worded) == 1
    assert views[0].card == views[1].card


def test_another_edition_words_the_case_anew(attempt):
    asked, edition = attempt.paper.questions.select_related("version").first(), load_edition(attempt.edition)
    words = edition.vocabulary
    renamed = {name: replace(one, label=f"又{one.label}") for name, one in words.events.items()}
    other = replace(edition, id="sha256:other", vocabulary=replace(words, events=renamed))

    cards = [question_view(asked, Cell(), size=2, edition=one).card for one in (edition, other)]

    assert cards[0] != cards[1]
