"""Editions are stored once and never change."""

import json

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cases.api import CorpusError, NoEditionError, current_edition, current_edition_id, load_edition, shipped_edition
from cases.editions import store
from cases.editions.content import content_hash, read_files
from cases.editions.store import (
    DamagedEditionError,
    content_of,
    find_edition_id,
    history_of,
    list_editions,
    store_edition,
    store_shipped_edition,
)
from cases.models import AppendOnlyError, EditionRevision, EditionRulebook, Rulebook, RuleRevision
from cases.models import Edition as EditionRow
from certification.core import guards
from tests.factories import NOON
from tests.factories.rulebook import content, store_rulebook


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
    EditionRow(id="sha256:older", label="2025.1", frame="{}", loaded_at=NOON.replace(year=2025)).save()

    assert current_edition_id() == stored.id
    assert current_edition().label == stored.label


def test_without_an_edition_the_way_out_is_told(db):
    with pytest.raises(NoEditionError, match="corpus load"):
        current_edition_id()


def test_an_unknown_edition_is_refused(db):
    with pytest.raises(NoEditionError, match="sha256:none"):
        load_edition("sha256:none")


def test_the_content_rebuilt_from_the_rows_is_the_one_that_was_loaded(stored):
    rebuilt = content_of(stored.id)

    assert json.dumps(rebuilt) == json.dumps(read_files())
    assert content_hash(rebuilt) == stored.id


def test_what_did_not_change_is_stored_once(db):
    first = store_rulebook()
    raw = content()
    raw["books"]["taobao"]["ship"]["rules"][0]["title"] = "另一个标题"
    second, _ = store_edition(raw, label="2025.2", now=NOON)

    assert (RuleRevision.objects.count(), EditionRevision.objects.count()) == (8, 14)
    assert (Rulebook.objects.count(), EditionRulebook.objects.count()) == (3, 6)
    assert load_edition(first.id).families["SHIP-48H-01"][0].title == "付款后48小时内须有揽收记录"
    assert load_edition(second).families["SHIP-48H-01"][0].title == "另一个标题"


def test_the_order_inside_a_file_counts_and_that_of_files_does_not(db):
    raw = content()
    turned = {**raw, "books": {name: dict(reversed(files.items())) for name, files in reversed(raw["books"].items())}}
    swapped = content()
    swapped["books"]["taobao"]["ship"]["rules"].reverse()

    assert content_hash(turned) == content_hash(raw)
    assert content_hash(swapped) != content_hash(raw)


def test_an_edition_that_another_process_stores_meanwhile_is_found(db, monkeypatch):
    build = store.build_edition

    def slowly(*args, **options):
        monkeypatch.setattr(store, "build_edition", build)
        store_edition(content(), label="先到", now=NOON)
        return build(*args, **options)

    monkeypatch.setattr(store, "build_edition", slowly)

    assert store_edition(content(), label="后到", now=NOON) == (content_hash(content()), False)
    assert [one.label for one in list_editions()] == ["先到"]


def test_an_unsound_content_stores_nothing(db):
    raw = content()
    raw["books"]["taobao"]["ship"]["rules"][0]["when"] = ["no_such_fact"]

    with pytest.raises(CorpusError, match="no_such_fact"):
        store_edition(raw, label="2025.2", now=NOON)

    assert (EditionRow.objects.count(), RuleRevision.objects.count(), Rulebook.objects.count()) == (0, 0, 0)


def test_editions_are_listed_newest_first(db):
    old = store_rulebook(at=NOON.replace(year=2025))
    raw = content()
    raw["books"]["taobao"]["ship"]["rules"].pop()
    new, _ = store_edition(raw, label="2025.2", now=NOON)

    assert [(one.id, one.label, one.rules, one.is_current) for one in list_editions()] == [
        (new, "2025.2", 6, True),
        (old.id, "2025.1", 7, False),
    ]


def test_the_history_of_a_rule_names_the_editions_that_touched_it(db):
    first = store_rulebook(at=NOON.replace(year=2023)).id
    same, changed, without = content(), content(), content()
    same["books"]["law"]["no_reason"]["rules"].pop()
    changed["books"]["taobao"]["ship"]["rules"][0]["title"] = "另一个标题"
    without["books"]["taobao"]["ship"]["rules"] = without["books"]["taobao"]["ship"]["rules"][:0]
    names = [first]
    for year, raw in enumerate((same, changed, without), start=2024):
        names.append(store_edition(raw, label=str(year), now=NOON.replace(year=year))[0])

    steps = history_of("SHIP-48H-01")

    assert [(one.edition, one.previous, one.how) for one in steps] == [
        (names[3], names[2], "removed"),
        (names[2], names[1], "changed"),
        (names[0], "", "added"),
    ]
    assert history_of("NO-SUCH-RULE") == ()


def test_an_edition_is_found_by_id_beginning_or_label(db):
    name = store_rulebook().id

    assert {find_edition_id(text) for text in (name, name[:15], name[7:15], "2025.1")} == {name}


def test_a_name_that_fits_no_edition_or_two_is_refused(db):
    store_rulebook()
    raw = content()
    raw["books"]["taobao"]["ship"]["rules"].pop()
    store_edition(raw, label="2025.1", now=NOON)

    with pytest.raises(NoEditionError, match=r"没有版本“2024\.9”"):
        find_edition_id("2024.9")
    with pytest.raises(NoEditionError, match="不止一个"):
        find_edition_id("2025.1")


@pytest.mark.parametrize("model", [Rulebook, RuleRevision, EditionRow, EditionRulebook, EditionRevision])
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda model: model.objects.first().save(), id="save"),
        pytest.param(lambda model: model.objects.first().delete(), id="delete"),
        pytest.param(lambda model: model.objects.all().update(id="x"), id="update in bulk"),
        pytest.param(lambda model: model.objects.all().delete(), id="delete in bulk"),
        pytest.param(lambda model: model.objects.bulk_update(model.objects.all(), ["id"]), id="bulk_update"),
        pytest.param(
            lambda model: model.objects.bulk_create(
                model.objects.all(), update_conflicts=True, update_fields=["id"], unique_fields=["id"]
            ),
            id="bulk_create over rows",
        ),
    ],
)
def test_no_row_of_an_edition_changes(db, model, change):
    store_rulebook()
    before = list(model.objects.order_by("pk").values())

    with pytest.raises(AppendOnlyError, match="written once"):
        change(model)

    assert list(model.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("table", ["cases_rulerevision", "cases_rulebook"])
def test_an_edition_changed_behind_the_program_is_refused(db, table):
    name = store_rulebook().id
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET content = REPLACE(content, '平台', '店铺')")
        cursor.execute(f"UPDATE {table} SET content = REPLACE(content, '淘宝', '陶宝')")

    with pytest.raises(DamagedEditionError, match="内容与编号不符"):
        content_of(name)


def test_an_edition_neither_gains_nor_loses_rules(db):
    row = EditionRow.objects.get(id=store_rulebook().id)

    for change in (row.revisions.clear, row.rulebooks.clear, lambda: row.revisions.remove(row.revisions.first())):
        with pytest.raises(AppendOnlyError), transaction.atomic():
            change()

    assert (row.revisions.count(), row.rulebooks.count()) == (7, 3)


@pytest.mark.parametrize("verb", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
@pytest.mark.parametrize("model", [Rulebook, RuleRevision, EditionRow, EditionRulebook, EditionRevision])
def test_the_database_refuses_changes_too(db, settings, model, verb):
    settings.APPEND_ONLY_GUARDS = True
    guards.install_guards()
    store_rulebook()

    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table=model._meta.db_table))


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        pytest.param(RuleRevision(id="R-1", kind="rule"), "revision_id_is_a_hash", id="revision without hash"),
        pytest.param(RuleRevision(id="sha256:1", kind="ruel"), "revision_kind_is_known", id="unknown kind"),
        pytest.param(Rulebook(id="taobao", level="law"), "rulebook_id_is_a_hash", id="rulebook without hash"),
        pytest.param(Rulebook(id="sha256:1", level="town"), "rulebook_level_is_known", id="unknown level"),
    ],
)
def test_the_database_refuses_impossible_rows(db, row, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        type(row)(**{field.name: getattr(row, field.name) for field in row._meta.concrete_fields}).save()


@pytest.mark.parametrize("model", [EditionRulebook, EditionRevision])
def test_two_rows_cannot_have_one_place(db, model):
    store_rulebook()
    first, second = model.objects.order_by("position")[:2]
    thing = {"revision_id": second.revision_id} if model is EditionRevision else {"rulebook_id": second.rulebook_id}

    with pytest.raises(IntegrityError), transaction.atomic():
        model(edition_id=first.edition_id, position=99, **thing).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        model(edition_id=first.edition_id, position=0, **thing).save()


def test_the_database_refuses_an_id_that_is_no_hash(db):
    row = EditionRow(id="2026.1", label="2026.1", frame="{}", loaded_at=NOON)

    with pytest.raises(IntegrityError, match="edition_id_is_a_hash"), transaction.atomic():
        row.save()
