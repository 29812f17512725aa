"""Every address of the site, and what each role gets there: read from the resolver, so that none is forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.handlers.base import BaseHandler
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.factories.people import UserFactory

BACKEND: Final = "certification.people.backends.NameOrNumberBackend"
NOBODYS: Final = "00000000-0000-4000-8000-000000000000"
#: What stands in an address that nothing lies behind, by the name of the part, else by its kind.
EXAMPLES: Final = {"number": "MD-20260101-AAAAAA", "token": "no-token"}
BY_KIND: Final = {"UUIDConverter": NOBODYS, "IntConverter": 1, "SlugConverter": "none", "StringConverter": "none"}
ROLES: Final = ("anonymous", "trainee", "trainer", "manager", "operator")
METHODS: Final = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern of the resolver: as it is written, its full name, and the names of its parts with their kinds."""

    pattern: str
    name: str
    parts: tuple[tuple[str, str], ...]
    exempt: bool

    @property
    def is_admin(self) -> bool:
        return self.pattern.startswith(settings.ADMIN_PATH)

    def path(self, **given: object) -> str:
        """Return the address with `given` parts, examples for the others."""
        return reverse(self.name, kwargs={name: given.get(name, _example(name, kind)) for name, kind in self.parts})


def _example(name: str, kind: str) -> object:
    return EXAMPLES.get(name, "none") if kind == "StringConverter" else BY_KIND.get(kind, "none")


def addresses() -> Iterator[Address]:
    """Yield every address, in the order of the resolver."""
    yield from _below(get_resolver(), "", "")


def _below(resolver, prefix: str, namespace: str) -> Iterator[Address]:
    for one in resolver.url_patterns:
        pattern = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            name = f"{namespace}:{one.name}" if namespace else str(one.name)
            parts = tuple((key, type(kind).__name__) for key, kind in one.pattern.converters.items())
            yield Address(pattern, name, parts, bool(getattr(one.callback, "csrf_exempt", False)))
        else:
            inner = f"{namespace}:{one.namespace}" if namespace and one.namespace else (one.namespace or namespace)
            yield from _below(one, pattern, inner)


def pages() -> list[Address]:
    """Every address outside the admin."""
    return [one for one in addresses() if not one.is_admin]


class Visitor:
    """Somebody of one role who asks for addresses; nothing that they do stays."""

    handler: BaseHandler | None = None

    def __init__(self, role: str, *, person=None) -> None:
        self.role = role
        self.cookie = ""
        if role != "anonymous":
            client = Client()
            client.force_login(person or self._person(), backend=BACKEND)
            self.cookie = client.cookies[settings.SESSION_COOKIE_NAME].value

    def _person(self):
        number = f"ROLE-{self.role}"
        found = get_user_model().objects.filter(staff_number=number).first()
        return found or UserFactory(
            staff_number=number, display_name=self.role, **({} if self.role == "trainee" else {self.role: True})
        )

    def ask(self, method: str, path: str, *, query: dict[str, str] | None = None, **options) -> HttpResponseBase:
        """Return what the site answers; what it wrote is undone. `options` are those of the test client."""
        client = Client(**options)
        if self.cookie:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookie
        with transaction.atomic():
            response = client.generic(method, path, query_params=query)
            transaction.set_rollback(True)
        if response.streaming:
            # Its end would tell Django to look after connections, and that one with an open transaction is closed.
            request_finished.disconnect(close_old_connections)
            response.close()
            request_finished.connect(close_old_connections)
        return response


def outcome(response: HttpResponseBase) -> str:
    """Return what became of a request in a word or two."""
    if response.status_code in {302, 401} and "/sign-in/?next=" in (
        response.headers.get("Location", "") + response.headers.get("HX-Redirect", "")
    ):
        return "sign in"
    return {401: "token", 403: "403", 404: "404", 405: "405"}.get(response.status_code, "in")
