"""Which options people chose."""

import pytest

from certification.competency.choices import chosen, with_choices
from certification.grading.models import Mark
from tests.certification.competency.test_learning import sat
from tests.factories.attempts import keyed_letters, save, start_mock
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def read(attempt) -> dict[int, tuple[int, ...]]:
    rows = with_choices(Mark.objects.filter(attempt=attempt)).values_list("position", "order", "answer")
    return {position: chosen(order, answer) for position, order, answer in rows}


def test_letters_become_options_of_the_content_and_open_places_have_none(edition):
    attempt = sat(UserFactory(), edition, wrong=())
    found = read(attempt)
    question = attempt.paper.questions.select_related("derivation").get(position=1)
    assert set(found[1]) == set(question.derivation.key)
    assert found[20] == ()
    assert len(found) == attempt.paper.size


def test_the_last_answer_counts_whatever_was_flagged_since(edition, monkeypatch):
    person = UserFactory()
    first = start_mock(person, edition)
    monkeypatch.setattr("tests.certification.competency.test_learning.start_mock", lambda *_args, **_more: first)
    save(first, 7, answer="B", sequence=1)
    save(first, 7, answer=keyed_letters(first, 7), sequence=2)
    save(first, 7, flag=True, sequence=3)
    found = read(sat(person, edition))
    question = first.paper.questions.select_related("derivation").get(position=7)
    assert set(found[7]) == set(question.derivation.key)


def test_a_talk_has_no_options():
    assert chosen([], None) == chosen([], "A") == ()
