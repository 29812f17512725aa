"""如果这一版生效: the page."""

import pytest

from certification.competency import what_if
from tests.certification.competency.test_what_if import answers
from tests.factories.drafts import CHANGED, make_draft
from tests.factories.people import UserFactory

URL = "/oversight/competency/what-if/"


def test_the_draft_comes_first_and_names_who_would_fall(
    author, trainer, edition, monkeypatch, django_assert_max_num_queries
):
    person = UserFactory(display_name="何思远", staff_number="Z1")
    monkeypatch.setattr(what_if, "answers_of", lambda people: {person.pk: answers(CHANGED, edition.id)})
    make_draft(trainer)

    author.get(URL)
    with django_assert_max_num_queries(12):
        html = author.get(URL).content.decode()

    assert "现在的草稿" in html
    assert "何思远" in html
    assert "1 人会有领域不再达标" in html
    assert CHANGED in html
    assert "new/?person=Z1&amp;area=shipping" in html


def test_without_another_edition_the_page_says_so(author, edition):
    assert "没有别的版本" in author.get(URL).content.decode()


@pytest.mark.parametrize("query", ["edition=nonsense", "cohort=nonsense"])
def test_unknown_choices_are_not_found(author, edition, query):
    assert author.get(f"{URL}?{query}").status_code == 404


def test_trainees_do_not_see_it(signed_in, edition):
    assert signed_in.get(URL).status_code == 403
