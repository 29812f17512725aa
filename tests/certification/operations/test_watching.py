"""Requests measured: counted by route, slow ones kept in a file."""

import pytest

from certification.operations import watching
from certification.operations.metrics import REQUESTS
from certification.operations.watching import FILE, SlowRequest, keep, newest_slow


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def slow(n):
    return SlowRequest("2026-11-22T09:00:00+00:00", f"a:{n}", "GET", 200, 1500, "ab")


def test_a_slow_request_is_kept_by_its_route_and_a_quick_one_is_not(client, home, settings):
    client.get("/healthz/")
    settings.SLOW_SECONDS = 0
    answer = client.get("/healthz/?who=somebody")

    (kept,) = newest_slow(home, 9)
    assert (kept.route, kept.method, kept.status, kept.request_id) == (
        "operations:healthz", "GET", 200, answer["X-Request-ID"],
    )  # fmt: skip
    assert "somebody" not in (home / FILE).read_text()
    assert (home / FILE).stat().st_mode & 0o077 == 0


def test_what_no_page_answers_is_counted_as_one(client, db, home):
    def count():
        return REQUESTS.labels("-", "GET", "404")._value.get()

    before = count()
    client.get("/nowhere/1/")
    client.get("/nowhere/2/")

    assert count() == before + 2


def test_the_newest_stand_first_and_no_more_than_asked_for(home):
    for n in range(5):
        keep(home, slow(n))
    with (home / FILE).open("a") as file:
        file.write('not json\n{"at": 1}\n')

    assert [one.route for one in newest_slow(home, 3)] == ["a:4", "a:3", "a:2"]


def test_the_file_does_not_grow_for_ever(home, monkeypatch):
    monkeypatch.setattr(watching, "MOST_BYTES", 300)
    for n in range(20):
        keep(home, slow(n))

    assert (home / FILE).stat().st_size < 600
    assert newest_slow(home, 1)[0].route == "a:19"


def test_a_folder_that_cannot_be_written_costs_no_page(tmp_path):
    keep(tmp_path / "missing", slow(1))

    assert newest_slow(tmp_path / "missing", 1) == []
