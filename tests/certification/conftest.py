"""A bank to sit exams from."""

import pytest

from cases.api import Edition
from tests.factories.bank import make_bank


@pytest.fixture
def edition(db) -> Edition:
    """The little edition, with its bank of forty-two items."""
    return make_bank()[0]
