"""The frame around every page."""

import pytest
from django.template import Context, Template

from certification.templatetags import site

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["今日"]),
        ("/mocks/", ["模考"]),
        ("/attempts/7/questions/3/", ["模考"]),
        ("/corpus/SHIP-48H-01/", ["规则库"]),
        ("/authoring/checkup/", ["规则库"]),
        ("/account/", []),
    ],
)
def test_the_section_of_the_page_is_marked(path, current):
    assert [link.label for link in site.links_from(path) if link.is_current] == current


def test_navigation_shows_icons_only_where_asked():
    plain = Template("{% load site %}{% nav_links %}").render(Context())
    drawn = Template("{% load site %}{% nav_links icons=True %}").render(Context())

    assert plain.count("<a ") == drawn.count("<a ") == len(site.SECTIONS)
    assert "<svg" not in plain
    assert drawn.count("<svg") == len(site.SECTIONS)


def test_every_icon_of_the_navigation_is_drawn(settings):
    sprite = (settings.BASE_DIR / "static" / "img" / "icons.svg").read_text()

    assert all(f'id="i-{section.icon}"' in sprite for section in site.SECTIONS)


def test_no_edition_is_no_label():
    assert site.corpus_label() == ""


def test_label_is_that_of_the_edition_in_force(monkeypatch):
    class Edition:
        label = "2026.1"

    monkeypatch.setattr(site.api, "current_edition", Edition)

    assert site.corpus_label() == "2026.1"


@pytest.mark.parametrize(("path", "current"), [("/corpus/SHIP-48H-01/", ["规则"]), ("/authoring/checkup/", ["体检"])])
def test_the_tab_of_the_page_is_marked(path, current):
    links = site.links_from(path, site.CORPUS_PAGES)

    assert [link.label for link in links if link.is_current] == current


def test_tabs_are_for_those_who_keep_the_rules(rf, trainer, trainee):
    def tabs(user):
        request = rf.get("/corpus/")
        request.user = user
        return Template("{% load site %}{% corpus_tabs %}").render(Context({"request": request}))

    assert tabs(trainer).count("<a ") == len(site.CORPUS_PAGES)
    assert "<nav" not in tabs(trainee)
    assert "<nav" not in Template("{% load site %}{% corpus_tabs %}").render(Context())
