"""A trainer keeps the bank: finds questions, changes two, takes over drafts, uploads a picture. Wide and narrow."""

import re

import pytest
from playwright.sync_api import Page, expect

from certification.bank.models import Question
from tests.e2e.walking import look
from tests.factories.bank import make_bank
from tests.factories.pictures import picture_bytes

LINE = re.compile(r"^!\[面单\]\(picture:[0-9a-f-]{36}\)$")


@pytest.fixture(autouse=True)
def bank(live_server) -> None:
    make_bank()


def test_a_trainer_finds_questions_and_changes_two(trainer_page: Page):
    page = trainer_page
    page.get_by_role("link", name="题库").first.click()
    look(page)

    page.fill("#q", "T-03")
    expect(page.locator("#question-results [role=status]")).to_contain_text("符合 2 道")
    page.get_by_role("checkbox", name="勾选 T-03A").check()
    page.get_by_role("button", name="勾选本页").click()
    expect(page.get_by_text("已勾 2 道")).to_be_visible()
    look(page)
    page.fill("#bulk-tag", "常考")
    page.get_by_role("button", name="加标签").click()
    expect(page.get_by_role("heading", name="加上标签“常考”")).to_be_visible()
    look(page)
    page.get_by_role("button", name="确认，改这 2 道").click()
    expect(page.get_by_text("2 道题加上了标签“常考”。")).to_be_visible()
    assert page.locator("#q").input_value() == "T-03"
    page.fill("[id=filter-name]", "第三组")
    page.get_by_role("button", name="存下").click()
    expect(page.get_by_role("link", name="第三组")).to_be_visible()
    page.get_by_role("link", name="清除条件").click()
    page.get_by_role("link", name="第三组").click()
    expect(page.get_by_role("link", name="#常考")).to_have_count(2)
    look(page)


def test_a_trainer_takes_over_what_a_rule_suggests(trainer_page: Page, live_server):
    page = trainer_page
    page.goto(f"{live_server.url}/authoring/questions/generate/?rule=ZRULE-SHIP-1")
    look(page)
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="收下勾选的草稿").click()

    expect(page.get_by_text("收下了 1 份草稿")).to_be_visible()
    assert Question.objects.filter(code="MD-9001").exists()


def test_a_picture_is_uploaded_and_refused_without_leaving_the_page(trainer_page: Page, live_server):
    page = trainer_page
    page.goto(f"{live_server.url}/authoring/questions/pictures/")
    look(page)
    file = {"name": "a.png", "mimeType": "image/png", "buffer": picture_bytes()}
    page.set_input_files("#picture-file", {**file, "buffer": b"not a picture"})
    page.fill("#picture-alt", "面单")
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("不是 PNG、JPEG 或 WebP")

    page.set_input_files("#picture-file", file)
    page.get_by_role("button", name="上传", exact=True).click()

    expect(page.locator("#picture-markdown")).to_have_value(LINE)
    expect(page.get_by_role("img", name="面单")).to_be_visible()
    look(page)
