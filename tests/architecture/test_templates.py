"""Conventions of templates: pages, fragments, and nothing inline."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.architecture.sources import TEMPLATES, named, templates

TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "an event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: link": re.compile(r"javascript:", re.IGNORECASE),
    "htmx that evaluates": re.compile(r"\bhx-on|hx-(vals|headers)=[\"']js:", re.IGNORECASE),
}
FRAGMENTS = [path for path in templates() if path.name.startswith("_")]
COMPONENTS = [path for path in templates() if TEMPLATES / "components" in path.parents]
BASE = TEMPLATES / "base.html"
PAGES = [path for path in templates() if path not in {BASE, *FRAGMENTS, *COMPONENTS}]


class Outline(HTMLParser):
    """Collects the elements that no other element holds."""

    VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.roots: list[tuple[str, dict[str, str | None]]] = []
        self.loose_text = ""

    def handle_starttag(self, tag, attrs):
        if self.depth == 0:
            self.roots.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.depth += 1

    def handle_startendtag(self, tag, attrs):
        if self.depth == 0:
            self.roots.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            self.depth -= 1

    def handle_data(self, data):
        if self.depth == 0:
            self.loose_text += data.strip()


@pytest.mark.parametrize("path", templates(), ids=named)
@pytest.mark.parametrize("what", INLINE)
def test_nothing_is_inline_that_the_policy_forbids(path: Path, what: str):
    found = INLINE[what].search(path.read_text())

    assert found is None, f"{what}: {found and found.group()}"


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_page_extends_the_frame(path: Path):
    assert path.read_text().startswith("{% extends ")


@pytest.mark.parametrize("path", FRAGMENTS, ids=named)
def test_a_fragment_is_one_element_with_the_id_its_name_promises(path: Path):
    text = path.read_text()
    outline = Outline()
    outline.feed(TAG.sub("", text))
    promised = path.stem.removeprefix("_").replace("_", "-")

    assert "{% extends" not in text
    assert len(outline.roots) == 1, [tag for tag, _ in outline.roots]
    assert outline.loose_text == ""
    assert re.search(rf'\bid="{promised}["-]', text), promised


@pytest.mark.parametrize("path", templates(), ids=named)
def test_what_htmx_asks_for_works_without_it_too(path: Path):
    for element in re.findall(r"<[a-z][^>]*\bhx-(?:get|post)=[^>]*>", TAG.sub("", path.read_text())):
        assert re.search(r"\b(href|action|formaction)=", element) or "hx-trigger" in element, element


@pytest.mark.parametrize("path", templates(), ids=named)
def test_a_form_that_posts_carries_its_token(path: Path):
    for form in re.findall(r'<form\b[^>]*method="post".*?</form>', path.read_text(), re.DOTALL):
        goes_elsewhere = 'action="{{ back }}"' in form  # to a platform, which our token is no business of
        assert ("{% csrf_token %}" in form) is not goes_elsewhere, form[:120]
