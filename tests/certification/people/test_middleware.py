"""Private by default."""

import pytest

pytestmark = pytest.mark.django_db


def test_stranger_is_sent_to_sign_in_and_back(client):
    response = client.get("/account/?tab=1")

    assert response.status_code == 302
    assert response.headers["Location"] == "/sign-in/?next=/account/%3Ftab%3D1"


def test_expired_sign_in_answers_htmx_with_401_and_a_redirect_header(client):
    response = client.get(
        "/account/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/attempts/7/?n=3"}
    )

    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in/?next=%2Fattempts%2F7%2F%3Fn%3D3"
    assert response.content == b""


def test_expired_sign_in_without_a_current_page_leads_home(client):
    response = client.get("/account/", headers={"HX-Request": "true"})

    assert response.headers["HX-Redirect"] == "/sign-in/?next=%2F"
