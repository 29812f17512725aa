"""How long people take over a question."""

from datetime import timedelta

import pytest

from certification.attempts.domain import ClosedBy
from certification.competency.timing import seconds_on, time_on_item
from certification.grading.services import hand_in
from tests.factories import NOON
from tests.factories.attempts import save, start_mock
from tests.factories.people import UserFactory


def at(seconds):
    return NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("position", "saves", "seconds"),
    [
        pytest.param(1, [(at(30), 1)], 30, id="the first from the beginning"),
        pytest.param(2, [(at(30), 1), (at(75), 2)], 45, id="since the save before"),
        pytest.param(1, [(at(30), 1), (at(75), 2), (at(95), 1)], 50, id="times add up"),
        pytest.param(2, [(at(30), 1), (at(5000), 2)], 600, id="a break is ten minutes"),
        pytest.param(3, [(at(30), 1)], 0, id="never saved"),
        pytest.param(2, [(at(30), 1), (at(20), 2)], 0, id="a clock that was set back"),
    ],
)
def test_the_time_since_the_save_before_goes_to_the_question(position, saves, seconds):
    assert seconds_on(position, NOON, saves) == seconds


@pytest.mark.django_db
def test_quartiles_over_people(edition, django_assert_max_num_queries):
    version = None
    for number in range(1, 6):
        attempt = start_mock(UserFactory(), edition)
        version = version or attempt.paper.questions.get(position=1).version_id
        save(attempt, 2, answer="A", now=at(10))
        save(attempt, 1, answer="A", now=at(10 + 20 * number))
        if number == 5:
            assert time_on_item(version) is None  # the fifth has not handed in yet
        hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=at(300))
    with django_assert_max_num_queries(2):
        found = time_on_item(version)
    assert (found.n, found.lower, found.median, found.upper) == (5, 40, 60, 80)
