"""Pages for when something went wrong."""

import sqlite3

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from cases.api import NoEditionError
from certification.urls import handler500
from certification.urls import urlpatterns as site_urls


def crash(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a bug")


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def without_corpus(request: HttpRequest) -> HttpResponse:
    raise NoEditionError("none")


def locked(request: HttpRequest | None = None) -> HttpResponse:
    """Fail as Django does where somebody else keeps the write lock."""
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorcode = sqlite3.SQLITE_BUSY
    raise OperationalError(str(cause)) from cause


def mistaken(request: HttpRequest) -> HttpResponse:
    raise OperationalError("no such column")


def suspect(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("odd")


urlpatterns = [
    *site_urls,
    path("crash/", crash),
    path("locked/", locked),
    path("mistaken/", mistaken),
    path("refuse/", refuse),
    path("suspect/", suspect),
    path("without-corpus/", without_corpus),
]
__all__ = ["handler500"]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.mark.parametrize(
    ("url", "status", "heading"),
    [
        ("/suspect/", 400, "这个请求看不懂"),
        ("/refuse/", 403, "这页不对你现在的身份开放"),
        ("/nowhere/", 404, "没有这一页"),
        ("/without-corpus/", 503, "规则库还没有载入"),
    ],
)
def test_each_error_has_its_page_with_the_frame_around_it(signed_in, url, status, heading):
    response = signed_in.get(url)

    page = response.content.decode()
    assert response.status_code == status
    assert heading in page
    assert "site-nav" in page or status == 400


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_locked_database_is_no_crash_and_says_what_is_stored_and_when_to_try_again(signed_in, method):
    response = getattr(signed_in, method)("/locked/")

    page = response.content.decode()
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "数据库正忙" in page
    assert ("这一次没有存下" in page) == (method == "post")
    assert "都在" in page


def test_a_part_of_a_page_gets_a_part(signed_in):
    response = signed_in.post("/locked/", headers={"HX-Request": "true"})

    assert response.status_code == 503
    assert response.content.decode().strip().startswith('<div id="unavailable"')


def test_trouble_before_the_view_is_answered_alike(signed_in, monkeypatch):
    signed_in.raise_request_exception = False
    monkeypatch.setattr(SessionStore, "load", lambda self: locked())

    response = signed_in.get("/")

    assert response.status_code == 503
    assert response.headers["Retry-After"]


def test_a_mistake_in_a_statement_stays_a_crash(signed_in):
    signed_in.raise_request_exception = False

    assert signed_in.get("/mistaken/").status_code == 500


def test_a_crash_shows_a_number_that_the_log_knows(signed_in, caplog):
    signed_in.raise_request_exception = False

    response = signed_in.get("/crash/")

    number = response.content.decode().split("<code>")[1].split("</code>")[0]
    assert response.status_code == 500
    assert number.startswith("MD-")
    assert number in caplog.text
    assert "a bug" not in response.content.decode()


def test_a_form_without_its_token_is_told_that_nothing_happened(trainee):
    client = Client(enforce_csrf_checks=True)

    response = client.post("/sign-in/", {"username": "A20316", "password": "x"})

    assert response.status_code == 403
    assert "这一页开得太久了" in response.content.decode()
