"""The little bank in force, a draft of it, and a solver that finds what a test tells it."""

import pytest

from tests.factories.bank import make_bank
from tests.factories.drafts import make_draft, make_solver
from tests.factories.people import UserFactory


@pytest.fixture
def edition(db):
    found, _report = make_bank()
    return found


@pytest.fixture
def draft(edition, trainer):
    return make_draft(trainer)


@pytest.fixture
def solver(monkeypatch):
    return make_solver(monkeypatch)


@pytest.fixture
def other(db):
    return UserFactory(staff_number="B10022", display_name="何青", trainer=True)


@pytest.fixture
def manager(db):
    return UserFactory(staff_number="C10001", display_name="许建国", manager=True)
