"""Which pages there are, for whom first, and which of them belongs where."""

import pytest

from certification.handbook.contents import PARTS, PLACES, SLUGS, page_about, part_of, parts_for
from certification.people.domain import Role
from tests.security.surface import addresses


def test_each_page_stands_in_one_part():
    assert len(SLUGS) == len(set(SLUGS))
    assert [part_of(slug) for slug in SLUGS] == [part for part in PARTS for _slug in part.pages]
    with pytest.raises(KeyError):
        part_of("nothing")


@pytest.mark.parametrize(
    ("roles", "first"),
    [([Role.TRAINEE], Role.TRAINEE), ([Role.MANAGER], Role.MANAGER), ([Role.TRAINER, Role.MANAGER], Role.TRAINER)],
)
def test_ones_own_work_comes_first_and_nothing_is_left_out(roles, first):
    parts = parts_for(roles)

    assert parts[0].role is first
    assert [part.role in roles for part in parts] == sorted((part.role in roles for part in parts), reverse=True)
    assert set(map(id, parts)) == set(map(id, PARTS))


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/authoring/questions/", "keep-the-question-bank"),
        ("/authoring/questions/new/", "write-a-question"),
        ("/authoring/question-reviews/", "review-a-question"),
        ("/mocks/", "exam"),
        ("/", ""),
        ("/help/exam/", ""),
    ],
)
def test_the_longest_beginning_of_an_address_says_which_page_is_about_it(path, slug):
    assert page_about(path) == slug


def test_every_place_is_one_of_the_site():
    paths = [f"/{one.pattern}" for one in addresses()]

    assert [place for place in PLACES if not any(path.startswith(place) for path in paths)] == []
    assert set(PLACES.values()) <= set(SLUGS)
