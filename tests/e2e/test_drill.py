"""A talk with a buyer, with the keyboard alone, wide and on a phone; with the network gone, twice sent, in two tabs."""

import re

import pytest
from playwright.sync_api import Page, expect

from certification.drills.models import DrillRun, DrillTurn
from tests.e2e.site import fits
from tests.e2e.walking import WIDTHS, look, serious_violations
from tests.factories.drills import offer_drill, shipped_rules, start_drill_mock, the_script

MODEL = [line.say for line in the_script().perfect.turns]
MOST_TABS = 60


@pytest.fixture
def drill_page(trainee_page: Page, live_server) -> Page:
    """The chat of a drill that has just begun."""
    offer_drill(edition=shipped_rules())
    trainee_page.goto(f"{live_server.url}/drills/")
    trainee_page.get_by_role("button", name=re.compile("^开始")).press("Enter")
    expect(trainee_page.locator("#reply-count")).to_contain_text("已写 0 字")  # the script runs
    return trainee_page


def reach(page: Page, selector: str) -> None:
    """Press Tab until the focus is on it."""
    for _press in range(MOST_TABS):
        if page.evaluate("(selector) => document.activeElement?.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {selector}")


def type_reply(page: Page, text: str) -> None:
    reach(page, "#reply")
    page.keyboard.insert_text(text)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_talk_by_keyboard_alone_from_the_list_to_the_verdict(drill_page: Page, width):
    page = drill_page
    page.set_viewport_size({"width": width, "height": 800})
    page.reload()
    type_reply(page, MODEL[0])
    page.keyboard.press("Control+Enter")
    expect(page.locator("#chat-marking-1")).to_be_visible()
    expect(page.locator("#drill-notice")).to_contain_text("买家耐心")
    assert page.evaluate("document.activeElement.id") == "reply"
    assert serious_violations(page) == []

    reach(page, "[name=lookup]")
    page.keyboard.press("Enter")
    expect(page.locator("#chat-line-l-logistics")).to_be_visible()
    reach(page, "[name=hint]")
    page.keyboard.press("Enter")
    expect(page.locator("#chat-hints")).to_contain_text("扣 5 分）")

    page.locator("#reply").focus()
    for text in MODEL[1:]:
        type_reply(page, text)
        page.keyboard.press("Control+Enter")
    expect(page.locator("#to-verdict")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="该给的与说了的")).to_be_visible()
    assert DrillTurn.objects.count() == len(MODEL)
    look(page)


def test_what_is_typed_outlives_a_reload_and_what_is_sent_a_lost_network(drill_page: Page, context):
    page = drill_page
    type_reply(page, "写到一半的话")
    page.reload()
    expect(page.locator("#reply")).to_have_value("写到一半的话")

    page.locator("#reply").fill(MODEL[0])
    context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#chat-log [data-waiting]")).to_contain_text("非常抱歉")
    expect(page.locator("#reply-trouble")).to_be_visible()
    assert not DrillTurn.objects.exists()
    context.set_offline(False)
    expect(page.locator("#chat-marking-1")).to_be_visible()
    expect(page.locator("#chat-log [data-waiting]")).to_have_count(0)
    expect(page.locator("#reply-trouble")).to_be_hidden()
    expect(page.locator("#reply")).to_have_value("")
    assert DrillTurn.objects.count() == 1


def test_a_double_click_sends_once_and_a_second_tab_keeps_its_words(drill_page: Page, context):
    page = drill_page
    other = context.new_page()
    other.add_init_script("delete window.BroadcastChannel")  # as on another device: it hears nothing
    other.goto(page.url)
    expect(other.locator("#reply-count")).to_contain_text("已写 0 字")
    page.locator("#reply").fill(MODEL[0])
    page.locator("#send-reply").dblclick()
    expect(page.locator("#chat-marking-1")).to_be_visible()
    assert DrillTurn.objects.count() == 1

    other.locator("#reply").fill("另一个窗口的话")
    other.locator("#send-reply").click()
    expect(other.locator("#reply-refusal")).to_contain_text("在别处已经往下走了")
    expect(other.locator("#reply")).to_have_value("另一个窗口的话")
    expect(other.locator("#chat-line-m1")).to_be_visible()
    assert DrillTurn.objects.count() == 1


def test_a_phrase_is_put_where_the_cursor_is(drill_page: Page, live_server):
    page, chat = drill_page, drill_page.url
    page.goto(f"{live_server.url}/phrases/")
    page.fill("#title-new", "马上")
    page.fill("#text-new", "我马上核实。")
    page.get_by_role("button", name="加上").press("Enter")
    expect(page.locator("li.card")).to_have_count(1)
    look(page)

    page.goto(chat)
    page.locator("#reply").fill("亲，请稍等")
    page.locator("#reply").press("Home")
    page.locator("#chat-phrases summary").press("Enter")
    page.get_by_role("button", name="马上", exact=True).press("Enter")
    expect(page.locator("#reply")).to_have_value("我马上核实。亲，请稍等")
    page.reload()
    expect(page.locator("#reply")).to_have_value("我马上核实。亲，请稍等")

    for n, text in enumerate(("我马上核实。亲，请稍等", "自己写的话"), start=1):
        page.locator("#reply").fill(text)
        page.locator("#reply").press("Control+Enter")
        expect(page.locator(f"#chat-marking-{n}")).to_be_visible()
    assert list(DrillTurn.objects.order_by("number").values_list("is_quick", flat=True)) == [True, False]


def test_the_whole_talk_without_scripts(browser, live_server, trainee, drill_page: Page, context):
    plain = browser.new_context(java_script_enabled=False, storage_state=context.storage_state())
    page = plain.new_page()
    page.goto(drill_page.url)
    for n, text in enumerate(MODEL, start=1):
        page.fill("#reply", text)
        page.click("#send-reply")
        expect(page.locator(f"#chat-line-m{n}")).to_be_visible()
    page.click("#to-verdict")
    expect(page.locator("#verdict-score")).to_contain_text("通过")
    page.get_by_role("button", name=re.compile("从这一轮重来")).last.click()
    expect(page.locator("#chat-line-m1")).to_have_count(len(MODEL) - 1)
    plain.close()
    assert DrillRun.objects.filter(replayed_from__isnull=False).count() == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_a_drill_on_a_paper_by_keyboard_with_the_network_gone(trainee_page: Page, live_server, trainee, context, width):
    rules = shipped_rules()
    offer_drill(edition=rules)
    attempt = start_drill_mock(trainee, rules)
    page = trainee_page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/attempts/{attempt.pk}/questions/1/")
    expect(page.locator("#reply-count")).to_contain_text("已写 0 字")
    type_reply(page, MODEL[0])
    context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#chat-log [data-waiting]")).to_be_visible()
    expect(page.locator("#save-state")).to_have_attribute("data-state", "queued")
    page.evaluate("document.activeElement.blur()")
    context.set_offline(False)
    expect(page.locator("#chat-line-b1-1")).to_be_visible()
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")
    expect(page.locator("#chat-log [data-waiting]")).to_have_count(0)
    assert page.locator(".marking, mark").count() == 0
    assert fits(page)
    assert serious_violations(page) == []

    type_reply(page, "写到一半")
    page.reload()
    expect(page.locator("#reply")).to_have_value("写到一半")
    page.locator("#reply").fill(MODEL[1])
    page.keyboard.press("Control+Enter")
    expect(page.locator("#chat-line-m2")).to_be_visible()
    page.locator("#go-next").press("Enter")
    page.locator("#hand-in button").press("Enter")
    page.get_by_role("link", name=re.compile("袖口有个破洞")).press("Enter")
    expect(page.locator("#verdict-talk .marking").first).to_be_visible()
    assert DrillTurn.objects.count() == 2
