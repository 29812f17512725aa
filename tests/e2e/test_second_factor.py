"""A trainer sets up a second factor, signs in by it without scripts, and a manager takes it off when the phone is lost."""

import re
from base64 import b32decode

from playwright.sync_api import Browser, Page, expect

from certification.people.second_factor.models import SecondFactor
from tests.e2e.walking import AXE, look, sign_in
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.second_factors import code_for, forget_mistakes, wrong_code


def hand_in(page: Page, code: str) -> None:
    page.get_by_label(re.compile("^(验证码|恢复码)$")).fill(code)
    page.get_by_role("button", name=re.compile("登录|开两步验证")).click()


def test_a_second_factor_from_setting_up_to_losing_the_phone(
    trainer_page: Page, browser: Browser, live_server, trainer
):
    page, site = trainer_page, live_server.url
    page.goto(f"{site}/account/")
    look(page)
    page.get_by_role("link", name="开两步验证").click()
    expect(page.get_by_role("img", name="给验证器扫的二维码")).to_be_visible()
    look(page)
    secret = page.locator(".otp-secret").inner_text()
    key = _hex(secret)
    hand_in(page, wrong_code(key))
    expect(page.get_by_role("alert")).to_contain_text("验证码不对")
    look(page)
    hand_in(page, code_for(key))
    expect(page.get_by_role("heading", name="请存好这十个恢复码")).to_be_visible()
    codes = page.locator(".otp-codes code").all_inner_texts()
    look(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="存成文件").click()
    assert all(code in download.value.path().read_text() for code in codes)
    page.get_by_role("link", name="存好了").click()
    expect(page.get_by_role("link", name="我的账户")).to_be_visible()

    with browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800}) as context:
        signs_in_without_scripts(context.new_page(), site, trainer, key)
    with browser.new_context() as context:
        context.add_init_script(path=AXE)
        phone_is_lost(context.new_page(), page, site, trainer, codes[0])


def _hex(secret: str) -> str:
    return b32decode(secret.replace(" ", "")).hex()


def give_password(page: Page, address: str, trainer) -> None:
    page.goto(address)
    page.fill("#username", trainer.staff_number)
    page.fill("#password", PASSWORD)
    page.click("main button")
    expect(page.get_by_role("heading", name="写验证码")).to_be_visible()


def signs_in_without_scripts(page: Page, site: str, trainer, key: str) -> None:
    give_password(page, f"{site}/account/", trainer)
    hand_in(page, wrong_code(key))
    expect(page.get_by_role("alert")).to_contain_text("秒后可以再试")
    page.goto(f"{site}/inbox/")
    expect(page.get_by_role("heading", name="写验证码")).to_be_visible()
    forget_mistakes(SecondFactor.objects.get(user=trainer))
    hand_in(page, code_for(key, steps=1))  # the code before was taken to set it up
    expect(page.get_by_role("heading", name="消息", level=1)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="写验证码")).to_have_count(0)


def phone_is_lost(page: Page, theirs: Page, site: str, trainer, recovery: str) -> None:
    give_password(page, f"{site}/account/", trainer)
    look(page)
    page.get_by_role("link", name="手机不在身边：用恢复码").click()
    expect(page.get_by_role("heading", name="写一个恢复码")).to_be_visible()
    look(page)
    hand_in(page, recovery)
    expect(page.get_by_role("heading", name="我的账户")).to_be_visible()
    expect(page.locator("#account-second-factor")).to_contain_text("还剩 9 个恢复码")
    page.get_by_role("link", name="换恢复码，或者关掉").click()
    expect(page.get_by_role("heading", name="已经开着")).to_be_visible()
    look(page)
    with theirs.context.browser.new_context() as context:
        context.add_init_script(path=AXE)
        manager = sign_in(context.new_page(), site, UserFactory(manager=True))
        manager.goto(f"{site}/oversight/people/{trainer.pk}/")
        look(manager)
        manager.get_by_role("link", name="手机和恢复码都丢了：取消").click()
        expect(manager.get_by_role("heading", name="取消两步验证")).to_be_visible()
        look(manager)
        manager.get_by_label("写他的工号来确认").fill(trainer.staff_number)
        manager.get_by_role("button", name="取消他的两步验证").click()
        expect(manager.get_by_text("的两步验证取消了")).to_be_visible()
    theirs.goto(f"{site}/account/")
    expect(theirs).to_have_title(re.compile("登录"))
