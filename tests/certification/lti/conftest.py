"""A platform that listens, registered, and a browser that goes from it to the site and back."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from certification.lti.models import Platform
from tests.factories.platform import CLAIM, CLIENT, KEY, MockPlatform, mock_platform, register


@pytest.fixture
def platform() -> Iterator[MockPlatform]:
    with mock_platform() as found:
        found.tool = "http://testserver"
        yield found


@pytest.fixture
def registered(platform: MockPlatform, db) -> Platform:
    return register(platform)


class Traveller:
    """One browser, on its way from the platform to the site."""

    def __init__(self, platform: MockPlatform) -> None:
        self.platform = platform
        self.client = Client()

    def begin(self, **asked: str) -> dict[str, str]:
        """Begin a login; return what the site asks the platform."""
        said = {"iss": self.platform.home, "client_id": CLIENT, "login_hint": "someone", **asked}
        response = self.client.get(reverse("lti:login"), said)
        assert response.status_code == 302, response.content.decode()
        split = urlsplit(response.headers["Location"])
        assert f"{split.scheme}://{split.netloc}{split.path}" == f"{self.platform.home}/auth"
        return {name: values[0] for name, values in parse_qs(split.query).items()}

    def answer(self, asked: dict[str, str], *, key=KEY, token: str = "", **extra: Any):
        """Post the platform's answer, as the browser does from there: without cookies of the site."""
        text = token or self.platform.token(self.platform.claims(asked["nonce"], **extra), key)
        return Client().post(reverse("lti:launch"), {"state": asked["state"], "id_token": text})

    def enter(self, answered):
        """Follow the answer's redirect, in this browser."""
        assert answered.status_code == 303, answered.content.decode()
        return self.client.get(answered.headers["Location"])

    def launch(self, **extra: Any):
        return self.enter(self.answer(self.begin(), **extra))

    @property
    def person(self) -> str:
        """Who is signed in in this browser; "" for nobody."""
        return str(self.client.session.get("_auth_user_id", ""))


@pytest.fixture
def traveller(platform: MockPlatform) -> Traveller:
    return Traveller(platform)


def sourced(number: str) -> dict[str, Any]:
    """The claim that names a staff number."""
    return {f"{CLAIM}lis": {"person_sourcedid": number}}
