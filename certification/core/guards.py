"""The database's own refusal to change what is fixed: triggers on every append-only table, and on others by condition.

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
from django.db.models import Model

from certification.core.append_only import ERASED, words_of

_SQLITE: Final = """CREATE TRIGGER {name} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"""
_FUNCTION: Final = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"""
_POSTGRES: Final = "CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION refuse_change()"


def guarded_tables() -> dict[str, dict[str, str]]:
    """Return the tables with rows that may not be changed, those of the corpus included.

    Each with the verbs that are refused, and when, as SQL over OLD and NEW; "" for always. A model says
    `is_written_once`, also with `final_once_filled` (the column that says from when on), or `refused_when` itself.
    What is written once and names `erasable_words` may have those, and nothing else, replaced by `ERASED`.
    """
    return {
        model._meta.db_table: refused  # noqa: SLF001 - Django's documented _meta API
        for model in apps.get_models()
        if (refused := _refused_of(model))
    }


def _refused_of(model: type[Model]) -> dict[str, str]:
    if not getattr(model, "is_written_once", False):
        return dict(getattr(model, "refused_when", {}))
    column = getattr(model, "final_once_filled", "")
    conditions = [f"OLD.{column} IS NOT NULL"] if column else []
    if words_of(model):
        conditions.append(f"NOT ({_is_erasure(model)})")
    return {"update": " AND ".join(conditions), "delete": ""}


def _is_erasure(model: type[Model]) -> str:
    """Return the condition that an update changes nothing but words into `ERASED`; {same} compares, NULLs included."""
    words = words_of(model)
    return " AND ".join(
        f"(NEW.{one.column} {{same}} OLD.{one.column}"
        + (f" OR NEW.{one.column} = '{ERASED}')" if one.name in words else ")")
        for one in model._meta.concrete_fields  # noqa: SLF001 - Django's documented _meta API
    )


def install_guards(*, using: str = "default", **_signal: Any) -> None:
    """Put the triggers on every append-only table; those that are there are replaced."""
    if not getattr(settings, "APPEND_ONLY_GUARDS", True):
        return
    connection = connections[using]
    is_sqlite = connection.vendor == "sqlite"
    same = "IS" if is_sqlite else "IS NOT DISTINCT FROM"
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if not is_sqlite:
            cursor.execute(_FUNCTION)
        for table, refused in guarded_tables().items():
            for verb, condition in refused.items() if table in existing else ():
                name = _name(table, verb)
                when = f"WHEN ({condition.format(same=same)})" if condition else ""
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
    tables = {table: refused for table, refused in guarded_tables().items() if table in existing}
    return [name for table, refused in tables.items() for verb in refused if (name := _name(table, verb)) not in there]


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
