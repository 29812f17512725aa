"""接口令牌: shown once, refused with the form filled in, ended; for managers alone."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.readapi.models import ApiToken
from certification.readapi.services import find_token
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
TOKENS = reverse("oversight:tokens")
FILLED = {"name": "人事系统", "scopes": ["results", "certificates"], "days": "90"}


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(manager=True))
    return client


def test_a_new_token_is_shown_once_and_works(desk):
    shown = desk.post(TOKENS, FILLED).content.decode()
    text = re.search(r"mdr_[\w-]+(?=</code>)", shown)[0]

    assert find_token(text, now=timezone.now()).scopes == ["results", "certificates"]
    again = desk.get(TOKENS).content.decode()
    assert text not in again
    assert "人事系统" in again
    assert "成绩、证书" in again


@pytest.mark.parametrize(("name", "value"), [("name", " "), ("name", "名" * 41), ("scopes", []), ("days", "31")])
def test_what_is_wrong_is_told_and_the_rest_stays_filled_in(desk, name, value):
    refused = desk.post(TOKENS, {**FILLED, name: value})

    assert refused.status_code == 422
    assert f'id="{name}-error"' in refused.content.decode()
    if name != "name":
        assert 'value="人事系统"' in refused.content.decode()
    if name != "scopes":
        assert refused.content.decode().count(" checked") == 2
    assert ApiToken.objects.count() == 0


def test_a_token_is_ended_on_the_page(desk):
    desk.post(TOKENS, FILLED)
    row = ApiToken.objects.get()
    told = desk.post(reverse("oversight:token-revoke", args=[row.pk]), follow=True).content.decode()

    assert "令牌已收回" in told
    assert "已收回" in told
    assert not ApiToken.objects.get().holds_at(timezone.now())


def test_managers_alone(client):
    for person in (UserFactory(), UserFactory(trainer=True)):
        client.force_login(person)
        assert client.get(TOKENS).status_code == 403
