"""Signing in and out by hand."""

import re

import pytest
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Browser, Page, expect

from certification.people.forgotten import mail_in_background
from certification.people.models import User
from tests.e2e.walking import look, serious_violations, sign_in
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


def test_somebody_ends_a_sign_in_elsewhere(trainee_page: Page, browser: Browser, live_server, trainee):
    with browser.new_context() as context:
        other = sign_in(context.new_page(), live_server.url, trainee)
        trainee_page.goto(f"{live_server.url}/account/")
        look(trainee_page)
        trainee_page.get_by_role("button", name="别处全部退出").click()
        expect(trainee_page.get_by_text("已经退出")).to_be_visible()

        other.goto(f"{live_server.url}/account/")
        expect(other).to_have_title(re.compile("登录"))


def test_somebody_who_forgot_their_password_asks_for_a_link(page: Page, live_server, trainee, settings, mailoutbox):
    settings.MAIL_SERVER = "smtp://mail"
    User.objects.filter(pk=trainee.pk).update(email="lin@example.com")
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_role("link", name="忘了密码").click()
    page.get_by_label("姓名或工号").fill("林晓雯")
    page.get_by_role("button", name="把链接寄给我").click()
    expect(page.get_by_role("status")).to_contain_text("链接这就寄出")
    look(page)

    mail_in_background.call(*DBTaskResult.objects.get().args_kwargs["args"])
    page.goto(next(line for line in mailoutbox[0].body.splitlines() if line.startswith("http")))
    page.get_by_label("新密码", exact=True).fill("another good one 7")
    page.get_by_label("再写一次").fill("another good one 7")
    page.locator("main form button").click()
    expect(page).to_have_title(re.compile("登录"))
    page.get_by_label("姓名或工号").fill("林晓雯")
    page.get_by_label("密码", exact=True).fill("another good one 7")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("link", name="我的账户")).to_be_visible()
