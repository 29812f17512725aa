"""A page as HTML: its parts, its links, its pictures."""

import re

import pytest

from certification.handbook import reading
from certification.handbook.contents import SLUGS
from certification.handbook.reading import Heading, id_of, read_page
from certification.people.domain import Language

TEXT = """# Sit an *exam*

What counts, and
what does not.

## Before it `begins`

Go to [practice](practice#when-to-stop) or [the list](/mocks/), or [below](#after-it).

![The page](screenshots/exam-1280.png)

## After it

### Small

| a | b |
|---|---|
| 1 | <b> |
"""


@pytest.fixture
def page(tmp_path, monkeypatch):
    """A page of which there is one language alone, in a folder of its own."""
    (tmp_path / "zh").mkdir()
    (tmp_path / "zh" / "exam.md").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    return read_page.__wrapped__("exam", Language.CHINESE)


def test_title_and_lead_are_words_and_the_title_is_told_once(page):
    assert (page.slug, page.title, page.lead) == ("exam", "Sit an exam", "What counts, and what does not.")
    assert "<h1" not in page.html
    assert "What counts" in page.html


def test_headings_can_be_jumped_to(page):
    assert page.headings == (Heading("before-it-begins", "Before it begins"), Heading("after-it", "After it"))
    assert '<h2 id="before-it-begins">' in page.html
    assert '<h3 id="small">' in page.html


def test_links_lead_to_the_handbook_or_to_the_site(page):
    links = re.findall('href="([^"]*)"', page.html)

    assert [one for one in links if not one.startswith("/static/")] == [
        "/help/practice/#when-to-stop",
        "/mocks/",
        "#after-it",
    ]


def test_a_picture_has_its_size_and_waits_until_it_is_seen(page):
    picture, _narrow = re.findall("<img[^>]*>", page.html)

    assert re.search(r'src="/static/screenshots/exam-1280[^"]*\.png"', picture)
    assert re.search(r'width="\d+" height="\d+"', picture)
    assert 'loading="lazy"' in picture
    assert 'alt="The page"' in picture


def test_a_phone_gets_the_picture_of_a_phone_and_a_press_shows_each_whole(page):
    pictures = re.findall(r'<a class="([\w-]+)" href="([^"]*)"><img src="([^"]*)"', page.html)

    assert [kind for kind, _whole, _shown in pictures] == ["of-wide", "of-phone"]
    assert all(whole == shown for _kind, whole, shown in pictures)
    assert re.fullmatch(r"/static/screenshots/exam-375[^/]*\.png", pictures[1][1])


def test_a_table_scrolls_in_a_frame_and_html_is_text(page):
    assert '<div class="table-scroll table-fit" tabindex="0" role="region" aria-label="表格">' in page.html
    assert "&lt;b&gt;" in page.html


def test_what_is_no_page_is_refused_before_a_file_is_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "FOLDER", tmp_path)

    for slug in ("../settings", "nothing", ""):
        with pytest.raises(KeyError):
            read_page(slug, Language.ENGLISH)


@pytest.mark.parametrize(
    ("words", "found"),
    [("取消别人的 两步验证", "取消别人的-两步验证"), ("What if…? (again)", "what-if-again"), ("A_b-C", "a_b-c")],
)
def test_the_id_of_a_heading_keeps_letters_of_any_writing(words, found):
    assert id_of(words) == found


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("slug", SLUGS)
def test_every_page_can_be_read(slug, language):
    page = read_page(slug, language)

    assert page.title
    assert page.lead
    assert "**" not in re.sub(r"<(pre|code).*?</\1>", "", page.html, flags=re.DOTALL)  # a mark that was none
    assert page.headings
