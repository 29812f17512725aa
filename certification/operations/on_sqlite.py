"""Copies of an SQLite database: its own online backup, which waits for nobody and holds nobody up."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from django.db import connection, connections
from django.utils import timezone

from certification.operations.archive import BackupError
from certification.operations.facts import Facts

ALIAS: Final = "copy"
BESIDE: Final = ("", "-wal", "-shm")


def place() -> Path:
    """Return the file of the site's database."""
    return Path(str(connection.settings_dict["NAME"]))


def size() -> int:
    """Return the bytes of the database, counted in pages."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        return int(cursor.fetchone()[0])


def dump(target: Path, check: Callable[[str], None]) -> Facts:
    """Copy the database as it is at this moment into a fresh file, and look at that file."""
    connection.ensure_connection()
    with closing(sqlite3.connect(target)) as copy:
        try:
            connection.connection.backup(copy)  # in one step: one snapshot, readers of a WAL hold no writer up
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
                raise BackupError(f"{target.parent} 所在的磁盘满了，没有留下半个文件。腾出空间再来。") from error
            raise BackupError(f"数据库抄不出来（{error}）。") from error
    facts = examine(target)
    with _alias(target) as alias:
        check(alias)
    return facts


def examine(path: Path) -> Facts:
    """Read every page of a copy, and count.

    Raises:
        BackupError: SQLite finds it damaged.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
            if found != ["ok"]:
                raise BackupError(f"数据库文件坏了：{'；'.join(found[:3])}")
            ask = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            tables = [row[0] for row in copy.execute(ask)]
            counts = {
                table: int(copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])  # noqa: S608 - its own name
                for table in tables
            }
            migrations = tuple(f"{app}.{name}" for app, name in copy.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.Error as error:
        raise BackupError(f"数据库文件坏了：{error}") from error
    return Facts(counts, tuple(sorted(migrations)))


def load(source: Path, check: Callable[[], None]) -> str:
    """Put a copy in the database's place; what was there is kept beside it. Return a sentence about that."""
    here = place()
    kept = here.with_name(f"{here.name}.before-restore-{timezone.localtime():%Y%m%d-%H%M%S}")
    connections.close_all()
    moved = [end for end in BESIDE if here.with_name(here.name + end).exists()]
    for end in moved:
        here.with_name(here.name + end).rename(kept.with_name(kept.name + end))
    try:
        source.rename(here)
        check()
    except BaseException:
        connections.close_all()
        for end in BESIDE:
            here.with_name(here.name + end).unlink(missing_ok=True)
        for end in moved:
            kept.with_name(kept.name + end).rename(here.with_name(here.name + end))
        raise
    return f"原来的数据库留在 {kept}，确认没事以后删掉。" if moved else ""


@contextmanager
def _alias(path: Path) -> Iterator[str]:
    """Let the models read a copy for a moment."""
    connections.settings[ALIAS] = {**connection.settings_dict, "NAME": str(path), "OPTIONS": {}, "CONN_MAX_AGE": 0}
    try:
        yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]
