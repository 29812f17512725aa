"""A script that is published."""

import pytest

from certification.bank.models import Question
from tests.factories.drills import offer_drill, shipped_rules


@pytest.fixture
def question(db) -> Question:
    """The example script as a question of the bank, under the shipped rules."""
    return offer_drill(edition=shipped_rules()).question
