"""A trainer's browser, a colleague's, and a question that the workbench published."""

import pytest
from django.test import Client

from tests.factories.bank import store_edition
from tests.factories.people import UserFactory
from tests.factories.workflow import make_published

BACKEND = "certification.people.backends.NameOrNumberBackend"


@pytest.fixture
def edition(db):
    return store_edition()


@pytest.fixture
def question(edition, trainer):
    """MD-9001, published by the trainer; `trainer` and `author` are the same person."""
    return make_published(trainer, edition).question


@pytest.fixture
def colleague(db):
    return UserFactory(staff_number="B10022", display_name="何青", trainer=True)


@pytest.fixture
def manager(db):
    return UserFactory(staff_number="C10003", display_name="许建国", manager=True)


@pytest.fixture
def browser_of():
    """Sign somebody in."""

    def sign_in(person) -> Client:
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return sign_in
