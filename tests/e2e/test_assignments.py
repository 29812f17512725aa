"""任务 in the browser: a manager gives one, the trainee does it, the manager sees that it is done."""

import re

import pytest
from playwright.sync_api import Page, expect

from certification.competency.assignments.models import Assignment
from tests.e2e.walking import look, sign_in
from tests.factories.attempts import keyed_letters
from tests.factories.bank import make_bank
from tests.factories.people import UserFactory


@pytest.fixture
def manager(live_server, trainee):
    make_bank()
    return UserFactory(staff_number="C1", display_name="许建国", is_trainee=False, is_manager=True)


def change_places(page: Page, address: str, person) -> None:
    page.context.clear_cookies()
    sign_in(page, address, person)


def test_given_by_a_manager_done_by_the_trainee_seen_by_the_manager(page: Page, live_server, manager, trainee):
    sign_in(page, live_server.url, manager)
    expect(page.get_by_role("heading", name="等你处理")).to_be_visible()
    expect(page.get_by_role("button", name="开始考试")).to_have_count(0)
    look(page)
    page.goto(f"{live_server.url}/oversight/competency/people/{trainee.pk}/")
    page.get_by_role("link", name="派练习").click()
    look(page)
    page.get_by_label("几题").fill("1")
    page.get_by_role("button", name="派出去").click()
    expect(page.get_by_role("alert")).to_contain_text("还没有派")
    look(page)
    page.get_by_label("练哪个领域").select_option(label="发货")
    page.get_by_label("给他们的话").fill("先看规则")
    page.get_by_role("button", name="派出去").click()
    expect(page.get_by_role("heading", name="完成 0 / 1")).to_be_visible()
    look(page)

    page.goto(f"{live_server.url}/oversight/competency/what-if/")
    look(page)

    change_places(page, live_server.url, trainee)
    expect(page.locator("#docket")).to_contain_text("先看规则")
    look(page)
    page.get_by_role("link", name=re.compile("^去做")).click()
    look(page)
    page.get_by_role("button", name="开始练习").click()
    page.wait_for_url(re.compile("/practice/.*task="))
    attempt = trainee.attempts.get()
    for letter in keyed_letters(attempt, 1):
        page.locator(".options .option").nth("ABCDEF".index(letter)).click()
    page.get_by_role("button", name="看答案").click()
    page.get_by_role("button", name="接着做任务").click()
    expect(page.get_by_role("heading", name="完成 1 / 1")).to_be_visible()
    look(page)
    page.goto(f"{live_server.url}/")
    expect(page.locator("#docket .done")).to_contain_text("发货 1 题")
    look(page)

    change_places(page, live_server.url, manager)
    page.goto(f"{live_server.url}/oversight/competency/assignments/")
    expect(page.get_by_text("都完成了")).to_be_visible()
    look(page)
    page.get_by_role("link", name="发货 1 题").click()
    expect(page.get_by_role("cell", name="已完成")).to_be_visible()
    page.get_by_role("button", name="撤回任务").click()
    expect(page.get_by_text("没做的不用再做")).to_be_visible()
    look(page)
    assert Assignment.objects.get().is_withdrawn
