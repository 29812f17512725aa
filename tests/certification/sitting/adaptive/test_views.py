"""Adaptive practice in the browser of a trainee."""

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.attempts.domain import AttemptState
from certification.competency.adaptive import services
from certification.competency.adaptive.domain import Ending
from certification.competency.adaptive.models import AdaptiveRun
from certification.competency.measuring.adaptive import Limits
from tests.factories.attempts import keyed_letters, start_mock
from tests.factories.people import UserFactory

URL = "/practice/adaptive/"
NEXT = f"{URL}next/"


def answered(browser) -> str:
    """Open the next question, answer it rightly; return the explanation."""
    where = browser.post(NEXT)
    run = AdaptiveRun.objects.get(ended_at=None)
    attempt = run.steps.order_by("-number").first().attempt
    assert where["Location"] == reverse("sitting:practice-question", args=[attempt.pk]) + "?from=adaptive"
    page = browser.post(where["Location"], {"answer": list(keyed_letters(attempt, 1))}, follow=True)
    return page.content.decode()


def test_it_begins_asks_and_goes_on(signed_in, edition):
    assert "开始" in signed_in.get(URL).content.decode()

    html = answered(signed_in)
    assert "答对了" in html
    assert f'action="{NEXT}"' in html

    html = signed_in.get(URL).content.decode()
    assert "做了 1 题" in html
    assert "一百人里大约超过" in html
    assert "1 题里有 0 题的难度来自别人的作答" in html


def test_a_question_that_waits_is_shown_again(signed_in, edition):
    first, second = signed_in.post(NEXT), signed_in.post(NEXT)
    assert first["Location"] == second["Location"]
    assert AdaptiveRun.objects.get().steps.count() == 1


def test_the_end_is_told_with_its_uncertainty(signed_in, edition, monkeypatch):
    monkeypatch.setattr(services, "LIMITS", Limits(error=0.95, shortest=1, longest=3))
    answered(signed_in)

    response = signed_in.post(NEXT, follow=True)

    assert response.redirect_chain[-1][0] == URL
    html = response.content.decode()
    assert "够准了，自动结束" in html
    assert "和一般水平分不出高低" in html
    assert AdaptiveRun.objects.get().ending == Ending.KNOWN


def test_it_can_be_stopped(signed_in, edition):
    answered(signed_in)
    assert "自己结束" in signed_in.post(f"{URL}stop/", follow=True).content.decode()
    assert signed_in.post(f"{URL}stop/").status_code == 302


def test_an_unknown_area_is_told(signed_in, edition):
    response = signed_in.post(NEXT, {"area": "nowhere"})
    assert response.status_code == 409
    assert "换一个领域" in response.content.decode()


def test_without_a_bank_the_page_says_so(signed_in):
    assert "题库还是空的" in signed_in.get(URL).content.decode()
    assert signed_in.post(NEXT).status_code == 409


def test_it_waits_for_a_running_mock(signed_in, trainee, edition):
    start_mock(trainee, edition, now=timezone.now())
    response = signed_in.post(NEXT)
    assert response.status_code == 409
    assert "交卷以后再练习" in response.content.decode()
    assert not AdaptiveRun.objects.exists()


def test_another_practice_leaves_the_question_behind(signed_in, edition):
    signed_in.post(NEXT)
    signed_in.post("/practice/", {"area": "ship"})
    signed_in.post(NEXT)
    states = AdaptiveRun.objects.get().steps.values_list("attempt__state", flat=True)
    assert list(states) == [AttemptState.VOID, AttemptState.OPEN]


@pytest.mark.parametrize("url", [NEXT, f"{URL}stop/"])
def test_reading_changes_nothing(signed_in, url):
    assert signed_in.get(url).status_code == 405


def test_runs_of_others_are_not_shown(signed_in, edition):
    other = UserFactory()
    AdaptiveRun.objects.create(
        person=other, started_at="2025-08-01T10:00Z", ended_at="2025-08-01T11:00Z", ending=Ending.KNOWN,
        ability=1, error=0.3, count=9,
    )  # fmt: skip
    assert "9 题" not in signed_in.get(URL).content.decode()
