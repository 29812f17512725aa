"""A NUL is refused as what nobody types, on both databases and in address and form alike."""

import pytest
from django.db import DataError
from django.test import RequestFactory

from certification.core.plain_text import PlainTextMiddleware

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/corpus/?q=%00", "/corpus/?q=a%00b&page=2", "/verify/%00/"])
def test_a_nul_in_an_address_is_refused_in_words(client, address):
    response = client.get(address)

    assert response.status_code == 400
    assert "这个请求看不懂" in response.content.decode()


def test_what_looks_like_one_but_is_none_comes_through(client):
    assert client.get("/sign-in/?next=/%2500").status_code == 200


def test_a_nul_that_reached_the_database_is_refused_and_other_trouble_is_left_alone():
    middleware, request = PlainTextMiddleware(lambda _request: None), RequestFactory().post("/")

    refused = middleware.process_exception(request, DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes"))
    assert refused.status_code == 400
    assert middleware.process_exception(request, DataError("value too long")) is None
    assert middleware.process_exception(request, ValueError("NUL (0x00)")) is None
