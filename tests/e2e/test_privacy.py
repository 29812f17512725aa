"""Somebody takes their data along; a manager looks what erasing would do, types the number, and the name is gone."""

import json
import zipfile

from django.utils import timezone
from playwright.sync_api import Page, expect

from certification.people.models import User
from certification.people.notices import send_notice
from tests.e2e.walking import look, sign_in
from tests.factories.people import UserFactory


def test_data_is_taken_along_and_then_erased(page: Page, live_server):
    trainee = UserFactory(staff_number="A20316", display_name="林晓雯")
    send_notice(trainee.pk, kind="test", text="成绩出来了", now=timezone.now())
    own = sign_in(page, live_server.url, trainee)
    own.goto(f"{live_server.url}/account/")
    own.get_by_role("link", name="我的资料").click()
    expect(own.get_by_role("heading", name="我的资料")).to_be_visible()
    look(own)
    with own.expect_download() as download:
        own.get_by_role("button", name="下载我的资料").click()
    told = json.loads(zipfile.ZipFile(download.value.path()).read("person.json"))
    assert told["tables"]["certification.Notice"][0]["text"] == "成绩出来了"

    page.context.clear_cookies()
    office = sign_in(page, live_server.url, UserFactory(manager=True, display_name="许建国"))
    office.goto(f"{live_server.url}/oversight/people/{trainee.pk}/data/")
    expect(office.get_by_role("heading", name="林晓雯")).to_be_visible()
    look(office)
    office.get_by_role("link", name="抹除…").click()
    expect(office.get_by_role("heading", name="抹除林晓雯的个人资料？")).to_be_visible()
    look(office)
    office.get_by_label("输入工号 A20316 确认").fill("A20317")
    office.get_by_role("button", name="抹除，不能恢复").click()
    expect(office.get_by_role("alert")).to_contain_text("请原样输入")
    office.get_by_label("输入工号 A20316 确认").fill("A20316")
    office.get_by_role("button", name="抹除，不能恢复").click()
    expect(office.get_by_role("status")).to_contain_text("个人资料已经抹除")
    assert not User.objects.filter(display_name="林晓雯").exists()
