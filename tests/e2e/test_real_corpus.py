"""The journey on the corpus and the bank that ship, with pictures.

Pictures of what it saw go to `.build/shots`; those of the documents come from `make screenshots`.
"""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases import api
from certification.attempts.models import Attempt
from certification.bank.files import read_bank
from certification.bank.items import DISPUTED_FILE, ITEMS_FOLDER
from certification.bank.services import load_bank
from tests.e2e.walking import serious_violations
from tests.factories.attempts import keyed_letters, save, start_mock

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / ".build/shots"
SIZES = {"": {"width": 1280, "height": 800}, "-phone": {"width": 375, "height": 812}}


@pytest.fixture
def attempt(live_server, trainee) -> Attempt:
    """A mock on the real bank, two thirds answered, mostly right."""
    api.store_shipped_edition(now=timezone.now())
    edition = api.current_edition()
    report = load_bank(read_bank(ITEMS_FOLDER, DISPUTED_FILE), edition=edition)
    assert report.refused == {}
    attempt = start_mock(trainee, edition, seed=20260918, now=timezone.now())
    for position in range(1, 24):
        answer = keyed_letters(attempt, position) if position % 4 else "A"
        save(attempt, position, answer=answer, now=timezone.now())
    for position in (9, 24):
        save(attempt, position, sequence=2, flag=True, now=timezone.now())
    return attempt


def shot(page: Page, name: str) -> None:
    """Take the page wide and narrow; nothing sticks out, axe-core finds nothing serious."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    for suffix, size in SIZES.items():
        page.set_viewport_size(size)
        page.evaluate("window.scrollTo(0, 0)")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
        assert serious_violations(page) == []
        page.screenshot(path=SHOTS / f"{name}{suffix}.png")
    page.set_viewport_size(SIZES[""])


def test_every_page_of_the_journey_shows_real_cases(live_server, attempt, trainee_page: Page):
    page = trainee_page
    at = f"{live_server.url}/attempts/{attempt.pk}"
    shot(page, "home")
    page.goto(f"{at}/questions/9/")
    shot(page, "exam")
    page.goto(f"{at}/questions/22/")
    shot(page, "exam-multiple")
    page.goto(f"{at}/hand-in/")
    shot(page, "hand-in")
    page.get_by_role("button", name="交卷").click()
    expect(page.locator(".score-big")).to_be_visible()
    shot(page, "result")
    page.goto(f"{at}/result/?show=lost")
    page.locator(".q-list a").first.click()
    expect(page).to_have_title(re.compile("裁决书"))
    shot(page, "ruling")
    page.goto(f"{live_server.url}/practice/")
    shot(page, "practice")
    page.get_by_role("button", name="开始练习").click()
    page.locator(".option").nth(0).click()
    page.get_by_role("button", name="看答案").click()
    expect(page.locator("#explanation")).to_be_visible()
    shot(page, "practice-answer")
