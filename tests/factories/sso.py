"""Providers that people sign in at: a real one for OpenID Connect in a thread, and what a site is told of them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import requests
from django.test import Client, override_settings
from oidc_provider_mock import User, run_server_in_thread

from certification.people.sso.config import read_providers

OIDC = "/sign-in/with/oidc/"


@contextmanager
def oidc_provider(*people: User) -> Iterator[str]:
    """Run a provider that knows `people`, and have the site know it; its address."""
    with run_server_in_thread(user_claims=people) as server:
        address = f"http://localhost:{server.server_port}"
        environ = {"SSO_OIDC_SERVER": address, "SSO_OIDC_CLIENT_ID": "mingduan", "SSO_OIDC_SECRET": "hush"}
        with override_settings(SSO_PROVIDERS=read_providers({**environ, "SSO_OIDC_NAME": "集团账号"})):
            yield address


def works_as(sub: str, number: str | int) -> User:
    """Return somebody whom the provider knows by `sub`, with a staff number."""
    return User(sub=sub, claims={"preferred_username": number, "email": f"{sub}@example.com", "name": "某人"})


def set_out(client: Client, path: str = OIDC, **fields: str) -> str:
    """Press the button; return the address at the provider that the browser is sent to."""
    answer = client.post(path, fields)
    assert answer.status_code == 200, answer.content.decode()
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', answer.content.decode())
    assert found is not None
    return unescape(found[1])


def agree(address: str, sub: str) -> str:
    """Sign in at the provider as `sub`; return the address that it sends the browser back to."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
    return answer.headers["Location"].removeprefix("http://testserver")


def sign_in_at(client: Client, sub: str, **fields: str):
    """Press the button, sign in at the provider, come back; return the site's answer."""
    return client.get(agree(set_out(client, **fields), sub))
