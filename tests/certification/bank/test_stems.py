"""Stems and options as pages show them."""

from django.utils.safestring import SafeString

from certification.bank.domain import Ask, Content, Option, QuestionType
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER
from certification.bank.stems import option_html, option_text, read_stem, stem_html, stem_text, words_of


def content(stem: str, kind: QuestionType = QuestionType.SINGLE) -> Content:
    return Content(kind, stem, Ask.CORRECT, {}, (Option("**甲**"), Option("乙 < 丙")))


def test_the_word_that_says_what_is_asked_for_is_stressed():
    stem = read_stem(content("甲说正确。下列说法不正确的是？"))

    assert isinstance(stem.html, SafeString)
    assert stem.html == str(stem) == "甲说正确。下列说法<em>不正确</em>的是？"
    assert stem.text == "甲说正确。下列说法不正确的是？"


def test_a_judgement_has_nothing_to_stress():
    assert stem_html(content("这样做是正确的。", QuestionType.TRUEFALSE)) == "这样做是正确的。"


def test_what_an_author_stresses_is_no_em():
    assert stem_html(content("*当天*签收，哪种说法正确？")) == "<strong>当天</strong>签收，哪种说法<em>正确</em>？"


def test_options_keep_to_a_line():
    assert option_html("**甲**") == "<strong>甲</strong>"
    assert option_text("**甲**") == "甲"
    assert option_html("乙 < 丙") == "乙 &lt; 丙"


def test_what_a_search_looks_through_has_no_marks():
    assert words_of(content("> 买家：**不要了**")) == "买家：不要了\n甲\n乙 < 丙"


def test_every_stem_and_option_of_the_files_shows_as_it_is_typed():
    for item in read_bank(ITEMS_FOLDER, DISPUTED_FILE).items:
        assert stem_text(item.content) == item.content.stem
        assert not read_stem(item.content).has_blocks
        assert (
            stem_html(item.content).replace("<em>", "").replace("</em>", "").replace("&quot;", '"') == item.content.stem
        )
        assert all(option_text(one.text) == one.text for one in item.content.options)
