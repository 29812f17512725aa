"""Counting how often somebody asked, and whom that is behind a proxy."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from certification.core.rates import client_address, times_asked


@pytest.fixture(autouse=True)
def nobody_asked():
    cache.clear()
    yield
    cache.clear()


def test_each_is_counted_for_what_they_ask():
    assert [times_asked("a", "one", seconds=60) for _ in range(3)] == [1, 2, 3]
    assert times_asked("a", "another", seconds=60) == 1
    assert times_asked("b", "one", seconds=60) == 1


def test_a_count_that_runs_out_at_this_moment_begins_again():
    assert times_asked("a", "one", seconds=0) == 1


@pytest.mark.parametrize(
    ("behind_proxy", "written", "address"),
    [
        (False, "", "10.0.0.1"),
        (False, "6.6.6.6", "10.0.0.1"),
        (True, "6.6.6.6, 10.9.9.9", "10.9.9.9"),
        (True, "", "10.0.0.1"),
    ],
)
def test_what_a_proxy_wrote_last_is_believed_where_there_is_one(settings, behind_proxy, written, address):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if behind_proxy else None
    headers = {"X-Forwarded-For": written} if written else {}

    assert client_address(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=headers)) == address
