"""A manager brings two hundred people in one sheet, hands over first passwords, and keeps them from then on."""

import io

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from certification.people.models import Cohort, User
from tests.e2e.walking import look, sign_in
from tests.factories.people import UserFactory
from tests.factories.sheets import people_workbook

PEOPLE = 200


def sheet(*, wrong: bool) -> bytes:
    roles = ["店长" if wrong and number == 7 else "学员" for number in range(PEOPLE)]
    return people_workbook(
        *([f"P{number:03}", f"学员{number}", f"新{number % 4 + 1}组", role, "是"] for number, role in enumerate(roles))
    )


def upload(page: Page, data: bytes) -> None:
    page.get_by_label("人员表").set_input_files({"name": "新人.xlsx", "mimeType": "application/zip", "buffer": data})
    page.get_by_role("button", name="上传并检查").click()


@pytest.fixture
def manager_page(page: Page, live_server) -> Page:
    return sign_in(page, live_server.url, UserFactory(manager=True))


def test_two_hundred_people_come_in_and_the_first_signs_in(manager_page: Page, browser: Browser, live_server):
    page = manager_page
    page.get_by_role("link", name="场次").first.click()
    page.get_by_role("link", name="人员").click()
    page.get_by_role("link", name="导入导出").click()
    expect(page.get_by_role("heading", name="导入人员和班组")).to_be_visible()
    look(page)

    upload(page, sheet(wrong=True))
    expect(page.get_by_role("heading", name="1 行有错")).to_be_visible()
    page.get_by_role("link", name="有错 1").click()
    expect(page.locator("#sheet-rows")).to_contain_text("角色“店长”：写 学员、培训师、主管")
    look(page)
    page.get_by_role("button", name="不导入了").click()
    expect(page.get_by_text("人员没有动")).to_be_visible()

    upload(page, sheet(wrong=False))
    expect(page.get_by_role("heading", name=f"会新增 {PEOPLE} 人")).to_be_visible()
    assert not User.objects.filter(staff_number__startswith="P").exists()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("status")).to_contain_text(f"新人 {PEOPLE}")
    assert Cohort.objects.filter(name__startswith="新").count() == 4
    look(page)

    with page.expect_download(timeout=120_000) as download:
        page.get_by_role("button", name="下载初始密码").click()
    rows = list(
        openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes())).active.iter_rows(values_only=True)
    )
    assert len(rows) == PEOPLE + 1
    number, _name, _cohort, password, address, *_more = rows[1]
    first_sign_in(browser, str(address), str(number), str(password), live_server.url)


def first_sign_in(browser: Browser, address: str, number: str, password: str, site: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        page.fill("#username", number)
        page.fill("#password", password)
        page.click("main button")
        expect(page.get_by_role("heading", name="先改掉初始密码")).to_be_visible()
        page.goto(f"{site}/practice/")
        expect(page.get_by_role("heading", name="先改掉初始密码")).to_be_visible()
        page.get_by_label("新密码").fill("七天无理由退货 7")
        page.get_by_label("再写一次").fill("七天无理由退货 7")
        page.get_by_role("button", name="改好了").click()
        expect(page.get_by_text("密码改好了")).to_be_visible()
        page.goto(f"{site}/")
        expect(page.get_by_role("heading", name="先改掉初始密码")).to_have_count(0)


def test_one_is_made_found_moved_merged_and_shut_out(manager_page: Page, browser: Browser, live_server):
    page, site = manager_page, live_server.url
    twin = UserFactory(staff_number="X1", display_name="林晓雯")
    page.goto(f"{site}/oversight/people/cohorts/")
    page.get_by_label("新的班组").fill("新人组")
    page.get_by_role("button", name="新建").click()
    expect(page.get_by_role("link", name="新人组")).to_be_visible()
    look(page)

    page.goto(f"{site}/oversight/people/new/")
    page.get_by_label("工号").fill("X2")
    page.get_by_label("姓名").fill("林晓雯")
    page.get_by_label("班组").select_option(label="新人组")
    look(page)
    page.get_by_role("button", name="新增").click()
    expect(page.get_by_text("还不能登录")).to_be_visible()
    look(page)
    page.get_by_role("button", name="给一个设密码的链接").click()
    link = page.get_by_label("链接", exact=True).input_value()
    look(page)

    with browser.new_context() as context:
        theirs = context.new_page()
        theirs.goto(link)
        theirs.get_by_label("新密码").fill("七天无理由退货 7")
        theirs.get_by_label("再写一次").fill("七天无理由退货 7")
        theirs.get_by_role("button", name="改好了").click()
        theirs.get_by_label("姓名或工号").fill("X2")
        theirs.get_by_label("密码").fill("七天无理由退货 7")
        theirs.get_by_role("button", name="登录").click()
        expect(theirs.get_by_role("link", name="我的账户")).to_be_visible()
        theirs.goto(f"{site}/account/")
        expect(theirs.get_by_role("heading", name="登录着的地方")).to_be_visible()
        theirs.wait_for_load_state()

        merge_by_name(page, site, twin)
        page.get_by_role("button", name="停用（离职）").click()
        expect(page.get_by_text("他在所有设备上都退出了")).to_be_visible()
        theirs.goto(f"{site}/account/")
        expect(theirs.get_by_role("heading", name="登录")).to_be_visible()
    page.goto(f"{site}/oversight/people/")
    page.get_by_label("工号或姓名").fill("林晓")
    page.get_by_label("状态").select_option(label="离职")
    page.get_by_role("button", name="找").click()
    expect(page.locator("#people-list")).to_contain_text("X2")
    expect(page.locator("#people-list")).not_to_contain_text("X1")
    look(page)


def merge_by_name(page: Page, site: str, twin) -> None:
    page.goto(f"{site}/oversight/people/{twin.pk}/merge/")
    page.get_by_role("link", name="林晓雯（X2） · 新人组").click()
    expect(page.get_by_role("heading", name="林晓雯（X1） → 林晓雯（X2）")).to_be_visible()
    look(page)
    page.get_by_role("button", name="并入 林晓雯（X2）").click()
    expect(page.get_by_text("已并入这里")).to_be_visible()
    look(page)
