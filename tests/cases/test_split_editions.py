"""The migration that gives rules rows of their own keeps every edition: its id, its content, byte for byte."""

import json

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cases.editions.content import first_release_hash
from cases.editions.store import content_of, load_edition
from tests.factories import NOON
from tests.factories.rulebook import content

BEFORE, AFTER = [("cases", "0002_verification_report")], [("cases", "0005_edition_frame")]


def changed() -> dict:
    raw = content()
    raw["books"]["taobao"]["ship"]["rules"][0]["title"] = "另一个标题"
    return raw


FIRST, SECOND = first_release_hash(content()), first_release_hash(changed())


def migrate_to(target):
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.fixture
def before(transactional_db):
    """The tables of the first release; afterwards those of today."""
    yield migrate_to(BEFORE).get_model("cases", "Edition")
    executor = MigrationExecutor(connection)
    executor.migrate([key for key in executor.loader.graph.leaf_nodes() if key[0] == "cases"])


def store(model, name: str, raw: dict) -> str:
    text = json.dumps(raw, ensure_ascii=False)
    model.objects.create(id=name, label="2026.1", content=text, loaded_at=NOON)
    return text


def test_editions_of_the_first_release_keep_id_and_content(before):
    texts = {FIRST: store(before, FIRST, content()), SECOND: store(before, SECOND, changed())}

    migrate_to(AFTER)

    assert {name: json.dumps(content_of(name), ensure_ascii=False) for name in texts} == texts
    assert load_edition(FIRST).id == FIRST
    assert len(load_edition(FIRST).rules) == 7


def test_rules_that_did_not_change_are_stored_once(before):
    store(before, FIRST, content())
    store(before, SECOND, changed())

    models = migrate_to(AFTER)

    assert models.get_model("cases", "RuleRevision").objects.count() == 8
    assert models.get_model("cases", "EditionRevision").objects.count() == 14
    assert models.get_model("cases", "Rulebook").objects.count() == 3


def test_the_way_back_gives_the_text_of_the_first_release(before):
    text = store(before, FIRST, content())
    migrate_to(AFTER)

    old = migrate_to(BEFORE).get_model("cases", "Edition")

    assert old.objects.get().content == text


def test_the_way_there_is_open_though_editions_are_guarded(before):
    store(before, FIRST, content())
    with connection.cursor() as cursor:
        cursor.execute(guard_of_editions())

    migrate_to(AFTER)

    assert len(load_edition(FIRST).rules) == 7


def guard_of_editions() -> str:
    if connection.vendor == "sqlite":
        return (
            "CREATE TRIGGER cases_edition_no_update BEFORE UPDATE ON cases_edition BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    return "CREATE TRIGGER cases_edition_no_update BEFORE UPDATE ON cases_edition FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
