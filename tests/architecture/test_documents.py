"""Conventions of documents: in English, and every link of theirs leads to a file and a heading that are there."""

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from certification.handbook.reading import id_of, words_of
from tests.architecture.sources import ROOT, named

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
#: The names of rules and words of the domain are Chinese, also where English is written about them.
MOST_CHINESE = 0.12
CHINESE = re.compile(r"[\u4e00-\u9fff]")
READER = MarkdownIt("commonmark").enable("table")


def links_of(path: Path) -> Iterator[str]:
    """Yield where the links and pictures of a document lead, those to other sites left out."""
    for token in READER.parse(path.read_text(encoding="utf-8")):
        for child in token.children or ():
            there = unquote(str(child.attrs.get("href", child.attrs.get("src", ""))))
            if there and "://" not in there and not there.startswith("mailto:"):
                yield there


def ids_of(path: Path) -> set[str]:
    tokens = READER.parse(path.read_text(encoding="utf-8"))
    pairs = itertools.pairwise(tokens)
    return {id_of(words_of(after)) for one, after in pairs if one.type == "heading_open"}


def is_there(link: str, path: Path) -> bool:
    there, mark, heading = link.partition("#")
    file = (path.parent / there).resolve() if there else path
    return file.exists() and (not mark or file.suffix != ".md" or heading in ids_of(file))


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_every_link_of_a_document_leads_to_something(path):
    assert [link for link in links_of(path) if not is_there(link, path)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_documents_are_in_english(path):
    text = re.sub(r"\s", "", path.read_text(encoding="utf-8"))

    assert len(CHINESE.findall(text)) < MOST_CHINESE * len(text)
