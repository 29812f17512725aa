"""Editions are stored once and never change."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from cases.api import NoEditionError, current_edition, current_edition_id, load_edition, shipped_edition
from cases.editions.store import store_shipped_edition
from cases.models import AppendOnlyError
from cases.models import Edition as EditionRow
from tests.factories import NOON


@pytest.fixture
def stored(db) -> EditionRow:
    name, _ = store_shipped_edition(now=NOON)
    return EditionRow.objects.get(id=name)


def test_the_shipped_corpus_is_stored_once(stored):
    name, new = store_shipped_edition(now=NOON.replace(year=2027))

    assert (name, new, EditionRow.objects.count()) == (stored.id, False, 1)
    assert EditionRow.objects.get().loaded_at == NOON


def test_an_edition_reads_back_as_it_was_stored(stored):
    edition = load_edition(stored.id)

    assert edition.id == shipped_edition().id == stored.id
    assert edition.rules == shipped_edition().rules
    assert list(edition.vocabulary.facts) == list(shipped_edition().vocabulary.facts)


def test_the_current_edition_is_the_one_loaded_last(stored):
    EditionRow(id="sha256:older", label="2025.1", content="{}", loaded_at=NOON.replace(year=2025)).save()

    assert current_edition_id() == stored.id
    assert current_edition().label == stored.label


def test_without_an_edition_the_way_out_is_told(db):
    with pytest.raises(NoEditionError, match="load_corpus"):
        current_edition_id()


def test_an_unknown_edition_is_refused(db):
    with pytest.raises(NoEditionError, match="sha256:none"):
        load_edition("sha256:none")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda row: row.save(), id="save"),
        pytest.param(lambda row: row.delete(), id="delete"),
        pytest.param(lambda row: EditionRow.objects.filter(id=row.id).update(label="x"), id="update in bulk"),
        pytest.param(lambda row: EditionRow.objects.all().delete(), id="delete in bulk"),
    ],
)
def test_a_stored_edition_never_changes(stored, change):
    with pytest.raises(AppendOnlyError):
        change(stored)

    assert EditionRow.objects.get() == stored


def test_the_database_refuses_an_id_that_is_no_hash(db):
    row = EditionRow(id="2026.1", label="2026.1", content="{}", loaded_at=NOON)

    with pytest.raises(IntegrityError, match="edition_id_is_a_hash"), transaction.atomic():
        row.save()


def test_load_corpus_says_whether_it_is_new(db, capsys):
    call_command("load_corpus")
    call_command("load_corpus")

    assert [line.split()[-1] for line in capsys.readouterr().out.splitlines()] == ["已载入", "已在库中"]
