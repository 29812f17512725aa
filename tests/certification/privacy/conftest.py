"""Somebody with traces, a manager, and the database's own guards."""

import pytest

from certification.core import guards
from tests.factories.bank import make_bank
from tests.factories.people import UserFactory
from tests.factories.privacy import somebody_with_traces


@pytest.fixture
def manager(db):
    return UserFactory(staff_number="C10003", display_name="许建国", manager=True)


@pytest.fixture
def somebody(manager):
    return somebody_with_traces(make_bank()[0], manager=manager)


@pytest.fixture
def guarded(db, settings):
    """Switch on the triggers that the live server's tests do without."""
    settings.APPEND_ONLY_GUARDS = True
    guards.install_guards()
