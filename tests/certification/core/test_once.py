"""What is asked once while a page is made, and again for the next."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from cases import api
from certification.core.once import OnceMiddleware, once_a_page
from tests.factories.bank import store_edition
from tests.factories.later_edition import store_later_edition


@pytest.fixture
def reading() -> tuple[list[str], object]:
    """A reader, and the list of the times that it really read."""
    times: list[str] = []

    @once_a_page
    def read() -> int:
        times.append("read")
        return len(times)

    return times, read


def answer(read, method="GET") -> str:
    view = OnceMiddleware(lambda _request: HttpResponse(f"{read()} {read()}"))
    return view(RequestFactory().generic(method, "/")).content.decode()


def test_a_page_reads_once_and_the_next_page_reads_again(reading):
    times, read = reading
    assert answer(read) == "1 1"
    assert answer(read) == "2 2"
    assert len(times) == 2


def test_outside_of_pages_and_where_something_changes_each_time_is_read(reading):
    _times, read = reading
    assert (read(), read()) == (1, 2)
    assert answer(read, method="POST") == "3 4"


def test_the_memory_ends_with_a_page_that_fails(reading):
    _times, read = reading

    def fail(_request):
        read()
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own
        OnceMiddleware(fail)(RequestFactory().get("/"))
    assert (read(), read()) == (2, 3)


def test_a_page_is_made_by_one_edition_though_another_is_published_meanwhile(db, django_assert_num_queries):
    first = store_edition().id
    with api.one_edition():
        assert api.current_edition_id() == first
        store_later_edition()
        with django_assert_num_queries(0):
            assert api.current_edition_id() == first
    assert api.current_edition_id() != first


def test_that_there_is_none_is_not_remembered(db):
    with api.one_edition():
        with pytest.raises(api.NoEditionError):
            api.current_edition_id()
        stored = store_edition().id
        assert api.current_edition_id() == stored
