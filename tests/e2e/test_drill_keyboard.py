"""Everything that a trainee does with a drill, with Tab, Enter and Space alone, wide and on a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from certification.drills.models import DrillReview, DrillRun, DrillTurn, QuickReply, Reason
from tests.e2e.walking import WIDTHS, serious_violations
from tests.factories.drills import offer_drill, shipped_rules, the_script

MODEL = [line.say for line in the_script().perfect.turns]
PHRASE = "我马上核实。"
MOST_TABS = 120


def reach(page: Page, place: Locator, *, key: str = "Tab") -> None:
    """Press Tab until the focus is there."""
    handle = place.element_handle()
    for _press in range(MOST_TABS):
        if handle.evaluate("(one) => document.activeElement === one"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"no {key} leads to {place}")


def press(page: Page, place: Locator, key: str = "Enter", *, by: str = "Tab") -> None:
    """Go there by keyboard and press a key."""
    reach(page, place, key=by)
    page.keyboard.press(key)


def say(page: Page, text: str) -> None:
    reach(page, page.locator("#reply"), key="Shift+Tab")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+Enter")


@pytest.fixture
def listed(trainee_page: Page, live_server, trainee) -> Page:
    """The list of drills, with one drill, of somebody who prepared a phrase."""
    offer_drill(edition=shipped_rules())
    QuickReply.objects.create(person=trainee, title="核实", text=PHRASE)
    trainee_page.goto(f"{live_server.url}/drills/")
    return trainee_page


@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_list_to_an_appeal(listed: Page, width):
    page = listed
    page.set_viewport_size({"width": width, "height": 800})

    press(page, page.get_by_role("button", name=re.compile("^开始")))
    expect(page.locator("#reply-count")).to_contain_text("已写 0 字")  # the script runs
    press(page, page.locator("#chat-phrases summary"))
    press(page, page.get_by_role("button", name="核实", exact=True))
    expect(page.locator("#reply")).to_be_focused()
    expect(page.locator("#reply")).to_have_value(PHRASE)
    page.keyboard.insert_text(MODEL[0])
    page.keyboard.press("Control+Enter")
    expect(page.locator("#chat-marking-1")).to_be_visible()
    expect(page.get_by_role("log", name="对话记录").get_by_role("listitem").first).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="买家耐心")).to_have_count(1)
    expect(page.locator("#reply")).to_be_focused()

    press(page, page.locator("[name=lookup]"))
    expect(page.locator("#chat-line-l-logistics")).to_be_visible()
    press(page, page.locator("[name=hint]"))
    expect(page.locator("#chat-hints")).to_contain_text("扣 5 分）")
    expect(page.locator("[name=hint]")).to_have_attribute("value", "2")
    say(page, MODEL[1])
    expect(page.locator("#to-verdict")).to_be_focused()
    assert serious_violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="该给的与说了的")).to_be_visible()

    press(page, page.get_by_role("button", name=re.compile(r"从这一轮重来\s*（第 2 轮）")))
    expect(page.locator("#reply-count")).to_contain_text("已写 0 字")
    expect(page.locator("#chat-line-m1")).to_be_visible()
    press(page, page.locator("#end-drill"))
    expect(page.get_by_role("heading", name="该给的与说了的")).to_be_visible()

    press(page, page.get_by_role("link", name=re.compile(r"这句识别错了\s*（第 1 轮）")))
    expect(page.get_by_role("heading", name="这句识别错了")).to_be_visible()
    press(page, page.locator("[name=asked]").first, "Space")
    expect(page.locator("[name=asked]").first).to_be_checked()
    reach(page, page.locator("#text"))
    page.keyboard.insert_text("我没有这个意思")
    press(page, page.get_by_role("button", name="提交申诉"))
    expect(page.get_by_text("等待答复").first).to_be_visible()
    assert serious_violations(page) == []

    review = DrillReview.objects.get(reason=Reason.APPEAL)
    assert (review.text, review.run.replayed_turn) == ("我没有这个意思", 2)
    assert DrillRun.objects.count() == 2
    assert list(DrillTurn.objects.filter(run__replayed_from=None).values_list("is_quick", flat=True)) == [True, False]
