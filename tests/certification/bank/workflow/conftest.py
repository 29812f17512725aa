"""Two people who write questions, and rules to write them by."""

import pytest

from tests.factories.bank import store_edition
from tests.factories.people import UserFactory


@pytest.fixture
def edition(db):
    return store_edition()


@pytest.fixture
def author(db):
    return UserFactory(display_name="周敏", trainer=True)


@pytest.fixture
def colleague(db):
    return UserFactory(display_name="何青", trainer=True)


@pytest.fixture
def manager(db):
    return UserFactory(display_name="许建国", manager=True)
