"""Signing in and out by hand."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.walking import serious_violations
from tests.factories.people import PASSWORD


@pytest.mark.parametrize("width", [1280, 375])
def test_a_trainee_errs_signs_in_by_name_and_signs_out(page: Page, live_server, trainee, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/account/")
    expect(page).to_have_title(re.compile("登录"))
    assert serious_violations(page) == []

    page.get_by_label("姓名或工号").fill("林晓雯")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("还可以再试 4 次")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("姓名或工号")).to_have_value("林晓雯")
    assert serious_violations(page) == []

    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账户")
    assert serious_violations(page) == []

    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_title(re.compile("登录"))
