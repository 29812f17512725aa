"""How people walk through the site: sign in, and look at a page wide and narrow."""

from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.site import fits
from tests.factories.people import PASSWORD

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
WIDTHS = (1280, 375)


def sign_in(page: Page, address: str, person) -> Page:
    """Sign somebody in by the form, which leads to the front page."""
    page.goto(f"{address}/sign-in/")
    page.fill("#username", person.staff_number)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{address}/")
    return page


def look(page: Page) -> None:
    """Make sure that nothing sticks out and axe-core finds nothing serious, wide and narrow."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert fits(page), f"{page.url} is wider than {width}"
        assert serious_violations(page) == []
    page.set_viewport_size({"width": 1280, "height": 800})


def serious_violations(page: Page) -> list[str]:
    """Return what axe-core calls serious or critical on the page as it stands, one line each."""
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{violation['id']}: {violation['help']} ({violation['nodes'][0]['html'][:120]})"
        for violation in found
        if violation["impact"] in {"serious", "critical"}
    ]
