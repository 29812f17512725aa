"""A phone without a network: the site says so, says what waits on the device, and comes back by itself."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.walking import look, sign_in

WAITING = """() => new Promise((resolve, reject) => {
  const opened = indexedDB.open("mingduan", 1);
  opened.onupgradeneeded = () => opened.result.createObjectStore("outbox", { keyPath: "id", autoIncrement: true });
  opened.onsuccess = () => {
    const change = opened.result.transaction("outbox", "readwrite");
    change.objectStore("outbox").add({ person: "somebody else", number: "3", fields: [], client: "c", sequence: 1 });
    change.oncomplete = () => { opened.result.close(); resolve(); };
    change.onerror = reject;
  };
})"""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "service_workers": "allow"}


def test_without_a_network_a_page_says_what_is_safe_and_comes_back(page: Page, live_server, trainee):
    sign_in(page, live_server.url, trainee)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(WAITING)

    page.context.set_offline(True)
    page.goto(f"{live_server.url}/account/")
    expect(page.get_by_role("heading", name="没有联网")).to_be_visible()
    expect(page.locator("#offline-waiting")).to_contain_text("还有 1 处作答没送到服务器")
    look(page)

    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="没有联网")).to_have_count(0)
    assert page.url == f"{live_server.url}/account/"
