"""The headers of every kind of response."""

import pytest

STRICT = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'")
pytestmark = pytest.mark.django_db


@pytest.fixture(
    params=[
        pytest.param(("/sign-in/", 200), id="page"),
        pytest.param(("/account/", 302), id="redirect"),
        pytest.param(("/nowhere/", 404), id="not found"),
        pytest.param(("/static/css/app.css", 200), id="static file"),
    ]
)
def response(request, client):
    path, status = request.param
    answer = client.get(path)
    assert answer.status_code == status
    yield answer
    answer.close()


def test_policy_stands_on_every_response_and_allows_nothing_inline(response):
    policy = response.headers["Content-Security-Policy"]

    assert all(directive in policy for directive in STRICT)
    assert "unsafe" not in policy
    assert "http" not in policy


def test_other_security_headers_stand_on_every_response(response):
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]


def test_signed_in_pages_stay_out_of_caches(signed_in):
    assert signed_in.get("/account/").headers["Cache-Control"] == "no-store, private"


def test_static_files_may_be_cached(client):
    response = client.get("/static/css/app.css")

    assert "no-store" not in response.headers["Cache-Control"]
    response.close()
