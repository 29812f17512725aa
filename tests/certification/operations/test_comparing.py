"""Two tables have the same hash exactly when they hold the same rows."""

import pytest
from django.db import connection

from certification.core.journal import JournalEntry, record
from certification.operations.comparing import digest_of
from tests.factories import NOON
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def digest():
    return digest_of(JournalEntry, "default")


def test_a_hash_tells_every_change(trainee):
    assert (digest().rows, int(digest().digest, 16)) == (0, 0)
    record("test.did", subject="test:1", actor_id=trainee.pk, now=NOON, details={"名": [1, None], "a": 2.5})
    one = digest()
    record("test.did", subject="test:2", actor_id=None, now=NOON)
    two = digest()

    assert (one.rows, two.rows) == (1, 2)
    assert one.digest != two.digest
    with connection.cursor() as cursor:
        cursor.execute("UPDATE certification_journalentry SET verb = 'test.other' WHERE subject = 'test:2'")
    assert digest().rows == 2
    assert digest().digest != two.digest


def test_the_order_of_rows_does_not_count():
    people = [UserFactory(staff_number=f"X{n}") for n in range(3)]
    before = digest_of(type(people[0]), "default")

    for person in reversed(people):
        person.save()

    assert digest_of(type(people[0]), "default") == before
    assert before.short == before.digest[:12]
