"""The triggers on append-only tables."""

import pytest
from django.core import checks
from django.db import DatabaseError, connection, transaction

from cases import api
from certification.core import guards
from certification.core.journal import record
from certification.rounds.domain import RoundState
from certification.rounds.models import Round
from tests.factories import NOON
from tests.factories.rounds import RoundFactory
from tests.factories.rulebook import store_rulebook


@pytest.fixture
def guarded(db, settings):
    settings.APPEND_ONLY_GUARDS = True
    guards.install_guards()


def test_every_table_that_is_written_once_is_guarded():
    guarded = set(guards.guarded_tables())

    assert {"certification_mark", "certification_response", "certification_questionversion"} <= guarded
    assert {"cases_edition", "cases_rulebook", "cases_rulerevision", "cases_editionrevision"} <= guarded
    assert "cases_verificationreport" in guarded


@pytest.mark.parametrize(
    "sql", ["UPDATE certification_journalentry SET verb = 'x'", "DELETE FROM certification_journalentry"]
)
def test_the_database_refuses_to_change_a_row(guarded, sql):
    record("test.did", subject="test:1", actor_id=None, now=NOON)

    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_row_that_is_final_only_when_finished_can_be_changed_until_then(guarded):
    edition = store_rulebook()
    run, _to_queue = api.request_verification(edition.id, by=None, now=NOON)
    api.begin_verification(run.id, now=NOON)
    assert api.finish_verification(run.id, "{}", now=NOON)

    for sql in ("UPDATE cases_verificationreport SET report = 'x'", "DELETE FROM cases_verificationreport"):
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_installing_again_changes_nothing(guarded):
    guards.install_guards()

    assert guards.missing_guards(connection) == []


def test_a_missing_trigger_is_told(guarded):
    on = "" if connection.vendor == "sqlite" else " ON certification_mark"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER certification_mark_no_update{on}")

    found = guards.check_guards(databases=["default"])

    assert [(type(one), one.id) for one in found] == [(checks.Warning, "certification.W001")]
    assert "certification_mark_no_update" in found[0].msg


def test_they_can_be_left_out(db):
    guards.install_guards()

    assert guards.missing_guards(connection)
    assert guards.check_guards(databases=["default"]) == []


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("UPDATE certification_round SET minutes = 5", id="what publishing fixed"),
        pytest.param("UPDATE certification_round SET state = 'draft'", id="a draft again"),
        pytest.param("DELETE FROM certification_round", id="gone"),
    ],
)
def test_the_database_refuses_to_change_a_published_round(guarded, sql):
    published = RoundFactory(published=True)

    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)

    Round.objects.filter(pk=published.pk).update(state=RoundState.CANCELLED)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Round.objects.filter(pk=published.pk).update(state=RoundState.PUBLISHED)


def test_a_draft_of_a_round_can_be_changed_and_deleted(guarded):
    draft = RoundFactory()

    assert Round.objects.filter(pk=draft.pk).update(minutes=5) == 1
    assert draft.delete()
