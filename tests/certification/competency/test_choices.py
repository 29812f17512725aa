"""Which options people chose."""

import pytest

from certification.competency.choices import chosen_of, orders_of
from tests.certification.competency.test_learning import sat
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_letters_become_options_of_the_content_and_open_places_are_missing(edition):
    person = UserFactory()
    attempt = sat(person, edition, wrong=())
    chosen = chosen_of(orders_of(pk__isnull=False), attempt__trainee=person)
    question = attempt.paper.questions.select_related("derivation").get(position=1)
    assert set(chosen[attempt.pk, 1]) == set(question.derivation.key)
    assert (attempt.pk, 20) not in chosen


def test_a_talk_counts_as_answered_and_has_no_options(edition):
    person = UserFactory()
    attempt = sat(person, edition, wrong=())
    orders: dict = {attempt.paper_id: {place: [] for place in range(1, attempt.paper.size + 1)}}
    assert chosen_of(orders, attempt__trainee=person) == {}
