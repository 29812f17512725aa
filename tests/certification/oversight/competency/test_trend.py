"""The trend of a cohort on its page: chart, table, choices."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from certification.attempts.domain import ClosedBy
from certification.competency.trends import Week
from certification.grading.services import hand_in
from certification.oversight.competency.trend import BOTTOM, LEFT, RIGHT, TOP, chart_of
from certification.people.models import Cohort
from tests.factories.attempts import keyed_letters, save, start_mock
from tests.factories.people import UserFactory

URL = "/oversight/competency/trend/"
MONDAY = date(2025, 9, 15)


def week(at, mean, interval=None) -> Week:
    return Week(MONDAY + timedelta(days=7 * at), 6, 6, mean, interval)


def test_the_chart_goes_from_corner_to_corner_and_breaks_at_empty_weeks():
    chart = chart_of([week(0, 0.0), week(1, 0.5, (0.25, 0.75)), Week(MONDAY, 0, 0, None, None), week(3, 1.0)])

    assert (chart.points[0].x, chart.points[0].y) == (LEFT, BOTTOM)
    assert (chart.points[-1].x, chart.points[-1].y) == (RIGHT, TOP)
    assert chart.points[1].low > chart.points[1].y > chart.points[1].high
    assert [len(line.split()) for line in chart.lines] == [2, 1]
    assert chart.shows_figures
    assert len(chart.labels) == 4


def test_a_year_has_room_for_few_labels():
    chart = chart_of([week(at, 0.5) for at in range(52)])
    assert len(chart.labels) == 13
    assert chart.labels[-1][0] == RIGHT
    assert not chart.shows_figures


def test_a_single_week_is_a_point():
    assert chart_of([week(0, 0.5)]).lines == (f"{float(LEFT)},{(TOP + BOTTOM) / 2}",)


@pytest.fixture
def cohort(edition) -> Cohort:
    return Cohort.objects.create(name="夜班组")


def sat(cohort, edition):
    now = timezone.now()
    attempt = start_mock(UserFactory(cohort=cohort), edition, now=now)
    save(attempt, 1, answer=keyed_letters(attempt, 1), now=now)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)
    return attempt


def test_the_chart_has_its_table(author, cohort, edition):
    sat(cohort, edition)
    asked = {"cohort": str(cohort.pk)}
    html = author.get(URL, asked).content.decode()
    assert "夜班组，每周得分率" in html
    assert html.count("<circle") == 1
    assert html.count('<th scope="row">') == 12
    assert author.get(URL, {**asked, "weeks": "26"}).content.decode().count('<th scope="row">') == 26


def test_an_area_can_be_chosen(author, cohort, edition):
    sat(cohort, edition)
    html = author.get(URL, {"cohort": str(cohort.pk), "area": "overzone", "weeks": "x"}).content.decode()
    assert "这段时间没有交过的卷子" in html  # the little edition has no rule of it
    assert author.get(URL, {"area": "nowhere"}).status_code == 404
    assert author.get(URL, {"cohort": "nonsense"}).status_code == 404


def test_without_cohorts_the_page_stands(author):
    assert "没有交过的卷子" in author.get(URL).content.decode()


def test_trainees_may_not(signed_in):
    assert signed_in.get(URL).status_code == 403
