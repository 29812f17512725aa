"""Parts of a page that are rendered once."""

import pytest
from django.template import Context, Template
from django.utils import translation

from certification.templatetags import words

SUMMARY = '{% load words %}{% words "components/exam/palette_summary.html" open=open flagged=2 %}'


@pytest.fixture
def rendered(monkeypatch) -> list[str]:
    """Which templates were rendered, in order."""
    words._rendered.cache_clear()
    asked, render = [], words.render_to_string
    monkeypatch.setattr(words, "render_to_string", lambda name, *rest: asked.append(name) or render(name, *rest))
    yield asked
    words._rendered.cache_clear()


def test_each_set_of_values_is_rendered_once(rendered):
    pages = [Template(SUMMARY).render(Context({"open": count})) for count in (7, 7, 8)]

    assert pages[0] == pages[1] != pages[2]
    assert '<span id="count-open">7</span>' in pages[0]
    assert '<span id="count-open">8</span>' in pages[2]
    assert len(rendered) == 2


def test_another_language_is_rendered_anew(rendered):
    for language in ("zh-hans", "en", "en"):
        with translation.override(language):
            Template(SUMMARY).render(Context({"open": 7}))

    assert len(rendered) == 2


def test_values_are_escaped(rendered):
    assert "<b>" not in Template(SUMMARY).render(Context({"open": "<b>"}))


def test_who_writes_templates_sees_what_was_written(rendered, settings):
    settings.DEBUG = True

    for _ in range(2):
        Template(SUMMARY).render(Context({"open": 7}))

    assert len(rendered) == 2


def test_words_are_listed_escaped_and_in_brackets():
    shown = "{% load words %}{{ items|listed }} {{ items|clauses }} {{ word|in_brackets }}"

    page = Template(shown).render(Context({"items": ["甲", "<b>", 3], "word": "<i>"}))

    assert page == "甲、&lt;b&gt;、3 甲；&lt;b&gt;；3 （&lt;i&gt;）"


@pytest.mark.parametrize(("language", "shown"), [("zh-hans", "<p>七天</p>"), ("en", '<p lang="zh-Hans">七天</p>')])
def test_an_english_page_says_which_of_its_words_are_chinese(language, shown):
    with translation.override(language):
        assert Template("{% load words %}<p{% in_chinese %}>七天</p>").render(Context()) == shown


@pytest.mark.parametrize(("language", "shown"), [("zh-hans", "存好了。在核对。"), ("en", "存好了。 在核对。")])
def test_sentences_are_apart_where_the_language_wants_a_space(language, shown):
    with translation.override(language):
        assert Template("{% load words %}存好了。{% gap %}在核对。").render(Context()) == shown
