"""A trainer brings last year's five hundred questions: twenty rows are wrong, are mended in Excel, and come in."""

import io

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from certification.bank.models import Question
from certification.exchange.formats.xlsx_cells import saved
from tests.e2e.walking import look
from tests.factories.bank import make_bank

ROWS, WRONG = 500, 20
HEAD = ["题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案", "解析", "难度", "分类"]


def last_year() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    for number in range(ROWS):
        answer = "" if number % (ROWS // WRONG) == 0 else "ABCD"[number % 4]
        stem = f"第 {number} 单：买家第 {number} 天来退货，怎样答复？"
        book.active.append(["单选题", stem, "同意", "拒绝", "换货", "先问平台", answer, "见条文", "中", "签收与举证"])
    return saved(book)


@pytest.fixture(autouse=True)
def bank(live_server) -> None:
    make_bank()


def upload(page: Page, name: str, data: bytes) -> None:
    page.get_by_label("文件").set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})
    page.get_by_role("button", name="上传并检查").click()


def test_five_hundred_rows_with_twenty_errors_are_mended_and_imported(trainer_page: Page):
    page = trainer_page
    page.get_by_role("link", name="题库").first.click()
    page.get_by_role("link", name="导入导出").click()
    look(page)

    upload(page, "去年.xlsx", last_year())
    expect(page.get_by_role("heading", name=f"会新增 {ROWS - WRONG} 道")).to_be_visible()
    assert not Question.objects.filter(origin="workbench").exists()
    look(page)

    page.get_by_role("link", name=f"有错 {WRONG}").click()
    expect(page.locator("#import-rows tbody tr")).to_have_count(WRONG)
    expect(page.locator("#import-rows")).to_contain_text("没有答案，请写 A、B、C、D 中的")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载要改的行").click()

    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("alert")).to_contain_text(f"还有 {WRONG} 行有错")
    page.get_by_label("跳过有错的行").check()
    page.get_by_role("button", name="确认导入").click()
    expect(page.locator("#import-done")).to_contain_text(f"新题 {ROWS - WRONG} 道")
    look(page)

    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    column = [cell.value for cell in book.active[1]].index("答案") + 1
    for row in range(2, WRONG + 2):
        book.active.cell(row, column).value = "A"
    page.get_by_role("link", name="导入导出").first.click()
    upload(page, "改好.xlsx", saved(book))
    page.get_by_role("button", name="确认导入").click()

    expect(page.locator("#import-done")).to_contain_text(f"新题 {WRONG} 道")
    assert Question.objects.filter(origin="workbench").count() == ROWS
