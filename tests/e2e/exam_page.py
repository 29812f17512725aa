"""What a trainee does on the page of a question."""

from playwright.sync_api import Page, expect


def choose(page: Page, index: int) -> None:
    """Click on an option when the scripts of the page run; before that, a click is only a form's and saves nothing."""
    expect(page.locator("#keys-help:not([hidden])")).to_have_count(1)
    page.locator(".options .option").nth(index).click()
