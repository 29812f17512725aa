"""帮助: from the page that one is on to the page that tells about it, and every page of it wide and narrow."""

import pytest
from playwright.sync_api import Page, expect

from certification.handbook.contents import SLUGS
from certification.people.domain import Language
from tests.e2e.walking import look, sign_in
from tests.factories.people import UserFactory


def test_a_trainee_on_a_phone_finds_what_the_page_is_about_and_jumps_in_it(page: Page, live_server, trainee):
    sign_in(page, live_server.url, trainee)
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(f"{live_server.url}/mocks/")
    page.locator("summary", has_text="更多").click()
    page.get_by_role("navigation", name="更多页面").get_by_role("link", name="帮助").click()
    page.wait_for_url("**/help/exam/")

    link = page.get_by_role("navigation", name="这一页").get_by_role("link").last
    link.click()
    heading = page.get_by_role("heading", level=2, name=link.inner_text(), exact=True)
    expect(heading).to_be_in_viewport()
    page.go_back()
    page.go_back()
    expect(page).to_have_url(f"{live_server.url}/mocks/")


def test_a_trainer_goes_from_the_contents_to_the_next_page(page: Page, live_server):
    sign_in(page, live_server.url, UserFactory(trainer=True))
    page.get_by_role("link", name="帮助").click()
    look(page)
    page.locator("main h3 a").first.click()
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="下一页").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(title)


@pytest.mark.parametrize("language", Language)
def test_every_page_fits_and_its_pictures_come(page: Page, live_server, language):
    sign_in(page, live_server.url, UserFactory(manager=True, language=language))
    for slug in SLUGS:
        page.goto(f"{live_server.url}/help/{slug}/")
        look(page)
        pictures = page.locator(".handbook img")
        for width, shown in ((1280, "-1280."), (375, "-375.")):
            page.set_viewport_size({"width": width, "height": 800})
            fitting = pictures.locator("visible=true").all()
            assert len(fitting) * 2 == pictures.count()
            for picture in fitting:
                picture.scroll_into_view_if_needed()
                expect(picture).not_to_have_js_property("naturalWidth", 0)
                assert shown in str(picture.get_attribute("src"))
