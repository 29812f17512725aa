"""Fixtures that every test may ask for."""

import pytest
from django.test import Client

from tests.factories.people import UserFactory


@pytest.fixture
def trainee(db):
    return UserFactory(staff_number="A20316", display_name="林晓雯")


@pytest.fixture
def signed_in(client: Client, trainee) -> Client:
    """A browser in which the trainee has signed in."""
    client.force_login(trainee, backend="certification.people.backends.NameOrNumberBackend")
    return client

    """The headers that htmx sends when it wants a fragment."""
    return {"HX-Request": "true"}
