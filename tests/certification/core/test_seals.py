"""The chain over the journal."""

from datetime import timedelta

import pytest
from django.db import connection

from certification.core import seals
from certification.core.journal import JournalEntry, record
from certification.core.seals import GENESIS, JournalSeal, follow, seal
from tests.factories import NOON

pytestmark = pytest.mark.django_db
TABLE = "certification_journalentry"


def write(count=3, at=NOON):
    return [
        record(f"test.did-{n}", subject=f"test:{n}", actor_id=None, now=at + timedelta(seconds=n), details={"名": n})
        for n in range(count)
    ]


def past_the_triggers(sql, *given):
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


def test_new_entries_are_sealed_once_and_in_order():
    write()

    assert (seal(), seal()) == (3, 0)
    write(2, NOON + timedelta(hours=1))
    assert seal() == 2

    held = list(JournalSeal.objects.order_by("number"))
    assert [one.number for one in held] == [1, 2, 3, 4, 5]
    assert held[0].previous == GENESIS
    assert [one.previous for one in held[1:]] == [one.hash for one in held[:-1]]
    assert [one.entry.verb for one in held[:3]] == ["test.did-0", "test.did-1", "test.did-2"]
    assert follow() == seals.Chain(5, held[-1].hash, None, 0, None)


def test_more_than_one_batch_is_sealed(monkeypatch):
    monkeypatch.setattr(seals, "AT_ONCE", 2)
    write(5)

    assert seal() == 5
    assert follow().length == 5


def test_an_entry_that_came_hours_late_is_sealed_and_one_that_claims_to_be_old_only_on_request():
    write()
    seal()
    write(1, NOON - seals.LOOK_BACK + timedelta(minutes=1))
    write(1, NOON - timedelta(days=30))

    assert seal() == 1
    assert follow().unsealed == 1
    assert seal(everything=True) == 1
    assert (follow().unsealed, follow().broken) == (0, None)


@pytest.mark.parametrize(
    ("sql", "broken"),
    [
        (f"UPDATE {TABLE} SET verb = 'test.forged' WHERE subject = 'test:1'", 2),
        (f"UPDATE {TABLE} SET request_id = 'other' WHERE subject = 'test:2'", 3),
        ("DELETE FROM certification_journalseal WHERE number = 2", 2),
        ("UPDATE certification_journalseal SET hash = 'made up' WHERE number = 3", 3),
    ],
    ids=["an entry changed", "a request's id changed", "a seal taken out", "a seal forged"],
)
def test_whoever_gets_past_the_triggers_breaks_the_chain(sql, broken):
    write(4)
    seal()

    past_the_triggers(sql)

    assert follow().broken == broken
    assert follow().length == broken - 1


def test_a_chain_forged_anew_does_not_hold_the_hash_that_was_noted():
    write()
    seal()
    noted = follow().head
    assert follow(head=noted).has_head is True

    past_the_triggers("DELETE FROM certification_journalseal")
    past_the_triggers(f"UPDATE {TABLE} SET verb = 'test.forged' WHERE subject = 'test:1'")
    seal()

    assert follow(head=noted).broken is None
    assert follow(head=noted).has_head is False


def test_an_empty_journal_has_the_first_hash_of_all():
    assert follow() == seals.Chain(0, GENESIS, None, 0, None)
    assert "1 " in str(_sealed_one())
    assert JournalEntry.objects.get().seal.number == 1


def _sealed_one():
    write(1)
    seal()
    return JournalSeal.objects.get()
