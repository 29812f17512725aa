"""A manager at the pages of blueprints, with one that the little bank can fill."""

import pytest
from django.test import Client

from certification.papers.models import BlueprintVersion
from certification.papers.services import save_blueprint
from tests.certification.papers.test_keeping import ACTOR, CONTENT
from tests.factories import NOON
from tests.factories.people import UserFactory


@pytest.fixture
def managing(client: Client, db) -> Client:
    manager = UserFactory(staff_number="C10003", display_name="许建国", manager=True)
    client.force_login(manager, backend="certification.people.backends.NameOrNumberBackend")
    return client


@pytest.fixture
def version(edition) -> BlueprintVersion:
    return save_blueprint(CONTENT, actor=ACTOR, now=NOON)
