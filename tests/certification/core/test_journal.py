"""The journal, and with it every table that is written once."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from certification.core.append_only import AppendOnlyError
from certification.core.journal import JournalEntry, record
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return record("attempt.handed-in", subject="attempt:7", actor_id=uuid.uuid4(), now=NOON, details={"open": 2})


def test_an_entry_says_who_did_what_when(entry):
    kept = JournalEntry.objects.get()

    assert (kept.verb, kept.subject, kept.at, kept.details) == ("attempt.handed-in", "attempt:7", NOON, {"open": 2})
    assert kept.actor_id == entry.actor_id
    assert "attempt.handed-in attempt:7" in str(kept)


def test_entry_without_details_holds_none():
    assert record("people.imported", subject="people:all", actor_id=None, now=NOON).details == {}


def test_an_act_with_a_name_of_its_own_happens_once():
    name = uuid.uuid4()
    record("round.spoken", subject="round:1", actor_id=None, now=NOON, entry_id=name)

    with pytest.raises(IntegrityError), transaction.atomic():
        record("round.spoken", subject="round:2", actor_id=None, now=NOON, entry_id=name)

    assert JournalEntry.objects.get(pk=name).subject == "round:1"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda entry: entry.save(), id="save again"),
        pytest.param(lambda entry: entry.delete(), id="delete"),
        pytest.param(lambda _: JournalEntry.objects.update(verb="x"), id="update many"),
        pytest.param(lambda _: JournalEntry.objects.filter(verb="x").delete(), id="delete many"),
        pytest.param(lambda entry: JournalEntry.objects.bulk_update([entry], ["verb"]), id="bulk update"),
        pytest.param(
            lambda entry: JournalEntry.objects.bulk_create(
                [entry], update_conflicts=True, update_fields=["verb"], unique_fields=["id"]
            ),
            id="upsert",
        ),
    ],
)
def test_what_is_written_is_never_changed(entry, change):
    entry.verb = "attempt.forged"

    with pytest.raises(AppendOnlyError, match="written once"):
        change(entry)

    assert JournalEntry.objects.get().verb == "attempt.handed-in"


def test_many_entries_can_be_appended_at_once():
    JournalEntry.objects.bulk_create([JournalEntry(at=NOON, verb="a.b", subject=f"x:{n}") for n in range(3)])

    assert JournalEntry.objects.count() == 3
