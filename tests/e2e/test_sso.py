"""Signing in at the company's provider: out by the button, back to where one wanted to go."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.walking import look, serious_violations
from tests.factories.sso import oidc_provider, works_as


@pytest.fixture
def provider():
    with oidc_provider(works_as("lin", "A20316"), works_as("stranger", "X1")) as address:
        yield address


def go(page: Page, url: str, sub: str) -> None:
    page.goto(f"{url}/account/")
    page.get_by_role("button", name="用集团账号登录").click()
    page.get_by_role("button", name=sub, exact=True).click()


@pytest.mark.parametrize("width", [1280, 375])
def test_somebody_signs_in_at_the_provider_and_lands_where_they_wanted(
    page: Page, live_server, trainee, provider, width
):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_role("button", name="用集团账号登录")).to_be_visible()
    assert serious_violations(page) == []

    go(page, live_server.url, "stranger")
    expect(page.get_by_role("alert")).to_contain_text("工号是 X1，这里没有这个工号的人")
    look(page)

    page.get_by_role("link", name="回到登录").click()
    expect(page.get_by_role("heading", name="登录", exact=True)).to_be_visible()
    go(page, live_server.url, "lin")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账户")
    assert page.url == f"{live_server.url}/account/"
    expect(page.get_by_role("region", name="连着的公司账号")).to_contain_text("集团账号 lin")
    look(page)

    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", name="登录", exact=True)).to_be_visible()
    go(page, live_server.url, "lin")
    expect(page.get_by_role("heading", level=1)).to_have_text("我的账户")
