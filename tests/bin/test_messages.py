"""The check of the English catalogue: what it must not let through, and that the one we have is complete."""

import pytest
from babel.messages.catalog import Catalog

from bin import messages
from bin.translating import catalogue, sources, unwrapped


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A little site of one template and one module, translated."""
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path / "locale")
    monkeypatch.setattr(catalogue, "PO", tmp_path / "locale" / "django.po")
    monkeypatch.setattr(catalogue, "MO", tmp_path / "locale" / "django.mo")
    monkeypatch.setattr(unwrapped, "FINE", {})
    for folder in ("certification", "cases", "templates", "static/js"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "templates" / "page.html").write_text('{% load i18n %}<h1 title="{% translate "交卷" %}"></h1>')
    (tmp_path / "certification" / "words.py").write_text('DONE = _("第 %(n)d 题")\n')
    messages.write()
    say(tmp_path, {"交卷": "Hand in", "第 %(n)d 题": "Question %(n)d"})
    return tmp_path


def say(tree, texts, comment=""):
    catalog = catalogue.merged(sources.wrapped(), catalogue.read())
    for text, english in texts.items():
        catalog[text].string = english
        catalog[text].user_comments = [comment] if comment else []
    catalogue.PO.write_text(catalogue.as_po(catalog))
    catalogue.MO.write_bytes(catalogue.as_mo(catalogue.read()))


def told(capsys):
    assert messages.check() == 1
    return capsys.readouterr().err


def test_what_is_complete_passes(tree):
    assert messages.check() == 0


def test_a_new_text_is_missing(tree, capsys):
    (tree / "templates" / "more.html").write_text(
        "{% load i18n %}{% blocktranslate %}还有 {{ n }} 题{% endblocktranslate %}"
    )
    messages.write()

    assert "missing: '还有 %(n)s 题' (templates/more.html)" in told(capsys)


def test_a_plural_wants_both_forms(tree, capsys):
    (tree / "certification" / "many.py").write_text('ngettext("%(n)d 人", "%(n)d 人", 2)\n')
    messages.write()

    assert "missing: '%(n)d 人'" in told(capsys)


@pytest.mark.parametrize(
    ("english", "wrong"),
    [
        ("Question", "other placeholders"),
        ("Question %(m)d", "other placeholders"),
        ("Question %(n)d\n", "other line ends"),
        ("Question %(n)d：", "Chinese in"),
        ("题 %(n)d", "Chinese in"),
        ("", "missing"),
    ],
)
def test_a_wrong_text_is_told(tree, capsys, english, wrong):
    say(tree, {"第 %(n)d 题": english})

    assert wrong in told(capsys)


def test_a_fuzzy_text_is_told(tree, capsys):
    text = catalogue.PO.read_text().replace("#: certification/words.py\n", "#: certification/words.py\n#, fuzzy\n")
    catalogue.PO.write_text(text)

    assert "fuzzy: '第 %(n)d 题'" in told(capsys)


def test_chinese_stays_where_a_comment_says_why(tree):
    say(tree, {"交卷": "Hand in (交卷)"}, comment="keeps Chinese: the column is called so")

    assert messages.check() == 0


def test_a_file_behind_the_sources_is_told(tree, capsys):
    (tree / "certification" / "words.py").write_text("")

    assert "django.po is not up to date" in told(capsys)


def test_a_compiled_file_behind_the_texts_is_told(tree, capsys):
    catalogue.MO.write_bytes(catalogue.as_mo(Catalog(locale="en")))

    assert "django.mo is not up to date" in told(capsys)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("templates/page2.html", "<p>交卷</p>"),
        ("templates/page2.html", '<a aria-label="交卷"></a>'),
        ("templates/page2.html", '{{ name|default:"无" }}'),
        ("templates/page2.html", '{{ names|join:"、" }}'),
        ("templates/page2.html", "{{ at|date:'n月j日 G点' }}"),
        ("certification/more.py", 'X = "交卷"\n'),
        ("certification/more.py", 'X = f"{1}：{2}"\n'),
        ("static/js/more.js", 'alert("交卷"); // 交卷'),
    ],
)
def test_chinese_that_nobody_can_translate_is_told(tree, capsys, name, text):
    (tree / name).write_text(text)

    assert f"not wrapped: {name}:1: " in told(capsys)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("templates/page2.html", "{# 交卷 #}{% comment %}交卷{% endcomment %}"),
        ("templates/page2.html", '{{ at|date:"n月j日 H:i" }}'),
        ("templates/page2.html", '{{ names|default:_("交卷") }}'),
        ("certification/more.py", '"""交卷"""\n'),
        ("certification/more.py", 'def f(x): return x == "无" or x.replace("，", ",")\n'),
        ("static/js/more.js", "// 交卷\nrun(); // 交卷"),
    ],
)
def test_what_no_reader_sees_or_gettext_has_is_let_be(tree, name, text):
    (tree / name).write_text(text)
    messages.write()

    assert messages.check() == 0


def test_an_excuse_names_its_reason_and_is_needed(tree, capsys, monkeypatch):
    monkeypatch.setattr(unwrapped, "FINE", {"certification/demo/*": "demo data"})
    assert "nothing to excuse any more: certification/demo/*" in told(capsys)

    (tree / "certification" / "demo").mkdir()
    (tree / "certification" / "demo" / "people.py").write_text('NAME = "林晓雯"\n')
    assert messages.check() == 0


def test_what_is_translated_stays_and_what_nobody_uses_goes(tree):
    (tree / "templates" / "page.html").write_text('{% load i18n %}{% translate "交卷" %}{% translate "开始" %}')
    (tree / "certification" / "words.py").write_text("")

    messages.write()

    kept = {message.id: message.string for message in catalogue.read() if message.id}
    assert kept == {"交卷": "Hand in", "开始": ""}


def test_one_text_in_two_places_of_a_page_may_be_two(tree):
    (tree / "templates" / "page.html").write_text(
        '{% load i18n %}{% translate "交卷" %}{% translate "交卷" context "button" %}'
    )
    messages.write()

    assert {(message.id, message.context) for message in catalogue.read() if message.id} >= {
        ("交卷", None),
        ("交卷", "button"),
    }
