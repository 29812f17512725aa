"""The pages beside the exam: the corpus, a rule, 试一案. Wide and narrow, with nothing serious by axe-core."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.api import current_edition_id
from cases.editions.store import content_of, store_edition
from tests.e2e.site import load_site
from tests.e2e.walking import look


@pytest.fixture
def site(live_server) -> str:
    load_site()
    return live_server.url


def test_a_word_of_two_characters_finds_rules_and_a_rule_opens(site, trainee_page: Page):
    page = trainee_page
    page.goto(f"{site}/corpus/")
    look(page)
    page.goto(f"{site}/corpus/?q=拒签")
    look(page)

    page.get_by_role("link", name="REFUSE-RISK-01").first.click()

    expect(page).to_have_url(f"{site}/corpus/REFUSE-RISK-01/")
    look(page)


def test_an_unknown_code_names_the_closest(site, trainee_page: Page):
    trainee_page.goto(f"{site}/corpus/7D-TIME-1/")

    expect(trainee_page.get_by_role("link", name="7D-TIME-01")).to_be_visible()
    look(trainee_page)


def test_an_example_opens_in_tryout_and_a_flip_changes_the_decision(site, trainee_page: Page):
    page = trainee_page
    page.goto(f"{site}/corpus/7D-RIGHT-01/")
    page.get_by_role("link", name="在试一案里打开").first.click()
    result = page.locator("#tryout-result")
    expect(result).to_contain_text("支持")
    look(page)
    before = result.inner_text()

    page.locator("a.flip").first.click()

    expect(page.get_by_text("回到原来的案情")).to_be_visible()
    assert result.inner_text() != before
    look(page)


def test_a_day_shows_the_version_of_that_day_and_the_drawing_leads_on(site, trainee_page: Page):
    page = trainee_page
    page.goto(f"{site}/corpus/7D-TIME-01/")
    page.get_by_label("某日有效的版本").fill("2016-06-01")

    expect(page.get_by_text("2016-06-01 有效的版本")).to_be_visible()
    expect(page).to_have_url(f"{site}/corpus/7D-TIME-01/?on=2016-06-01")
    look(page)
    page.goto(f"{site}/corpus/GEN-FALLBACK-01/")
    look(page)
    page.locator("#rule-graph-wide a").nth(1).click()

    expect(page).not_to_have_url(f"{site}/corpus/GEN-FALLBACK-01/")


def test_two_editions_stand_side_by_side(site, trainee_page: Page):
    raw = content_of(current_edition_id())
    rules = raw["books"]["taobao"]["ship"]["rules"]
    rules[0]["text"] += "以承运人官网为准。"
    store_edition(raw, label="2026.9", now=timezone.now())
    page = trainee_page
    page.goto(f"{site}/corpus/editions/")
    look(page)

    page.get_by_role("link", name="与上一版").click()

    expect(page.locator("ins")).to_have_text("以承运人官网为准。")
    look(page)
    page.get_by_role("link", name="新增 0").click()
    expect(page.get_by_text("这一类没有差异")).to_be_visible()
