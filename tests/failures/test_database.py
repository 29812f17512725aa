"""The database is full, or locked by somebody else: 503, the outbox keeps, and afterwards everything arrives."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

import pytest

from tests.failures.devices import Reply, held, marks, received, shown
from tests.failures.site import IS_POSTGRES, Site

SIZE = 30
MORE_THAN_ENOUGH = 5000


def insist_unavailable(reply: Reply) -> None:
    assert reply.status == 503
    assert int(reply.headers["Retry-After"]) > 0
    assert "这一次没有存下" in reply.text
    assert "都在服务器上" in reply.text


@contextmanager
def locked(site: Site, attempt: str) -> Iterator[None]:
    """Keep the lock that a save needs: the database's only writer, or the row of the attempt."""
    with site.connection() as other:
        other.execute("BEGIN" if IS_POSTGRES else "BEGIN IMMEDIATE")
        if IS_POSTGRES:
            other.execute("SELECT id FROM certification_attempt WHERE id = %s FOR UPDATE", [attempt])
        yield
        other.execute("ROLLBACK")


def test_a_locked_database_answers_503_and_everything_arrives_later(serve, browse):
    site = serve(DATABASE_WAIT_SECONDS="1")
    device = browse(site, site.people[0]["session"])
    device.start_exam()
    device.choose(1, "A")
    assert device.flush()

    with locked(site, device.attempt):
        first = device.choose(2, "B")
        assert not device.flush()
        insist_unavailable(device.send(first))
        insist_unavailable(device.hand_in())
        device.choose(2, "A")
        assert len(device.outbox) == 2
        assert device.get(device.question_url(1)).status == 200, "reading needs no lock"
    assert held(site, device.attempt) == {1: "A"} == shown(device)
    assert marks(site, device.attempt) == []

    assert device.flush()
    assert held(site, device.attempt) == {1: "A", 2: "A"} == shown(device)
    assert len(received(site, device.attempt)) == 3
    assert device.hand_in().status == 302
    assert marks(site, device.attempt) == list(range(1, SIZE + 1))
    assert set(device.statuses) == {200, 302, 503}
    assert not site.has_ended()


@pytest.mark.skipif(IS_POSTGRES, reason="the page limit is SQLite's")
def test_a_full_database_answers_503_and_everything_arrives_when_there_is_room(serve, browse):
    site = serve()
    device, other = (browse(site, person["session"]) for person in site.people[:2])
    device.start_exam()
    site.limit_pages(site.page_count())

    for position, answer in zip(cycle(range(1, SIZE + 1)), "AB" * MORE_THAN_ENOUGH, strict=False):
        entry = device.choose(position, answer)
        if not device.flush():
            break
    insist_unavailable(device.send(entry))
    insist_unavailable(device.hand_in())
    insist_unavailable(other.post("/mocks/"))
    stranger = browse(site, "")
    signing_in = stranger.post("/sign-in/", username="F00003", password=site.people[3]["password"])
    starting = other.post(f"/rounds/{site.round}/start/")
    assert {signing_in.status, starting.status} <= {302, 503}, "a row may fit into a page that is there"
    assert device.get(device.question_url(1)).status == 200
    assert held(site, device.attempt) == shown(device)
    assert marks(site, device.attempt) == []
    assert device.outbox == [entry]

    site.limit_pages(None)
    assert device.flush()
    assert held(site, device.attempt) == shown(device)
    assert len(received(site, device.attempt)) == len(device.made)
    assert device.hand_in().status == 302
    assert marks(site, device.attempt) == list(range(1, SIZE + 1))
    assert not site.has_ended()
