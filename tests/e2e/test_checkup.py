"""A trainer gives the corpus its check-up, follows it, and tries the case of a conflict."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from cases.api import Finding, Report
from tests.e2e.walking import serious_violations
from tests.factories.rulebook import LATE_BY_OLD_COUNT, store_rulebook

WIDTHS = (1280, 375)
CONFLICT = Finding(
    "conflict",
    "law+taobao",
    "verdict",
    ("7D-RIGHT-01", "7D-EXCL-01"),
    "7D-RIGHT-01（七天无理由退货）与 7D-EXCL-01（定作的商品不适用七天无理由）同时适用。",
    LATE_BY_OLD_COUNT,
    ("买家主张七天无理由",),
)


@pytest.mark.usefixtures("own_signals")
def test_a_check_up_from_the_button_to_the_case(trainer_page: Page, live_server, monkeypatch):
    store_rulebook()
    page = trainer_page
    monkeypatch.setattr(
        "certification.publishing.checkup.jobs.api.verify_edition",
        lambda edition, *, progress: Report(edition.id, conflicts=(CONFLICT,), checked=12, seconds=0.4),
    )

    page.click("nav.site-nav >> text=规则库")
    page.click("nav.corpus-tabs >> text=体检")
    expect(page.locator("main")).to_contain_text("还没有体检过")
    assert serious_violations(page) == []

    page.click("text=开始体检")
    expect(page.locator("#checkup-run")).to_contain_text("已排队")
    assert serious_violations(page) == []

    call_command("work", once=True)
    expect(page.locator("#checkup-verdict-h")).to_have_text("有 1 处冲突")  # the page comes by itself
    expect(page.locator("#checkup-section-conflicts")).to_contain_text("这样的案情：买家主张七天无理由。")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert serious_violations(page) == []

    page.click("#checkup-section-conflicts >> text=试一案")
    expect(page.locator("h1")).to_have_text("试一案")
    expect(page.locator("#tryout-result .verdict")).to_be_visible()
