"""The small corpus as the current edition."""

import pytest

from cases.api import Edition
from tests.factories.rulebook import store_rulebook


@pytest.fixture
def rulebook(db) -> Edition:
    return store_rulebook()
