"""A trainer at the desk, with a question that the workbench published."""

import pytest

from tests.factories.bank import store_edition
from tests.factories.people import UserFactory
from tests.factories.workflow import make_published


@pytest.fixture
def edition(db):
    return store_edition()


@pytest.fixture
def question(edition, trainer):
    """MD-9001, published by the trainer."""
    return make_published(trainer, edition).question


@pytest.fixture
def colleague(db):
    return UserFactory(staff_number="B10022", display_name="何青", trainer=True)


@pytest.fixture
def url(question) -> str:
    return f"/authoring/questions/{question.pk}/edit/"
