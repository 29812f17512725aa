"""The frame around every page."""

import pytest
from django.template import Context, Template

from certification import navigation
from certification.templatetags import site
from tests.factories.people import UserFactory

EVERYTHING = (
    navigation.HOME,
    *navigation.TRAINEE_SECTIONS,
    *navigation.STAFF_SECTIONS,
    *navigation.CORPUS_SECTIONS,
)

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
    assert [link.label for link in navigation.links_from(path, EVERYTHING) if link.is_current] == current


@pytest.mark.parametrize(
    ("roles", "labels"),
    [
        ({"is_trainee": True}, "今日 模考 练习 错题本 演练 规则库 试一案"),
        ({"is_trainee": False, "is_manager": True}, "今日 题库 场次 学情 评卷 规则库 试一案 运维"),
        ({"is_trainee": False, "is_staff": True}, "今日 规则库 试一案 运维"),
        ({"is_trainee": True, "is_trainer": True}, "今日 模考 练习 错题本 演练 题库 场次 学情 评卷 规则库 试一案"),
        ({"is_trainee": False}, "今日 规则库 试一案"),
    ],
)
def test_everybody_finds_their_own_work_first(roles, labels):
    assert [str(one.label) for one in navigation.sections_of(UserFactory(**roles))] == labels.split()


def test_a_phone_shows_the_first_at_the_bottom_with_icons_and_the_rest_behind_more(rf):
    request = rf.get("/")
    request.user = UserFactory(is_trainer=True)
    links = {
        tag: Template(f"{{% load site %}}{{% {tag} %}}").render(Context({"request": request}))
        for tag in ("nav_links", "bottom_links", "more_links")
    }
    counts = {tag: html.count("<a ") for tag, html in links.items()}
    assert counts["bottom_links"] == navigation.AT_THE_BOTTOM
    assert counts["bottom_links"] + counts["more_links"] == counts["nav_links"] + 1  # and the handbook
    assert 'href="/help/"' in links["more_links"]
    assert "<svg" not in links["nav_links"]
    assert links["bottom_links"].count("<svg") == navigation.AT_THE_BOTTOM


def test_without_a_request_there_is_what_all_may_see():
    assert Template("{% load site %}{% nav_links %}").render(Context()).count("<a ") == 3


def test_every_icon_of_the_navigation_is_drawn(settings):
    sprite = (settings.BASE_DIR / "static" / "img" / "icons.svg").read_text()

    assert all(f'id="i-{section.icon}"' in sprite for section in EVERYTHING)


def test_no_edition_is_no_label():
    assert site.corpus_label() == ""


def test_label_is_that_of_the_edition_in_force(monkeypatch):
    class Edition:
        label = "2026.1"

    monkeypatch.setattr(site.api, "current_edition", Edition)

    assert site.corpus_label() == "2026.1"


@pytest.mark.parametrize(("path", "current"), [("/corpus/SHIP-48H-01/", ["规则"]), ("/authoring/checkup/", ["体检"])])
def test_the_tab_of_the_page_is_marked(path, current):
    links = navigation.links_from(path, navigation.CORPUS_PAGES)

    assert [link.label for link in links if link.is_current] == current


def test_tabs_are_for_those_who_keep_the_rules(rf, trainer, trainee):
    def tabs(user):
        request = rf.get("/corpus/")
        request.user = user
        return Template("{% load site %}{% corpus_tabs %}").render(Context({"request": request}))

    assert tabs(trainer).count("<a ") == len(navigation.CORPUS_PAGES)
    assert "<nav" not in tabs(trainee)
    assert "<nav" not in Template("{% load site %}{% corpus_tabs %}").render(Context())
