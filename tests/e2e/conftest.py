"""Debian's Chromium for every journey, someone signed in, and axe-core at hand."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, RLock
from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import connection, connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.walking import AXE, sign_in

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PATIENCE_SECONDS = 10.0
PATIENCE_MS = 20_000

expect.set_options(timeout=PATIENCE_MS)  # no test judges by time: a slow machine is no failure
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the thread of the tests
IN_MEMORY = (
    connection.vendor == "sqlite"
)  # as Django tests on SQLite: one connection for all threads of the live server
if IN_MEMORY:
    # A line that the browser kept open ends after the live server has taken back the connection its threads shared,
    # which they may not close then; in memory there is nothing to close.
    ThreadedWSGIServer._close_connections = lambda _server: None
else:
    # A line that the browser keeps open keeps its thread; its connection would stand in the way of dropping the database.
    connections.settings["default"]["CONN_MAX_AGE"] = 0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session", autouse=True)
def chromium_is_there() -> None:
    if CHROMIUM is None:
        why = "no Chromium on this machine (Debian/Ubuntu: apt-get install chromium)"
        pytest.fail(why) if os.environ.get("CI") == "true" else pytest.skip(why)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": QUIET}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """No worker stands between a page and the site, except where a test is about it."""
    return {**browser_context_args, "service_workers": "block"}


@pytest.fixture(scope="session", autouse=True)
def one_request_at_a_time() -> Iterator[None]:
    """Let the site answer one request after the other.

    The threads of the live server share the one connection to SQLite in memory, so that the transactions of two
    requests would run into each other, which they never do in production; `tests/failures` has that to itself.
    On PostgreSQL every thread has a connection of its own, and requests run beside each other as they do in earnest.
    """
    if not IN_MEMORY:
        yield
        return
    turn, answer = RLock(), BaseHandler.get_response

    def in_turn(self: BaseHandler, request: HttpRequest) -> HttpResponseBase:
        with turn:
            return answer(self, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseHandler, "get_response", in_turn)
        yield


@pytest.fixture
def context(context: BrowserContext, live_server) -> Iterator[BrowserContext]:
    """A browser that may run axe-core, which the site's own policy would refuse to inject.

    Its pages are closed, and what they asked for last is answered, before the database is emptied.
    """
    context.add_init_script(path=AXE)
    context.set_default_timeout(3 * PATIENCE_MS)
    with all_answered():
        yield context
        for page in context.pages:
            page.close()


@contextmanager
def all_answered() -> Iterator[None]:
    """Wait, after the block, until the site has answered every request of it."""
    asked: Counter[str] = Counter()
    quiet = Condition()

    def count(name: str, by: int) -> Callable[..., None]:
        def counted(**_signal: Any) -> None:
            with quiet:
                asked[name] += by
                quiet.notify_all()

        return counted

    started, finished = count("running", 1), count("running", -1)
    request_started.connect(started)
    request_finished.connect(finished)
    try:
        yield
        with quiet:
            quiet.wait_for(lambda: asked["running"] <= 0, timeout=PATIENCE_SECONDS)
    finally:
        request_started.disconnect(started)
        request_finished.disconnect(finished)


@pytest.fixture
def trainee_page(page: Page, live_server, trainee) -> Page:
    """A page in which the trainee has just signed in by the form."""
    return sign_in(page, live_server.url, trainee)


@pytest.fixture
def trainer_page(page: Page, live_server, trainer) -> Page:
    """A page in which the trainer has just signed in by the form."""
    return sign_in(page, live_server.url, trainer)
