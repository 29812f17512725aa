"""Signing in at a provider that runs beside the tests: there and back by real HTTP."""

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client, override_settings

from certification.core.journal import JournalEntry
from certification.people.models import User
from certification.people.sso.config import read_providers
from tests.factories.people import PASSWORD, UserFactory, merge
from tests.factories.second_factors import code_for, make_second_factor
from tests.factories.sso import OIDC, agree, oidc_provider, set_out, sign_in_at, works_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    people = [works_as("lin", "a20316"), works_as("stranger", "X1"), works_as("nobody", ""), works_as("seven", 7)]
    with oidc_provider(*people) as address:
        yield address


def refusals() -> list[tuple[str, dict]]:
    return list(JournalEntry.objects.filter(verb="people.sso-refused").values_list("subject", "details"))


def test_the_sign_in_page_has_a_button_for_each_provider_and_none_without(client, provider):
    with_one = client.get("/sign-in/?next=/account/").content.decode()
    with override_settings(SSO_PROVIDERS={}):
        without = client.get("/sign-in/").content.decode()

    assert "用集团账号登录" in with_one
    assert f'action="{OIDC}"' in with_one
    assert "/sign-in/with/" not in without


def test_the_first_time_goes_by_the_staff_number_and_stores_a_link(client, trainee, provider):
    answer = sign_in_at(client, "lin", next="/account/?a=1")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/?a=1")
    assert client.session["_auth_user_id"] == str(trainee.pk)
    link = SocialAccount.objects.get()
    assert (link.user, link.provider, link.uid, link.extra_data) == (trainee, "oidc", "lin", {})
    assert SocialToken.objects.count() == 0
    assert JournalEntry.objects.get().verb == "people.sso-linked"


def test_the_second_time_goes_by_the_link_whatever_the_number_is_now(client, trainee, provider):
    sign_in_at(client, "lin")
    User.objects.filter(pk=trainee.pk).update(staff_number="A9")
    UserFactory(staff_number="A20316")
    again = Client()

    assert sign_in_at(again, "lin").status_code == 302
    assert again.session["_auth_user_id"] == str(trainee.pk)
    assert JournalEntry.objects.count() == 1


def test_a_number_may_come_as_a_number(client, provider):
    seven = UserFactory(staff_number="7")

    sign_in_at(client, "seven")

    assert client.session["_auth_user_id"] == str(seven.pk)


@pytest.mark.parametrize(
    ("sub", "says", "code"),
    [("stranger", "工号是 X1", "people.sso-unknown"), ("nobody", "没有告诉本站你的工号", "people.sso-no-number")],
)
def test_nobody_is_made_by_signing_in(client, trainee, provider, sub, says, code):
    answer = sign_in_at(client, sub)

    assert answer.status_code == 403
    assert says in answer.content.decode()
    assert refusals() == [("sso:oidc", {"provider": "oidc", "reason": code})]
    assert "_auth_user_id" not in client.session
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


@pytest.mark.parametrize("before", [True, False], ids=["linked before", "not linked"])
def test_who_left_is_not_let_in(client, trainee, provider, before):
    if before:
        sign_in_at(Client(), "lin")
    User.objects.filter(pk=trainee.pk).update(is_active=False)

    answer = sign_in_at(client, "lin")

    assert answer.status_code == 403
    assert "已经停用" in answer.content.decode()
    assert refusals() == [(f"user:{trainee.pk}", {"provider": "oidc", "reason": "people.sso-inactive"})]
    assert "_auth_user_id" not in client.session


def test_a_merged_account_is_not_let_in_by_its_number_and_its_link_moves(client, trainee, provider):
    survivor = UserFactory(staff_number="B1")
    sign_in_at(Client(), "lin")
    merge(trainee, survivor)

    sign_in_at(client, "lin")
    assert client.session["_auth_user_id"] == str(survivor.pk)

    SocialAccount.objects.all().delete()
    assert "并入另一个" in sign_in_at(Client(), "lin").content.decode()


def test_another_account_there_with_the_same_number_is_refused_until_the_link_is_gone(client, trainee, provider):
    SocialAccount.objects.create(user=trainee, provider="oidc", uid="lin-before")

    answer = sign_in_at(client, "lin")

    assert answer.status_code == 403
    assert "已经连着集团账号的另一个账号" in answer.content.decode()
    assert SocialAccount.objects.count() == 1


def test_a_first_password_has_not_to_be_changed_by_who_signs_in_so(client, trainee, provider):
    User.objects.filter(pk=trainee.pk).update(password_is_initial=True)

    sign_in_at(client, "lin")
    assert client.get("/account/").status_code == 200

    by_password = Client()
    by_password.post("/sign-in/", {"username": "A20316", "password": PASSWORD})
    assert by_password.get("/account/").headers["Location"] == "/account/password/"


def test_who_set_up_a_second_factor_is_asked_for_it_by_this_way_too(client, provider):
    trainer = UserFactory(trainer=True, staff_number="7")
    factor = make_second_factor(trainer)

    sign_in_at(client, "seven")
    due = client.get("/account/")
    let_in = client.post("/second-factor/", {"code": code_for(factor.key), "next": "/account/"})

    assert due.headers["Location"].startswith("/second-factor/")
    assert let_in.headers["Location"] == "/account/"
    assert client.get("/account/").status_code == 200


def test_where_a_second_factor_is_required_this_way_leads_to_setting_it_up(client, provider, settings):
    settings.SECOND_FACTOR = "required"
    UserFactory(trainer=True, staff_number="7")

    sign_in_at(client, "seven")

    assert client.get("/inbox/").headers["Location"] == "/account/second-factor/"


def test_the_session_gets_a_new_key_and_says_nothing_of_the_walk(client, trainee, provider):
    back = agree(set_out(client), "lin")
    before = client.session.session_key

    client.get(back)

    assert client.session.session_key != before
    assert not any("state" in key for key in client.session.keys())  # noqa: SIM118 - a session is no mapping
    assert client.session["signed_in_with"] == "oidc"


@pytest.mark.parametrize("asked", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_one_lands_on_this_site_alone(client, trainee, provider, asked):
    assert sign_in_at(client, "lin", next=asked).headers["Location"] == "/"


def test_what_another_browser_began_is_refused(client, trainee, provider):
    back = agree(set_out(Client()), "lin")

    answer = client.get(back)

    assert answer.status_code == 403
    assert "不是在这个浏览器里开始的" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_one_walk_lets_in_once(client, trainee, provider):
    back = agree(set_out(client), "lin")
    client.get(back)
    client.post("/sign-out/")

    assert client.get(back).status_code == 403


def test_a_token_of_another_walk_is_refused(client, trainee, provider):
    address = set_out(client)
    other, _mark, _rest = address.partition("&nonce=")
    back = agree(f"{other}&nonce=of-another-walk" if _mark else address, "lin")

    assert client.get(back).status_code == 403
    assert "_auth_user_id" not in client.session


def test_cancelling_there_says_so(client, provider):
    set_out(client)
    (state,) = client.session["socialaccount_states"]

    answer = client.get(f"{OIDC}callback/", {"error": "access_denied", "state": state})

    assert answer.status_code == 403
    assert "取消了登录" in answer.content.decode()


def test_a_provider_that_is_down_is_said_on_a_page_of_ours(client, caplog):
    environ = {"SSO_OIDC_SERVER": "http://127.0.0.1:9", "SSO_OIDC_CLIENT_ID": "a", "SSO_OIDC_SECRET": "hush"}
    with override_settings(SSO_PROVIDERS=read_providers(environ)):
        answer = client.post(OIDC)

    assert answer.status_code == 502
    assert "没有把登录办成" in answer.content.decode()
    assert "hush" not in caplog.text


def test_a_code_that_the_provider_does_not_know_is_said_on_a_page_of_ours(client, provider):
    set_out(client)
    (state,) = client.session["socialaccount_states"]

    assert client.get(f"{OIDC}callback/", {"code": "made-up", "state": state}).status_code == 502


def test_who_has_signed_in_is_sent_on(signed_in, provider):
    assert signed_in.post(OIDC, {"next": "/account/"}).headers["Location"] == "/account/"


def test_setting_out_takes_a_post(client, provider):
    assert client.get(OIDC).status_code == 405


@pytest.mark.parametrize("path", ["/sign-in/with/feishu/", "/sign-in/with/github/"])
def test_a_provider_that_is_not_set_up_is_nowhere(client, provider, path):
    assert client.post(path).status_code == 404
    assert client.get(f"{path}callback/").status_code == 404


@pytest.mark.parametrize("path", ["accounts/login/", "accounts/signup/", "login/", "signup/", "3rdparty/signup/"])
def test_no_page_of_allauth_is_mounted(client, path):
    assert client.get(f"/{path}").status_code == 404
