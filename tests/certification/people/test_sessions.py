"""Where somebody is signed in: noted, listed, ended."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certification.core.journal import JournalEntry
from certification.people.models import User
from certification.people.signed_in import SEEN_EVERY, Session
from tests.factories.people import PASSWORD, UserFactory

EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"
NEW = {"present": PASSWORD, "password": "很长的新密码 9", "again": "很长的新密码 9"}
ACCOUNT = "/account/"


@pytest.fixture
def person(db) -> User:
    return UserFactory(staff_number="A1")


@pytest.fixture
def browser(person):
    def signed_in(agent: str = EDGE) -> Client:
        client = Client(headers={"user-agent": agent})
        assert client.post("/sign-in/", {"username": "A1", "password": PASSWORD}).status_code == 302
        return client

    return signed_in


def is_in(client: Client) -> bool:
    return client.get(ACCOUNT).status_code == 200


def test_a_sign_in_says_whose_with_what_and_since_when_and_no_more(person, browser):
    before = timezone.now()
    browser()
    kept = Session.objects.get()

    assert (kept.person, kept.device) == (person, "Edge · Windows")
    assert before <= kept.since <= kept.seen_at
    assert set(kept.get_decoded()) == {
        "_auth_user_id", "_auth_user_backend", "_auth_user_hash", "signed_in_at", "device",
    }  # fmt: skip


def test_last_use_is_written_every_few_minutes_and_not_more_often(browser, django_assert_max_num_queries):
    client = browser()
    long_ago = timezone.now() - SEEN_EVERY - timedelta(seconds=1)
    Session.objects.update(seen_at=long_ago)

    client.get(ACCOUNT)
    noted = Session.objects.get().seen_at
    client.get(ACCOUNT)

    assert long_ago < noted == Session.objects.get().seen_at


def test_the_account_lists_them_without_their_keys(browser):
    here, _there = browser(), browser("Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0")
    text = here.get(ACCOUNT).content.decode()

    assert "Edge · Windows" in text
    assert "Firefox · Linux" in text
    assert not any(key in text for key in Session.objects.values_list("pk", flat=True))


def test_one_is_ended_from_another(browser):
    here, there = browser(), browser("Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0")
    handle = Session.objects.get(device="Firefox · Linux").handle

    ended = here.post(reverse("people:end-sessions"), {"session": handle})

    assert ended.status_code == 302
    assert is_in(here)
    assert not is_in(there)
    again = here.post(reverse("people:end-sessions"), {"session": handle})
    assert again.status_code == 409
    assert "已经结束" in again.content.decode()


def test_all_others_are_ended_at_once(browser):
    here, *others = browser(), browser(), browser()

    here.post(reverse("people:end-sessions"))

    assert [is_in(one) for one in (here, *others)] == [True, False, False]
    assert JournalEntry.objects.get(verb="people.sessions-ended").details == {"ended": 2}


def test_nobody_ends_anothers(browser):
    there = browser()
    stranger = UserFactory()
    client = Client()
    client.force_login(stranger, backend="certification.people.backends.NameOrNumberBackend")

    handle = Session.objects.get(device="Edge · Windows").handle

    assert client.post(reverse("people:end-sessions"), {"session": handle}).status_code == 409
    assert is_in(there)


def test_a_new_password_ends_the_others_and_keeps_this_one(browser, person):
    here, there = browser(), browser()

    here.post(reverse("people:password"), NEW)

    assert is_in(here)
    assert not is_in(there)
    assert Session.objects.filter(person=person).count() == 1


def test_signing_out_and_in_as_somebody_else_leaves_no_trace(browser, person):
    client = browser()
    other = UserFactory(staff_number="A2")
    client.post(reverse("people:sign-out"))
    client.post("/sign-in/", {"username": "A2", "password": PASSWORD})

    assert [one.person for one in Session.objects.all()] == [other]


def test_a_session_without_a_person_says_so(db):
    store = Session.get_session_store_class()()
    store["x"] = 1
    store.save()

    assert Session.objects.get().person is None
    assert store.get_model_class() is Session
