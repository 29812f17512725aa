"""How people did, told to the bank."""

from datetime import timedelta

import pytest

from certification.attempts.domain import ClosedBy
from certification.bank.models import VersionStatistic
from certification.grading.services import hand_in
from certification.grading.statistics import EVERY, is_due, measure, measure_in_background
from tests.factories import NOON
from tests.factories.attempts import LATER, keyed_letters, save, start_mock, wrong_letter
from tests.factories.people import UserFactory


@pytest.fixture
def versions(edition) -> list:
    """Two sat the same paper: one had the first question right, nobody the second; a third has not handed in."""
    for number, right in enumerate([True, False, True]):
        attempt = start_mock(UserFactory(), edition)
        save(attempt, 1, answer=keyed_letters(attempt, 1) if right else wrong_letter(attempt, 1))
        save(attempt, 2, answer=wrong_letter(attempt, 2))
        if number < 2:
            hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
    return list(attempt.paper.questions.order_by("position").values_list("version", flat=True))


def test_the_mean_share_of_points_is_measured_over_what_was_handed_in(versions):
    assert measure(now=NOON) == 30

    found = {one.version_id: (one.attempts, one.share) for one in VersionStatistic.objects.all()}
    assert found[versions[0]] == (2, 5000)
    assert found[versions[1]] == (2, 0)


def test_measuring_again_replaces(versions):
    measure(now=NOON)
    measure(now=LATER)

    assert VersionStatistic.objects.count() == 30
    assert set(VersionStatistic.objects.values_list("measured_at", flat=True)) == {LATER}


def test_it_is_due_a_day_after_the_newest(versions):
    assert is_due(NOON)

    measure(now=NOON)

    assert not is_due(NOON + EVERY - timedelta(seconds=1))
    assert is_due(NOON + EVERY)


def test_the_job_measures_once_however_often_it_was_asked_for(versions):
    assert [measure_in_background.func(), measure_in_background.func()] == [30, 0]
