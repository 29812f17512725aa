"""A trainer changes a rule by picking, sees at once what it says, and meets another who changes it too."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.walking import look, sign_in
from tests.factories.people import UserFactory
from tests.factories.rulebook import store_rulebook

PATH = "/authoring/rules/7D-EXCL-01/edit/"


@pytest.fixture
def trainers(trainer):
    store_rulebook()
    return trainer, UserFactory(staff_number="B10022", display_name="何青", trainer=True)


def test_a_rule_is_changed_by_picking_and_says_at_once_what_it_says(page: Page, live_server, trainers):
    sign_in(page, live_server.url, trainers[0])
    page.goto(f"{live_server.url}/corpus/7D-EXCL-01/")
    page.get_by_role("link", name="编辑这条规则").click()
    preview = page.locator("#rule-preview")
    expect(preview).to_contain_text("商品是定作的")
    expect(preview).to_contain_text("无冲突")
    look(page)

    page.get_by_role("button", name="加一个条件").first.click()
    page.locator('[id="f-when.2.s"]').select_option("gap")
    page.locator('[id="f-when.2.a"]').select_option("signed")
    expect(page.locator('[data-problems="when.2"]')).to_contain_text("还没有选完或填完")
    page.locator('[id="f-when.2.b"]').select_option("return_requested")
    page.locator('[id="f-when.2.r.q"]').fill("168")

    expect(preview).to_contain_text("从签收到申请退货的时间不超过 168 小时")
    expect(page.locator('[data-problems="when.2"]')).to_be_empty()
    look(page)

    page.get_by_role("button", name="写成文字").click()
    expect(page.locator("#f-rule-text")).to_have_value(page.locator("#f-rule-text").input_value())
    assert "elapsed(signed, return_requested) <= 168h" in page.locator("#f-rule-text").input_value()
    page.locator("#f-rule-text").fill("id: [")
    expect(preview).to_contain_text("不是合法的 YAML")
    look(page)
    page.reload()
    expect(preview).not_to_contain_text("168 小时")


def test_two_trainers_on_one_rule_do_not_overwrite_each_other(page: Page, browser: Browser, live_server, trainers):
    sign_in(page, live_server.url, trainers[0])
    there = browser.new_context().new_page()
    sign_in(there, live_server.url, trainers[1])
    page.goto(live_server.url + PATH)
    page.locator("#f-title").fill("周敏的标题")
    expect(page.locator("#rule-preview")).to_be_visible()
    page.wait_for_timeout(1500)
    there.goto(live_server.url + PATH)
    expect(there.locator("#rule-presence")).to_contain_text("周敏也在改这条规则")

    there.locator("#f-title").fill("何青的标题")
    there.get_by_role("button", name="存入草稿").click()
    expect(there.get_by_text("草稿第 1 次保存：何青")).to_be_visible()
    page.get_by_role("button", name="存入草稿").click()

    expect(page.get_by_role("heading", name="何青在")).to_be_visible()
    expect(page.locator("#rule-stale")).to_contain_text("何青的标题")
    expect(page.locator("#f-title")).to_have_value("周敏的标题")
    look(page)

    page.get_by_role("button", name="用我的，替换对方的").click()

    expect(page.get_by_text("草稿第 2 次保存：周敏")).to_be_visible()
    there.context.close()
