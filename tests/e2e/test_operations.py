"""运维 in the browser: a manager looks how the site is doing, finds what was done, and takes it along."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from certification.core.journal import note
from tests.e2e.walking import look, sign_in
from tests.factories.bank import make_bank
from tests.factories.people import UserFactory


@pytest.fixture
def manager(live_server, trainee):
    make_bank()
    person = UserFactory(staff_number="C1", display_name="许建国", is_trainee=False, is_manager=True)
    note(person, "people.first-passwords-given", trainee, now=timezone.now())
    return person


def test_a_manager_sees_how_the_site_is_doing_and_who_did_what(page: Page, live_server, manager, trainee):
    sign_in(page, live_server.url, manager)
    page.get_by_role("link", name="运维").first.click()
    expect(page.get_by_role("row", name="最近的备份")).to_contain_text("还没有")
    look(page)

    page.get_by_role("link", name="操作记录").click()
    expect(page.locator("#audit-list")).to_contain_text("领取首次密码")
    page.get_by_label("谁做的").fill("没有这个人")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("#who-error")).to_contain_text("没有叫这个名字")
    look(page)
    page.get_by_label("谁做的").fill("C1")
    page.get_by_label("对谁").fill(trainee.staff_number)
    page.get_by_role("button", name="查找").click()
    expect(page.locator("#audit-list")).to_contain_text(f"人员 {trainee}")
    look(page)

    with page.expect_download() as taken:
        page.get_by_role("link", name="导出表格").click()
    assert "领取首次密码" in taken.value.path().read_text(encoding="utf-8-sig")
