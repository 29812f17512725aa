"""What a trainer does at the desk of a question: say the case, say what an option claims."""

from playwright.sync_api import Page, expect


def add(page: Page, button: str, field: str, text: str) -> None:
    """Search for a fact, an event or an act, and take it into the form."""
    page.fill(f"#id-{field}", text)
    page.click(f"button[value={button}]")


def say_no_reason_case(page: Page) -> None:
    """Fill in a case that the rules decide: signed, and four days later to be returned for no reason."""
    add(page, "add-fact", "new-fact", "买家的主张")
    page.locator('[id="id-fact.claim_type"]').select_option("no_reason")
    add(page, "add-event", "new-event", "签收")
    page.locator('[id="id-event.signed"]').fill("2025-08-16 17:05")
    add(page, "add-event", "new-event", "申请退货")
    page.locator('[id="id-event.return_requested"]').fill("2025-08-20 17:05")
    page.fill("#id-as_of", "2025-09-01")


def claim(page: Page, option: int, issue: str, value: str) -> None:
    """Say what an option claims."""
    row = page.locator(f"#question-option-{option}")
    row.get_by_label("争点").select_option(issue)
    expect(row.get_by_label("怎样比")).to_be_visible()
    row.get_by_label("结论").select_option(value)
