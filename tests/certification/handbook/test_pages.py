"""Every page is there in every language, alike in build, and each of its links and pictures leads to something."""

import itertools
from collections import Counter
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from markdown_it import MarkdownIt

from certification.handbook.contents import SLUGS
from certification.handbook.reading import FOLDER, PICTURES, file_of, id_of, words_of
from certification.people.domain import Language

#: What two languages of a page have equally many of, in the same order.
BUILD = ("heading_open", "table_open", "tr_open", "list_item_open", "link_open", "image", "fence", "code_block")
LANGUAGES = tuple(Language)


def tokens_of(slug: str, language: Language):
    """Yield the tokens of a page, those within lines too."""
    for token in MarkdownIt("commonmark").enable("table").parse(file_of(slug, language).read_text(encoding="utf-8")):
        yield token
        yield from token.children or ()


def build(slug: str, language: Language) -> list[tuple[str, str]]:
    """Return what a page is made of; of links and pictures also where they lead, apart from the heading there."""
    return [
        (token.type, token.tag + str(token.attrs.get("href", token.attrs.get("src", ""))).partition("#")[0])
        for token in tokens_of(slug, language)
        if token.type in BUILD
    ]


def ids(slug: str, language: Language) -> list[str]:
    tokens = list(tokens_of(slug, language))
    return [id_of(words_of(after)) for one, after in itertools.pairwise(tokens) if one.type == "heading_open"]


def links(slug: str, language: Language) -> list[str]:
    return [unquote(str(token.attrs["href"])) for token in tokens_of(slug, language) if token.type == "link_open"]


def test_no_file_is_left_over():
    assert {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.*")} == {
        file_of(slug, language).relative_to(FOLDER).as_posix() for slug in SLUGS for language in LANGUAGES
    }


@pytest.mark.parametrize("slug", SLUGS)
def test_the_languages_of_a_page_are_built_alike(slug):
    assert build(slug, Language.ENGLISH) == build(slug, Language.CHINESE)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_begins_with_its_title_and_what_it_is_about(slug, language):
    tokens = list(tokens_of(slug, language))
    blocks = [token for token in tokens if token.block and token.level == 0]

    assert [token.type for token in blocks[:4]] == [
        "heading_open", "heading_close", "paragraph_open", "paragraph_close",
    ]  # fmt: skip
    assert Counter(token.tag for token in tokens if token.type == "heading_open")["h1"] == 1
    assert not any(token.type in ("html_block", "html_inline") for token in tokens)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_the_headings_of_a_page_can_be_told_apart(slug, language):
    assert [one for one, n in Counter(ids(slug, language)).items() if n > 1 or not one] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_every_link_leads_to_something(slug, language):
    assert [link for link in links(slug, language) if not leads(link, slug, language)] == []


def leads(link: str, slug: str, language: Language) -> bool:
    """Say whether a link is a page of the site, or a page of the handbook and a heading on it."""
    if link.startswith("/"):
        try:
            resolve(link)
        except Resolver404:
            return False
        return True
    there, mark, heading = link.partition("#")
    return (there or slug) in SLUGS and (not mark or heading in ids(there or slug, language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", SLUGS)
def test_every_picture_is_there_and_says_what_it_shows(slug, language):
    pictures = [token for token in tokens_of(slug, language) if token.type == "image"]

    for one in pictures:
        source = str(one.attrs["src"])
        assert source.startswith(PICTURES)
        assert (settings.SCREENSHOTS_DIR / source.removeprefix(PICTURES)).is_file(), source
        assert one.content.strip()
