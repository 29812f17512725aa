"""Who gets in from a platform, and who does not: every way in which a message can be false."""

import time
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certification.lti.models import Launch, Platform, PlatformAccount, PlatformLink
from certification.lti.wording import REFUSALS
from certification.people.second_factor.models import SecondFactor
from tests.certification.lti.conftest import Traveller, sourced
from tests.factories.people import UserFactory
from tests.factories.platform import CLAIM, CLIENT, STRANGERS_KEY, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner():
    return UserFactory(staff_number="A20316")


@pytest.fixture(autouse=True)
def world(registered, learner):
    """The platform is registered, and knows the learner by the staff number."""


def said(response) -> str:
    return response.content.decode()


def test_who_comes_from_the_platform_is_signed_in_and_known_the_next_time(traveller, learner, platform):
    assert traveller.launch(**sourced("a20316")).headers["Location"] == reverse("sitting:home")
    assert traveller.person == str(learner.pk)
    assert traveller.client.get("/").status_code == 200

    again = Traveller(platform)
    again.launch()  # the account is linked: the platform need not name the number any more
    assert again.person == str(learner.pk)
    assert PlatformAccount.objects.count() == 1
    assert Platform.objects.get().launched_at is not None


def test_what_the_platform_is_asked(traveller):
    asked = traveller.begin(lti_message_hint="hint")

    assert asked["redirect_uri"] == "http://testserver/lti/launch/"
    assert (asked["scope"], asked["response_type"], asked["response_mode"]) == ("openid", "id_token", "form_post")
    assert (asked["prompt"], asked["client_id"], asked["lti_message_hint"]) == ("none", CLIENT, "hint")
    cookie = next(iter(traveller.client.cookies.values()))
    assert (cookie["samesite"], cookie["httponly"], cookie["path"], cookie["max-age"]) == ("Lax", True, "/lti/", 600)


def test_only_hashes_of_state_nonce_and_ticket_are_kept(traveller):
    asked = traveller.begin()
    ticket = traveller.answer(asked, **sourced("A20316")).headers["Location"].split("/")[-2]

    row = str(Launch.objects.values().get())
    assert not any(secret in row for secret in (asked["state"], asked["nonce"], ticket))


BAD = {
    "another deployment": {f"{CLAIM}deployment_id": "2"},
    "another reader": {"aud": "somebody-else"},
    "several readers and not us": {"aud": [CLIENT, "somebody-else"], "azp": "somebody-else"},
    "several readers and nobody named": {"aud": [CLIENT, "somebody-else"]},
    "expired": {"exp": 1_700_000_000},
    "without an end": {"exp": None},
    "from tomorrow": {"nbf": 4_000_000_000},
    "another issuer": {"iss": "https://moodle.example"},
    "another nonce": {"nonce": "another"},
    "no version": {f"{CLAIM}version": "1.1"},
    "no roles": {f"{CLAIM}roles": None},
    "no link": {f"{CLAIM}resource_link": {}},
    "a link that is a word": {f"{CLAIM}resource_link": "x"},
    "an endless link": {f"{CLAIM}resource_link": {"id": "x" * 300}},
    "a reader that is a number": {"aud": 7},
    "no person": {"sub": ""},
    "an endless time": {"exp": float("inf")},
}


@pytest.mark.parametrize("extra", BAD.values(), ids=BAD)
def test_a_message_that_does_not_hold_lets_nobody_in(traveller, extra):
    answered = traveller.answer(traveller.begin(), **{**sourced("A20316"), **extra})

    assert answered.status_code == 403
    assert str(REFUSALS["lti.token"]) in said(answered)
    assert traveller.person == ""
    assert not PlatformAccount.objects.exists()
    assert Platform.objects.get().problem == "lti.token"


def test_a_strangers_signature_lets_nobody_in(traveller):
    answered = traveller.answer(traveller.begin(), key=STRANGERS_KEY, **sourced("A20316"))

    assert answered.status_code == 403
    assert not PlatformAccount.objects.exists()


@pytest.mark.parametrize(
    "token", ["", "x", "a.b.c", "e30.e30.e30", "e30.W10.e30", "eyJhbGciOiJub25lIiwia2lkIjoicGxhdGZvcm0tMSJ9.e30."]
)
def test_what_is_no_token_is_refused_in_words(traveller, token):
    asked = traveller.begin()
    answered = Client().post(reverse("lti:launch"), {"state": asked["state"], "id_token": token})

    assert answered.status_code == 403
    assert str(REFUSALS["lti.token"]) in said(answered)


def test_an_answer_counts_once(traveller):
    asked = traveller.begin()
    first = traveller.answer(asked, **sourced("A20316"))
    assert first.status_code == 303

    replayed = traveller.answer(asked, **sourced("A20316"))
    assert replayed.status_code == 403
    assert str(REFUSALS["lti.state"]) in said(replayed)
    traveller.enter(first)
    once_more = Traveller(traveller.platform)
    once_more.client.cookies = traveller.client.cookies
    assert once_more.enter(first).status_code == 403


def test_a_state_that_failed_is_used_up_too(traveller):
    asked = traveller.begin()
    traveller.answer(asked, key=STRANGERS_KEY, **sourced("A20316"))

    assert str(REFUSALS["lti.state"]) in said(traveller.answer(asked, **sourced("A20316")))


def test_an_answer_that_belongs_to_another_login_is_refused(traveller):
    one, other = traveller.begin(), traveller.begin()

    assert traveller.answer({**one, "nonce": other["nonce"]}, **sourced("A20316")).status_code == 403


def test_after_ten_minutes_it_has_to_begin_anew(traveller):
    asked = traveller.begin()
    Launch.objects.update(started_at=timezone.now() - timedelta(minutes=10))
    assert str(REFUSALS["lti.state"]) in said(traveller.answer(asked, **sourced("A20316")))

    answered = traveller.answer(traveller.begin(), **sourced("A20316"))
    Launch.objects.update(started_at=timezone.now() - timedelta(minutes=10))
    assert str(REFUSALS["lti.state"]) in said(traveller.enter(answered))


def test_nobody_is_signed_in_in_a_browser_in_which_nothing_began(traveller, platform):
    """Otherwise somebody could sign others in as themselves, and read what those then write."""
    answered = traveller.answer(traveller.begin(), **sourced("A20316"))
    victim = Traveller(platform)

    refused = victim.enter(answered)
    assert refused.status_code == 403
    assert str(REFUSALS["lti.browser"]) in said(refused)
    assert victim.person == ""
    traveller.enter(answered)  # the ticket was not spent on them
    assert traveller.person != ""


def test_two_launches_of_one_browser_do_not_disturb_each_other(traveller):
    first, second = traveller.begin(), traveller.begin()

    assert traveller.enter(traveller.answer(first, **sourced("A20316"))).status_code == 302
    assert traveller.enter(traveller.answer(second)).status_code == 302


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_where_a_login_wants_to_go_is_never_followed(traveller, address):
    asked = traveller.begin(target_link_uri=address)
    assert asked["redirect_uri"] == "http://testserver/lti/launch/"

    answered = traveller.answer(asked, **{**sourced("A20316"), f"{CLAIM}target_link_uri": address})
    assert traveller.enter(answered).headers["Location"] == reverse("sitting:home")


@pytest.mark.parametrize("asked", [{}, {"iss": "https://moodle.example"}, {"client_id": "another"}], ids=str)
def test_a_platform_that_is_not_registered_begins_nothing(client, platform, asked):
    said_there = {"iss": platform.home, "login_hint": "x", **asked} if asked else {}
    refused = client.get(reverse("lti:login"), said_there)

    assert refused.status_code == 403
    assert str(REFUSALS["lti.unknown-platform"]) in said(refused)
    assert not Launch.objects.exists()


def test_a_login_without_a_hint_is_refused(client, platform):
    refused = client.post(reverse("lti:login"), {"iss": platform.home, "client_id": CLIENT})

    assert str(REFUSALS["lti.login"]) in said(refused)


def test_one_issuer_may_have_two_clients_which_then_have_to_be_named(client, platform):
    register(platform, client_id="another-client")

    assert client.get(reverse("lti:login"), {"iss": platform.home, "login_hint": "x"}).status_code == 403
    named = {"iss": platform.home, "login_hint": "x", "client_id": "another-client"}
    assert "client_id=another-client" in client.get(reverse("lti:login"), named).headers["Location"]


def test_the_client_that_began_is_the_one_that_answers(traveller, platform):
    register(platform, client_id="another-client")

    assert traveller.answer(traveller.begin(), aud="another-client", **sourced("A20316")).status_code == 403


def test_a_platform_that_was_stopped_lets_nobody_in(traveller):
    asked = traveller.begin()
    Platform.objects.update(closed_at=timezone.now())

    assert traveller.answer(asked, **sourced("A20316")).status_code == 403


def test_a_platform_that_refuses_says_so(traveller):
    asked = traveller.begin()
    answered = Client().post(reverse("lti:launch"), {"state": asked["state"], "error": "login_required"})

    assert str(REFUSALS["lti.denied"]) in said(answered)


@pytest.mark.parametrize("path", ["/elsewhere", "/endless", "/course", "/nothing"])
def test_keys_that_cannot_be_read_let_nobody_in(traveller, platform, path):
    Platform.objects.update(key_set_url=f"{platform.home}{path}")

    assert traveller.answer(traveller.begin(), **sourced("A20316")).status_code == 403
    assert traveller.person == ""


def test_a_platform_that_is_down_is_told_apart_from_nothing_else(traveller):
    Platform.objects.update(key_set_url="http://127.0.0.1:1/keys")
    started = time.monotonic()

    assert traveller.answer(traveller.begin(), **sourced("A20316")).status_code == 403
    assert time.monotonic() - started < 30


def test_in_a_frame_there_is_a_link_to_a_window_and_nothing_else(client, platform):
    said_there = {
        "iss": platform.home,
        "client_id": CLIENT,
        "login_hint": "x&y",
        "target_link_uri": "http://testserver/lti/launch/",
    }
    framed = client.get(reverse("lti:login"), said_there, headers={"Sec-Fetch-Dest": "iframe"})

    assert f"frame-ancestors {platform.home}" in framed.headers["Content-Security-Policy"]
    assert "default-src 'none'" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert 'target="_blank"' in said(framed)
    assert "login_hint=x%26y" in said(framed)
    assert not Launch.objects.exists()
    unknown = client.get(reverse("lti:login"), {"iss": "https://evil.example"}, headers={"Sec-Fetch-Dest": "iframe"})
    assert "frame-ancestors 'none'" in unknown.headers["Content-Security-Policy"]


def test_the_site_shows_its_keys(client):
    keys = client.get(reverse("lti:keys")).json()["keys"]

    assert {key["alg"] for key in keys} == {"RS256"}
    assert not any("d" in key for key in keys)


def test_characters_that_no_database_takes_are_left_out(traveller, learner):
    hostile = {
        **sourced("A20316\x00"),
        f"{CLAIM}resource_link": {"id": "a\x00b", "title": "\x07九月"},
        f"{CLAIM}custom": {"mingduan": "drill:\x00"},
    }

    assert traveller.launch(**hostile).status_code == 302
    assert traveller.person == str(learner.pk)
    link = PlatformLink.objects.get()
    assert (link.resource, link.title, link.target) == ("ab", "九月", None)


def test_who_set_up_a_second_factor_is_asked_for_it(traveller, platform):
    trainer = UserFactory(staff_number="B1", trainer=True)
    SecondFactor.objects.create(user=trainer, key="0" * 40, confirmed=True, made_at=timezone.now())
    platform.roles = ["Instructor"]
    traveller.launch(**sourced("B1"))

    assert traveller.person == str(trainer.pk)
    assert traveller.client.get(reverse("oversight:rounds")).headers["Location"].startswith("/second-factor/")
