"""掌握度: areas, and what is behind one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.attempts.domain import ClosedBy
from certification.competency.learning import learn
from certification.competency.models import Standing
from certification.grading.services import hand_in
from tests.factories.attempts import keyed_letters, save, start_mock
from tests.factories.people import UserFactory

URL = "/mastery/"


@pytest.fixture
def able(trainee, edition):
    """A trainee who had a whole mock right, an hour ago."""
    now = timezone.now() - timedelta(hours=1)
    attempt = start_mock(trainee, edition, now=now)
    for position in range(1, attempt.paper.size + 1):
        save(attempt, position, answer=keyed_letters(attempt, position), sequence=position, now=now)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)
    learn([trainee.pk], now=timezone.now())
    return trainee


def test_nothing_answered_is_said_to_be_too_little(signed_in, edition):
    html = signed_in.get(URL).content.decode()
    assert html.count("不足以判断") >= 13
    assert "还没有作答" in html


def test_the_areas_tell_what_the_answers_show(signed_in, able):
    html = signed_in.get(URL).content.decode()
    assert "根据你交过的" in html
    shipping = Standing.objects.get(scope="area:shipping")
    assert f">{round(100 * (1 + shipping.right) / (2 + shipping.right + shipping.wrong))}<" in html


def test_an_area_names_its_rules_and_the_answers_behind_them(signed_in, able, edition):
    html = signed_in.get("/mastery/shipping/").content.decode()
    assert "SHIP-1" in html
    assert "模考第" in html
    assert f"/attempts/{able.attempts.get().pk}/result/" in html


def test_an_area_that_nobody_knows_is_not_found(signed_in, edition):
    assert signed_in.get("/mastery/nowhere/").status_code == 404


def test_without_an_edition_there_are_no_areas_to_look_into(signed_in):
    assert signed_in.get(URL).status_code == 200
    assert signed_in.get("/mastery/shipping/").status_code == 404


def test_nobody_sees_the_answers_of_others(signed_in, edition, able):
    other = UserFactory()
    signed_in.force_login(other)
    assert "模考第" not in signed_in.get("/mastery/shipping/").content.decode()


def test_today_shows_the_standing_and_what_is_due(signed_in, able):
    html = signed_in.get("/").content.decode()
    assert "怎么算的" in html
    assert "/mastery/shipping/" in html
