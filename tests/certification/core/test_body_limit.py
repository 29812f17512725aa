"""A request that is too large is refused before it is read."""

import pytest

from certification.bank.pictures.domain import MOST_BYTES
from certification.core.body_limit import MOST_BODY_BYTES
from certification.exchange.limits import MOST_FILE_BYTES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/sign-in/", "/oversight/people/sheets/", "/nowhere/"])
def test_what_is_too_large_is_refused_whoever_sends_it(client, path):
    response = client.post(
        path, data=b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(MOST_BODY_BYTES + 1)
    )

    assert response.status_code == 413
    assert "24 MB" in response.content.decode()
    assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize("length", ["-1", "1e9", "x"])
def test_a_length_that_is_none_is_refused_too(client, length):
    assert client.post("/sign-in/", data=b"", content_type="text/plain", CONTENT_LENGTH=length).status_code == 413


def test_the_largest_files_that_pages_take_come_through():
    assert max(MOST_FILE_BYTES, MOST_BYTES) + 1_000_000 < MOST_BODY_BYTES
