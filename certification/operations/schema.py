"""Which migrations the program knows, and which of them the database has."""

from functools import lru_cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

USERS = "certification_user"


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """Return `app.name` of every migration that this version of the program has; read from disk once a process."""
    return frozenset(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)


def applied() -> frozenset[str]:
    """Return `app.name` of every migration that the database has: at most two queries."""
    return frozenset(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def unapplied() -> frozenset[str]:
    """Return what `manage.py migrate` would still apply."""
    return known() - applied()


def has_data() -> bool:
    """Say whether the database holds a site with people."""
    with connection.cursor() as cursor:
        if USERS not in connection.introspection.table_names(cursor):
            return False
        cursor.execute(f"SELECT 1 FROM {USERS} LIMIT 1")  # noqa: S608 - a name of our own
        return cursor.fetchone() is not None
