"""What strangers try: forged forms, planted sessions, redirects elsewhere, other hosts, hostile texts."""

import pytest
from django.test import Client
from django.urls import reverse

from certification.people.models import User
from tests.factories.bank import make_bank
from tests.factories.people import PASSWORD, UserFactory
from tests.security.surface import BACKEND, Visitor, pages

SIGN_IN = "/sign-in/"
#: Whose addresses need no token of a form, by namespace, each with the proof that they ask for instead.
EXEMPT = {
    "lti": "a message signed by a platform, then a ticket for one use",
    "readapi": "a token in a header; a session cookie lets nobody in",
}
HOSTILE = [
    "https://evil.example/", "//evil.example", "///evil.example", "\\\\evil.example", "/\\evil.example", "http:evil.example",
    "https:/evil.example", "javascript:alert(1)", " //evil.example", "\t//evil.example", "http://testserver@evil.example/",
    "http://testserver.evil.example/", "data:text/html,x", "/\t/evil.example", "\x00//evil.example",
]  # fmt: skip
SCRIPT = "<script>alert(1)</script>\"'"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["anonymous", "manager"])
def test_every_form_needs_its_token(role):
    visitor = Visitor(role)

    for one in pages():
        assert not one.exempt or one.name.split(":")[0] in EXEMPT, one.name
        if not one.exempt:
            response = visitor.ask("POST", one.path(), enforce_csrf_checks=True)
            assert response.status_code == 403, one.name
            assert "刚才的操作没有生效" in response.content.decode(), one.name


def signed_in_with(cookie: str = "") -> Client:
    client = Client()
    if cookie:
        client.cookies["sessionid"] = cookie
    client.post(SIGN_IN, {"username": "A20316", "password": PASSWORD}, REMOTE_ADDR="10.0.0.9")
    return client


def test_a_session_that_was_planted_is_not_the_one_that_is_signed_in(trainee):
    planted = Client()
    planted.get(SIGN_IN)
    planted.session.save()
    session = planted.session
    session["planted"] = "yes"
    session.save()

    victim = signed_in_with(session.session_key)

    assert victim.session.session_key != session.session_key
    assert planted.get("/account/").status_code == 302
    planted.cookies["sessionid"] = session.session_key
    assert planted.get("/account/").status_code == 302


def test_a_made_up_key_is_never_taken_over(trainee):
    victim = signed_in_with("a" * 32)

    assert victim.session.session_key != "a" * 32


def test_nobody_carries_anything_over_from_who_was_signed_in_before(trainee):
    other = UserFactory()
    client = Client()
    client.force_login(other, backend=BACKEND)
    session = client.session
    session["kept"] = "of the other"
    session.save()

    client.post("/sign-out/")
    client.post(SIGN_IN, {"username": "A20316", "password": PASSWORD})

    assert "kept" not in client.session
    assert client.session["_auth_user_id"] == str(trainee.pk)


def test_signing_out_makes_the_cookie_worthless(trainee):
    client = signed_in_with()
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    before = thief.get("/account/").status_code

    client.post("/sign-out/")

    assert (before, thief.get("/account/").status_code) == (200, 302)


def test_a_new_password_ends_every_other_session(trainee):
    here, elsewhere = signed_in_with(), signed_in_with()
    new = "another good one 7"

    here.post("/account/password/", {"present": PASSWORD, "password": new, "again": new, "repeat": new})

    assert User.objects.get(pk=trainee.pk).check_password(new)
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_who_is_deactivated_is_out_at_once(trainee):
    client = signed_in_with()
    User.objects.filter(pk=trainee.pk).update(is_active=False)

    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("asked", HOSTILE)
def test_nobody_is_sent_to_another_site(client, trainee, asked):
    signed = client.post(SIGN_IN, {"username": "A20316", "password": PASSWORD, "next": asked})
    again = client.get(SIGN_IN, {"next": asked})

    assert signed.headers["Location"] == "/"
    assert again.status_code == 400 if "\x00" in asked else again.headers["Location"] == "/"


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:80@evil.example", "a b"])
def test_another_host_is_answered_nothing(client, host):
    response = client.get(SIGN_IN, HTTP_HOST=host)

    assert response.status_code == 400
    assert "evil" not in response.content.decode()


def test_a_forwarded_host_is_not_believed(client):
    response = client.get("/.well-known/openbadges-issuer.json", HTTP_X_FORWARDED_HOST="evil.example")

    assert response.status_code == 200
    assert b"evil" not in response.content


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(trainee):
    client = signed_in_with()

    session, token = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert session["httponly"]
    assert token["httponly"]
    assert (session["samesite"], token["samesite"]) == ("Lax", "Lax")


def test_a_hostile_name_is_text_on_every_page_that_takes_no_more_than_a_role():
    make_bank()
    person = UserFactory(display_name=SCRIPT, cohort__name=SCRIPT, is_trainer=True, is_manager=True)
    visitor = Visitor("manager", person=person)

    for one in pages():
        if not one.parts:
            response = visitor.ask("GET", one.path())
            if "html" in response.headers.get("Content-Type", "") and not response.streaming:
                assert SCRIPT not in response.content.decode(), one.name


@pytest.mark.parametrize("text", ["' OR 1=1 --", "%' AND 1=0 --", "\x00", "\\", "é" * 3000, "$(id)", "{{ 7|add:7 }}"])
def test_hostile_searches_are_only_searches(text):
    make_bank()
    visitor = Visitor("manager", person=UserFactory(is_trainer=True, is_manager=True))

    for name in ("authoring:questions", "sitting:corpus", "oversight:people", "oversight:competency"):
        for key in ("q", "search", "cohort", "show", "page", "sort"):
            response = visitor.ask("GET", reverse(name), query={key: text})
            assert response.status_code in {200, 302, 400, 404, 422}, (name, key)
