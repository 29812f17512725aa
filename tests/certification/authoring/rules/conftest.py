"""The little rulebook in force, and somebody else who edits."""

import pytest
from django.test import Client

from tests.factories.people import UserFactory
from tests.factories.rulebook import store_rulebook


@pytest.fixture
def edition(db):
    return store_rulebook()


@pytest.fixture
def other(db):
    return UserFactory(staff_number="B10022", display_name="何青", trainer=True)


@pytest.fixture
def colleague(other) -> Client:
    """Another browser, in which another trainer has signed in."""
    client = Client()
    client.force_login(other, backend="certification.people.backends.NameOrNumberBackend")
    return client
