"""The language of a page: as the reader chose, else as the browser's cookie says, else Chinese."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.formats import date_format

from certification.people.domain import Language
from certification.people.languages import in_language_of, language_of
from certification.people.mailing import mail_link
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 22, 13, 30, tzinfo=UTC)


@pytest.fixture
def client_of():
    def signed_in(person):
        client = Client()
        client.force_login(person)
        return client

    return signed_in


def english_sign_in(client):
    return client.post("/language/", {"language": "en", "next": "/sign-in/"})


def test_a_browser_that_asks_for_english_gets_chinese(client):
    page = client.get("/sign-in/", headers={"accept-language": "en-US,en;q=0.9"})

    assert '<html lang="zh-CN">' in page.text
    assert (page["Content-Language"], "Cookie" in page["Vary"]) == ("zh-CN", True)


def test_who_has_not_signed_in_keeps_the_language_in_the_browser(client):
    assert english_sign_in(client).url == "/sign-in/"

    page = client.get("/sign-in/")
    assert '<html lang="en">' in page.text
    assert page["Content-Language"] == "en"
    assert "Sign in" in page.text
    assert client.cookies["django_language"]["httponly"]


def test_who_has_signed_in_keeps_it_wherever_they_sign_in(client, client_of):
    person = UserFactory()

    client_of(person).post("/language/", {"language": "en", "next": "/account/"})

    assert '<html lang="en">' in client_of(person).get("/account/").text
    assert '<html lang="zh-CN">' in client.get("/sign-in/").text


def test_what_a_person_chose_wins_over_the_browser(client):
    english_sign_in(client)
    client.force_login(UserFactory(language="zh-hans"))

    assert '<html lang="zh-CN">' in client.get("/account/").text


def test_who_chose_nothing_reads_what_the_browser_is_set_to(client):
    english_sign_in(client)
    client.force_login(UserFactory())

    assert '<html lang="en">' in client.get("/account/").text


@pytest.mark.parametrize("language", ["fr", "", "EN"])
def test_a_language_that_is_not_there_changes_nothing(client, language):
    person = UserFactory(language="en")
    client.force_login(person)

    assert client.post("/language/", {"language": language}).status_code == 400
    person.refresh_from_db()
    assert person.language == "en"


def test_the_way_back_stays_on_this_site(client):
    assert client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"}).url == "/"


def test_a_cookie_that_somebody_made_up_is_chinese(client):
    client.cookies["django_language"] = "../../x"

    assert '<html lang="zh-CN">' in client.get("/sign-in/").text


def test_one_readers_language_is_not_left_to_the_next(client_of):
    client_of(UserFactory(language="en")).get("/account/")

    assert translation.get_language() == "zh-hans"


def test_the_language_costs_no_query(client_of):
    def queries(person):
        client = client_of(person)
        client.get("/account/password/")
        with CaptureQueriesContext(connection) as made:
            client.get("/account/password/")
        return len(made)

    assert queries(UserFactory(language="en")) == queries(UserFactory()) <= 3


def test_without_the_database_the_cookie_decides():
    class Gone:
        @property
        def language(self):
            raise DatabaseError

    request = RequestFactory().get("/", headers={"cookie": "django_language=en"})
    request.user = Gone()

    assert language_of(request) is Language.ENGLISH


def test_a_letter_is_in_the_language_of_who_gets_it():
    with translation.override("en"):
        mail_link(UserFactory(email="lin@example.com"), "https://example.com/x")
    mail_link(UserFactory(email="ada@example.com", language="en"), "https://example.com/x")

    assert [letter.subject.isascii() for letter in mail.outbox] == [False, True]


@pytest.mark.parametrize(("language", "shown"), [("", "2026年11月22日 13:30"), ("en", "22 Nov 2026, 13:30")])
def test_dates_are_written_as_the_language_writes_them(language, shown):
    with in_language_of(UserFactory(language=language)):
        assert date_format(AT, "Y年n月j日 H:i") == shown
        assert date_format(AT, "Y-m-d") == "2026-11-22"


def test_a_program_with_a_token_reads_the_same_whatever_a_browser_chose():
    request = RequestFactory().get("/", headers={"cookie": "django_language=en", "authorization": "Bearer x"})
    request.user = AnonymousUser()

    assert language_of(request) is Language.CHINESE


def test_what_is_made_while_it_is_sent_is_in_the_language_of_the_reader(client_of):
    manager = UserFactory(language="en", is_manager=True)

    table = client_of(manager).get("/operations/audit.csv")

    assert table.streaming
    assert b"".join(table.streaming_content).decode("utf-8-sig").startswith("Time,")
    assert translation.get_language() == "zh-hans"
