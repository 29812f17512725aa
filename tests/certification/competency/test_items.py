"""How questions do in papers: beside the definitions, on a fixed paper."""

import numpy as np
import pytest
from django.utils import timezone

from certification.attempts.domain import AttemptKind, ClosedBy
from certification.attempts.services import start_attempt
from certification.competency.items import is_due, report_in_background, report_items
from certification.competency.measuring.flags import Flag
from certification.competency.models import ItemReport
from certification.grading.services import hand_in
from certification.papers.blueprints import MOCK
from certification.papers.services import draw_paper
from tests.factories import NOON
from tests.factories.attempts import LATER, keyed_letters, save, wrong_letter
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
PEOPLE = 8


@pytest.fixture
def sat(edition) -> list:
    """Eight people on papers of one seed: person p answers every question rightly up to a number that grows with p."""
    attempts = []
    for number in range(PEOPLE):
        drawn = draw_paper(MOCK, edition=edition.id, seed=5, now=NOON)
        attempt = start_attempt(
            drawn, trainee_id=UserFactory().pk, kind=AttemptKind.MOCK, minutes=MOCK.minutes, now=NOON
        )
        for position in range(1, 9):
            right = position == 1 if number == 0 else position <= number
            letters = keyed_letters(attempt, position) if right else wrong_letter(attempt, position)
            save(attempt, position, answer=letters, sequence=position)
        hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=LATER)
        attempts.append(attempt)
    return attempts


def marks_of(attempts) -> tuple[np.ndarray, np.ndarray]:
    rows = [list(one.marks.order_by("position").values_list("points", "out_of")) for one in attempts]
    return np.array([[points for points, _ in row] for row in rows]), np.array([out_of for _, out_of in rows[0]])


def test_figures_are_those_of_the_definition(sat):
    report_items(now=LATER)
    points, out_of = marks_of(sat)
    for position in (2, 4, 6):
        version = sat[0].paper.questions.get(position=position).version_id
        report = ItemReport.objects.get(version=version)
        own = points[:, position - 1] / out_of[position - 1]
        rest = (points.sum(axis=1) - points[:, position - 1]) / (out_of.sum() - out_of[position - 1])
        assert report.n == PEOPLE
        assert report.facility == pytest.approx(own.mean())
        assert report.sd == pytest.approx(own.std(ddof=1))
        assert report.discrimination == pytest.approx(100 * np.corrcoef(own, rest)[0, 1])
        assert report.low < report.discrimination < report.high
        most = np.cov(np.sort(own), np.sort(rest))[0, 1]
        assert report.efficiency == pytest.approx(100 * np.cov(own, rest)[0, 1] / most)


def test_every_option_is_counted_by_its_place_in_the_content(sat):
    report_items(now=LATER)
    question = sat[0].paper.questions.select_related("derivation").get(position=4)
    options = ItemReport.objects.get(version=question.version_id).options
    assert len(options) == len(question.option_order)
    keyed = [one for one in options if one["is_key"]]
    assert {one["option"] for one in keyed} == set(question.derivation.key)
    assert all(one["strong"] >= one["weak"] for one in keyed)
    chosen_right = sum(len(keyed_letters(one, 4)) > 0 and one is not None for one in sat[4:])
    assert all(one["chosen"] >= chosen_right for one in keyed)


def test_what_nobody_answered_still_counts_as_nought(sat):
    report_items(now=LATER)
    version = sat[0].paper.questions.get(position=20).version_id
    report = ItemReport.objects.get(version=version)
    assert (report.n, report.facility, report.discrimination, report.efficiency) == (PEOPLE, 0, None, None)
    assert report.flags == [str(Flag.TOO_FEW)]


def test_practice_and_running_papers_do_not_count(edition):
    drawn = draw_paper(MOCK, edition=edition.id, seed=5, now=NOON)
    start_attempt(drawn, trainee_id=UserFactory().pk, kind=AttemptKind.MOCK, minutes=MOCK.minutes, now=NOON)
    assert report_items(now=LATER) == 0


def test_it_is_done_once_a_day(sat):
    assert is_due(timezone.now())
    assert report_in_background.func() > 0
    assert not is_due(timezone.now())
    assert report_in_background.func() == 0
