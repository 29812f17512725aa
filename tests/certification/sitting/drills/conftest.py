"""A drill that may be practised."""

import pytest

from certification.bank.models import QuestionVersion
from tests.factories.drills import offer_drill, shipped_rules


@pytest.fixture
def offered(db) -> QuestionVersion:
    """The example script, under the shipped rules."""
    return offer_drill(edition=shipped_rules())
