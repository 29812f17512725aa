"""学情 in the browser: a mistake comes back in another question; a manager sees who is where."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from certification.attempts.domain import ClosedBy
from certification.competency.learning import learn
from certification.competency.models import Guess, ReviewCard
from certification.grading.services import hand_in
from tests.e2e.walking import look, sign_in
from tests.factories.attempts import keyed_letters, save, start_mock, wrong_letter
from tests.factories.bank import make_bank
from tests.factories.people import UserFactory


@pytest.fixture
def mistaken(live_server, trainee):
    """The trainee had one question of a mock wrong an hour ago, everything else right."""
    edition, _report = make_bank()
    now = timezone.now() - timedelta(hours=1)
    attempt = start_mock(trainee, edition, now=now)
    for position in range(1, attempt.paper.size + 1):
        letters = wrong_letter(attempt, position) if position == 1 else keyed_letters(attempt, position)
        save(attempt, position, answer=letters, sequence=position, now=now)
    hand_in(attempt.pk, by=ClosedBy.TRAINEE, now=now)
    learn([trainee.pk], now=timezone.now())
    return trainee


def test_a_mistake_comes_back_in_another_question_until_it_is_known(trainee_page: Page, live_server, mistaken):
    page = trainee_page
    page.goto(f"{live_server.url}/")
    expect(page.get_by_role("heading", name="到期错题 1 条")).to_be_visible()
    look(page)
    page.get_by_role("link", name="错题本").first.click()
    look(page)
    page.get_by_role("button", name=re.compile("开始复习")).click()
    page.wait_for_url(re.compile("/practice/.*from=notebook"))
    look(page)

    attempt = mistaken.attempts.get(kind="practice")
    for letter in keyed_letters(attempt, 1):
        choose_practice(page, "ABCDEF".index(letter))
    page.get_by_role("button", name="看答案").click()
    expect(page.locator("#explanation")).to_contain_text("答对了")
    page.get_by_role("button", name="其实是蒙的").click()
    expect(page.locator("#explanation")).to_contain_text("已记为蒙对")
    assert Guess.objects.filter(attempt=attempt).count() == 1
    assert ReviewCard.objects.get().in_a_row == 0

    page.goto(f"{live_server.url}/mastery/")
    look(page)
    page.get_by_role("link", name="发货", exact=True).click()
    expect(page.get_by_role("heading", name="依据的作答")).to_be_visible()
    look(page)


def choose_practice(page: Page, index: int) -> None:
    page.locator(".options .option").nth(index).click()


def test_a_manager_finds_from_the_cohort_to_the_answers_behind_a_cell(page: Page, live_server, mistaken):
    manager = UserFactory(is_trainee=False, is_manager=True)
    sign_in(page, live_server.url, manager)
    page.get_by_role("link", name="学情").first.click()
    expect(page.get_by_role("row", name=re.compile(mistaken.display_name))).to_be_visible()
    look(page)
    page.get_by_role("link", name=mistaken.display_name).first.click()
    expect(page.get_by_role("heading", name=mistaken.display_name)).to_be_visible()
    look(page)
    page.get_by_role("link", name="发货", exact=True).click()
    expect(page.get_by_role("heading", name="依据的作答")).to_be_visible()
    look(page)
    page.goto(f"{live_server.url}/oversight/competency/questions/")
    expect(page.get_by_role("heading", name="还没有足够的作答")).to_be_visible()
    look(page)


def test_on_a_phone_the_rest_of_the_navigation_is_behind_more(page: Page, live_server, db):
    make_bank()
    trainer = UserFactory(is_trainer=True)
    page.set_viewport_size({"width": 375, "height": 800})
    sign_in(page, live_server.url, trainer)
    assert page.locator(".tabbar a").count() == 5
    page.get_by_text("更多", exact=True).click()
    page.get_by_role("navigation", name="更多页面").get_by_role("link", name="学情").click()
    page.wait_for_url(re.compile("/oversight/competency/"))
