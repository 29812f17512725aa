"""Links as managers and people themselves see them, and what becomes of them."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib import admin
from django.test import Client
from django.utils import timezone

from certification.core.journal import JournalEntry
from certification.people.signed_in import Session
from certification.privacy.erasing import erase_person
from tests.factories.people import UserFactory, merge

BACKEND = "certification.people.backends.NameOrNumberBackend"
pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    person = UserFactory(manager=True)
    client.force_login(person, backend=BACKEND)
    return person


@pytest.fixture
def link(trainee):
    return SocialAccount.objects.create(user=trainee, provider="oidc", uid="lin@group")


def test_a_manager_sees_the_links_of_a_person_and_removes_one(client, manager, trainee, link):
    there = Client()
    there.force_login(trainee, backend=BACKEND)
    page = client.get(f"/oversight/people/{trainee.pk}/").content.decode()

    answer = client.post(f"/oversight/people/{trainee.pk}/sso/", {"link": link.pk})

    assert "lin@group" in page
    assert answer.status_code == 302
    assert not SocialAccount.objects.exists()
    assert not Session.objects.filter(person=trainee).exists()
    entry = JournalEntry.objects.get(verb="people.sso-unlinked")
    assert (entry.subject, entry.actor_id) == (f"user:{trainee.pk}", manager.pk)
    assert entry.details == {"provider": "oidc"}


def test_who_removes_their_own_stays_here(client, manager):
    own = SocialAccount.objects.create(user=manager, provider="oidc", uid="boss")

    client.post(f"/oversight/people/{manager.pk}/sso/", {"link": own.pk})

    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("said", ["", "x", "²", "999999", "-1", "9" * 5000])
def test_a_link_that_is_gone_is_said(client, manager, trainee, said):
    answer = client.post(f"/oversight/people/{trainee.pk}/sso/", {"link": said})

    assert answer.status_code == 409
    assert "已经解除了" in answer.content.decode()


def test_the_link_of_somebody_else_is_not_removed_by_the_way(client, manager, link):
    assert client.post(f"/oversight/people/{UserFactory().pk}/sso/", {"link": link.pk}).status_code == 409
    assert SocialAccount.objects.exists()


def test_the_link_of_an_operator_is_for_operators(client, manager):
    operator = UserFactory(operator=True)
    link = SocialAccount.objects.create(user=operator, provider="oidc", uid="op")

    assert client.post(f"/oversight/people/{operator.pk}/sso/", {"link": link.pk}).status_code == 409
    assert SocialAccount.objects.exists()


def test_trainees_remove_nobodys_link(signed_in, trainee, link):
    assert signed_in.post(f"/oversight/people/{trainee.pk}/sso/", {"link": link.pk}).status_code == 403


def test_one_sees_ones_own_link_under_the_name_of_its_provider(signed_in, link, settings):
    settings.SSO_PROVIDERS = {}

    page = signed_in.get("/account/").content.decode()

    assert "lin@group" in page
    assert "连着的公司账号" in page


def test_without_a_link_the_account_says_nothing_of_them(signed_in):
    assert "连着的公司账号" not in signed_in.get("/account/").content.decode()


def test_the_admin_opens_no_table_of_single_sign_on():
    assert {model._meta.app_label for model in admin.site._registry} & {"account", "socialaccount"} == set()


def test_where_both_accounts_are_linked_there_the_one_that_stays_keeps_its_own(trainee, link):
    survivor = UserFactory()
    SocialAccount.objects.create(user=survivor, provider="oidc", uid="other")
    SocialAccount.objects.create(user=trainee, provider="feishu", uid="ou")

    merge(trainee, survivor)

    assert set(SocialAccount.objects.filter(user=survivor).values_list("uid", flat=True)) == {"other", "ou"}


def test_erasing_somebody_erases_their_links(trainee, link):
    manager = UserFactory(manager=True)

    erase_person(trainee.pk, typed=trainee.staff_number, actor=manager, now=timezone.now())

    assert not SocialAccount.objects.exists()
