"""证书 in the browser: a manager certifies who passed, the holder lets be seen what they like, a stranger verifies."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.e2e.walking import look, sign_in
from tests.factories.bank import make_bank
from tests.factories.credentials import exam_round, passed
from tests.factories.people import UserFactory


@pytest.fixture
def holder(live_server, trainee):
    """The trainee passed an exam yesterday."""
    cache.clear()
    begun = timezone.now() - timedelta(days=1)
    edition, _report = make_bank()
    held = exam_round(edition, [trainee], opens_at=begun, closes_at=begun + timedelta(hours=2))
    passed(held, trainee, now=begun)
    return trainee


def test_from_a_passed_exam_to_a_stranger_who_verifies(page: Page, live_server, holder):
    manager = UserFactory(is_trainee=False, is_manager=True)
    sign_in(page, live_server.url, manager)
    page.get_by_role("link", name="学情").first.click()
    page.get_by_role("link", name="证书", exact=True).click()
    look(page)
    page.get_by_role("link", name="新建认证项目").click()
    page.get_by_label("认证名称").fill("售后服务专员（中级）")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("#issuer-error")).to_be_visible()
    look(page)
    page.get_by_label("发证机构").fill("明远电商客服学院")
    page.get_by_label("九月认证").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_label(re.compile(holder.display_name))).to_be_checked()
    look(page)
    page.get_by_role("button", name="给勾选的人发证").click()
    expect(page.get_by_role("status")).to_contain_text("发了 1 张证书")
    page.get_by_role("link", name=re.compile("^MD-")).click()
    look(page)
    number = page.get_by_role("heading", level=1).inner_text()

    page.context.clear_cookies()
    sign_in(page, live_server.url, holder)
    page.goto(f"{live_server.url}/account/")
    page.get_by_role("link", name="我的证书").click()
    look(page)
    page.get_by_role("link", name="售后服务专员（中级）").click()
    look(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载 PDF").click()
    assert download.value.suggested_filename == f"证书-{number}.pdf"
    page.get_by_label("显示得分").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("已保存")

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/verify/")
    page.get_by_label("证书编号").fill(number.lower())
    page.get_by_role("button", name="查验").click()
    expect(page.get_by_role("heading", name="证书有效")).to_be_visible()
    expect(page.locator("#verify-seen")).to_contain_text("林＊雯")
    expect(page.locator("#verify-seen")).to_contain_text("100 / 100")
    look(page)
