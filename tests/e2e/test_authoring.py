"""A trainer looks at what another edition does: from the tabs of 规则库 to the keys that move, wide and narrow."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.walking import look
from tests.factories.bank import make_bank
from tests.factories.later_edition import store_later_edition


@pytest.fixture(autouse=True)
def bank(live_server) -> None:
    make_bank()
    store_later_edition()


def test_a_trainer_sees_which_keys_another_edition_moves(trainer_page: Page):
    page = trainer_page
    page.get_by_role("link", name="规则库").first.click()
    page.get_by_role("link", name="影响").click()
    expect(page.get_by_role("heading", name="把 试 1 换成 试 2")).to_be_visible()
    items = page.locator("#impact-items")
    expect(items).to_contain_text("T-00A")
    look(page)

    items.get_by_role("link", name="没有答案了").click()

    expect(items).to_contain_text("T-03A")
    expect(items).not_to_contain_text("T-00A")
    look(page)

    page.get_by_role("link", name="谁会加分、减分").click()

    expect(page.locator("#impact-past")).to_contain_text("没有一份的得分会变")
    look(page)


def test_a_trainer_sees_what_no_question_tests(trainer_page: Page):
    page = trainer_page
    page.get_by_role("link", name="规则库").first.click()
    page.get_by_role("link", name="覆盖").click()
    expect(page.locator("#coverage-idle")).to_contain_text("不检验什么的题：T-03A")
    look(page)

    page.locator("#coverage-tested summary").click()

    expect(page.get_by_role("link", name="ZRULE-SHIP-1")).to_be_visible()
    look(page)
