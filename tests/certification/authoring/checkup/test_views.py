"""The page 体检."""

import pytest

from tests.factories.people import UserFactory
from tests.factories.rulebook import store_rulebook

URL = "/authoring/checkup/"
BACKEND = "certification.people.backends.NameOrNumberBackend"


@pytest.fixture
def edition(db):
    return store_rulebook()


def test_a_trainer_sees_it(author, edition):
    response = author.get(URL)

    assert response.status_code == 200
    assert "规则库体检" in response.content.decode()


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("operator", 200), ("is_trainee", 403)])
def test_who_sees_it(client, edition, role, status):
    client.force_login(UserFactory(**{role: True}), backend=BACKEND)

    assert client.get(URL).status_code == status


def test_a_stranger_is_sent_to_sign_in(client, edition):
    assert client.get(URL).status_code == 302
