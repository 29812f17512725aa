"""The browsers inside 微信 and 钉钉: their names, and an engine without what came after Chromium 99."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from certification.attempts.models import Attempt
from certification.drills.models import DrillTurn
from tests.e2e.exam_page import choose
from tests.e2e.site import fits
from tests.e2e.walking import sign_in
from tests.factories.bank import make_bank
from tests.factories.drills import offer_drill, shipped_rules, the_script

ENGINE = (
    "Mozilla/5.0 (Linux; Android 12; V2148A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/99.0.4844.88"
)
APPS = {
    "微信": f"{ENGINE} Mobile Safari/537.36 XWEB/4435 MMWEBSDK/20230405 MicroMessenger/8.0.35.2360 Language/zh_CN",
    "钉钉": f"{ENGINE} Mobile Safari/537.36 AliApp(DingTalk/7.0.40) com.alibaba.android.rimet Language/zh-CN",
}
#: What an engine of that age does not have; a page that needs one of these stops as it would there.
WITHOUT = """
delete AbortSignal.timeout; delete AbortSignal.any; delete Object.groupBy; delete Map.groupBy;
delete Promise.withResolvers; delete Promise.try; delete URL.canParse; delete URL.parse; delete Array.fromAsync;
for (const name of ["toSorted", "toReversed", "toSpliced", "with"]) delete Array.prototype[name];
for (const name of ["showPopover", "hidePopover", "togglePopover", "inert"]) delete HTMLElement.prototype[name];
delete Document.prototype.startViewTransition; delete Element.prototype.checkVisibility;
delete String.prototype.isWellFormed; delete window.Iterator; delete window.CloseWatcher; delete window.navigation;
"""


@pytest.fixture(params=APPS, ids=["wechat", "dingtalk"])
def browser_context_args(browser_context_args, request):
    return {
        **browser_context_args, "user_agent": APPS[request.param], "viewport": {"width": 375, "height": 740},
        "has_touch": True, "is_mobile": True,
    }  # fmt: skip


@pytest.fixture
def phone(context: BrowserContext) -> Page:
    context.add_init_script(WITHOUT)
    phone = context.new_page()
    phone.on("pageerror", lambda error: pytest.fail(str(error)))
    return phone


def test_an_answer_is_saved(phone: Page, live_server, trainee):
    make_bank()
    sign_in(phone, live_server.url, trainee)
    assert phone.evaluate("AbortSignal.timeout") is None
    phone.get_by_role("button", name="开始考试").tap()
    choose(phone, 1)
    expect(phone.locator("#save-state")).to_have_attribute("data-state", "saved")
    assert Attempt.objects.get().sheet(30).cells[0].answer == "B"
    assert fits(phone)


def test_a_drill_is_answered(phone: Page, live_server, trainee):
    offer_drill(edition=shipped_rules())
    sign_in(phone, live_server.url, trainee)
    phone.goto(f"{live_server.url}/drills/")
    phone.locator("#drill-list button").first.tap()
    expect(phone.locator("#reply-count")).to_contain_text("已写 0 字")  # the script runs
    phone.fill("#reply", the_script().perfect.turns[0].say)
    phone.get_by_role("button", name="发送").tap()

    expect(phone.locator("#chat-marking-1")).to_be_visible()
    assert DrillTurn.objects.count() == 1
    assert fits(phone)
