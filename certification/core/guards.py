"""The database's own refusal to change what is written once: triggers on every append-only table.

A migration on SQLite rebuilds tables and silently drops their triggers, so they are installed anew after each
`migrate`, and `manage.py check --database default` says which are missing. `APPEND_ONLY_GUARDS = False` leaves them
out: the tests empty their tables with DELETE.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

VERBS: Final = ("update", "delete")
_SQLITE: Final = """CREATE TRIGGER {name} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"""
_FUNCTION: Final = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"""
_POSTGRES: Final = "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION refuse_change()"


def guarded_tables() -> dict[str, str]:
    """Return the tables whose rows are written once, those of the corpus included.

    Each with the column that says from when on, once it is filled, empty where that is from the beginning.
    """
    return {
        model._meta.db_table: getattr(model, "final_once_filled", "")  # noqa: SLF001 - Django's documented _meta API
        for model in apps.get_models()
        if getattr(model, "is_written_once", False)
    }


def install_guards(*, using: str = "default", **_signal: Any) -> None:
    """Put the triggers on every append-only table; those that are there are replaced."""
    if not getattr(settings, "APPEND_ONLY_GUARDS", True):
        return
    connection = connections[using]
    is_sqlite = connection.vendor == "sqlite"
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if not is_sqlite:
            cursor.execute(_FUNCTION)
        for table, column in guarded_tables().items():
            for verb in VERBS if table in existing else ():
                name = _name(table, verb)
                when = f"WHEN (OLD.{column} IS NOT NULL)" if column and verb == "update" else ""
                create = (_SQLITE if is_sqlite else _POSTGRES).format(
                    name=name, verb=verb.upper(), table=table, when=when
                )
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if is_sqlite else f" ON {table}"))
                cursor.execute(create)


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the triggers that should be there and are not; a table that is not there yet needs none."""
    existing = set(connection.introspection.table_names())
    ask = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(ask)
        there = {row[0] for row in cursor.fetchall()}
    tables = [table for table in guarded_tables() if table in existing]
    return [name for table in tables for verb in VERBS if (name := _name(table, verb)) not in there]


@checks.register(checks.Tags.database)
def check_guards(*, databases: Sequence[str] | None = None, **_options: Any) -> list[checks.CheckMessage]:
    """Warn of append-only tables that the database would let someone change."""
    if not getattr(settings, "APPEND_ONLY_GUARDS", True):
        return []
    return [
        checks.Warning(
            f"the trigger {name} is missing: the table can be changed",
            hint="Run manage.py migrate; it installs the triggers anew.",
            id="certification.W001",
        )
        for alias in databases or ()
        for name in missing_guards(connections[alias])
    ]


def _name(table: str, verb: str) -> str:
    return f"{table}_no_{verb}"
