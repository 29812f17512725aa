"""A trainer looks at what another edition does: from the tabs of 规则库 to the keys that move, wide and narrow."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import serious_violations
from tests.e2e.site import fits
from tests.factories.bank import make_bank
from tests.factories.later_edition import store_later_edition
from tests.factories.people import PASSWORD

WIDTHS = (1280, 375)


@pytest.fixture
def trainer_page(page: Page, live_server, trainer) -> Page:
    make_bank()
    store_later_edition()
    page.goto(f"{live_server.url}/sign-in/")
    page.fill("#username", trainer.staff_number)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{live_server.url}/")
    return page


def look(page: Page) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert fits(page), f"{page.url} is wider than {width}"
        assert serious_violations(page) == []
    page.set_viewport_size({"width": 1280, "height": 800})


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
