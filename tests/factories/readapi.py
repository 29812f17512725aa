"""Tokens of the read API, and what reads with them."""

from certification.readapi.domain import Scope
from certification.readapi.services import make_token
from tests.factories import NOON
from tests.factories.people import UserFactory


def token_for(*scopes, now=NOON, days=30) -> str:
    """A new token's text, made by a new manager; for everything unless said otherwise."""
    return make_token("人事系统", scopes or tuple(Scope), days, actor=UserFactory(manager=True), now=now).text


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
