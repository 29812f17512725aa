"""What is in the database: kept in copies, counted, hashed, and compared."""

import hashlib
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

#: Columns that change whenever somebody is there, the site was down, or a version of the program has mended a question.
RESTLESS_COLUMNS = {"last_login", "seen_at", "beat_at", "deadline", "credit_seconds", "current_id"}
#: Tables that say what the program is doing, not what people did: they may lose rows.
RESTLESS_TABLES = {
    "certification_heartbeat", "certification_session", "django_session", "certification_watchcursor",
    "certification_ledgercursor", "certification_failedsignins", "certification_presence", "certification_notice",
    "django_tasks_database_dbtaskresult", "certification_outage", "auth_permission", "django_content_type",
    "axes_accessattempt", "axes_accessfailurelog", "axes_accesslog",
}  # fmt: skip


def copy(database: Path, target: Path) -> Path:
    """Copy a database that nobody writes any more, by SQLite's own backup."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as new:
        source.backup(new)
    return target


def unpacked(archive: Path, target: Path) -> Path:
    """Take the database out of a backup."""
    with tarfile.open(archive) as held:
        name = next(one for one in held.getnames() if "sqlite" in one)
        member = held.extractfile(name)
        assert member is not None
        target.write_bytes(member.read())
    return target


def fingerprints(database: Path) -> dict[str, tuple[int, str]]:
    """Return rows and SHA-256 over all of them in order, for each table."""
    found = {}
    with closing(sqlite3.connect(database)) as line:
        for table, columns in tables(line, "main"):
            total, count = hashlib.sha256(), 0
            names = ", ".join(f'"{one}"' for one in columns)
            for row in line.execute(f'SELECT {names} FROM "{table}" ORDER BY {names}'):  # noqa: S608 - our own names
                total.update(repr(row).encode())
                count += 1
            found[table] = (count, total.hexdigest())
    return found


def lost(before: Path, after: Path) -> dict[str, int]:
    """Return how many rows of `before` are not in `after`, in the columns that both know; tables without any left out.

    What only says what the program is doing is not looked at.
    """
    found = {}
    with closing(sqlite3.connect(after)) as line:
        line.execute("ATTACH ? AS past", [str(before)])
        now = dict(tables(line, "main"))
        for table, columns in tables(line, "past"):
            if table in RESTLESS_TABLES or table.startswith("django_migrations"):
                continue
            both = [one for one in columns if one in now.get(table, ()) and one not in RESTLESS_COLUMNS]
            names = ", ".join(f'"{one}"' for one in both) or "NULL"
            ask = f'SELECT {names} FROM past."{table}"'  # noqa: S608 - our own names
            rest = f' EXCEPT SELECT {names} FROM main."{table}"' if both else ""  # noqa: S608
            missing = line.execute(ask + rest).fetchall()
            if missing:
                found[table] = len(missing)
    return found


def ask(database: Path, question: str) -> int:
    """Return the one figure that a question comes to."""
    with closing(sqlite3.connect(database)) as line:
        return int(line.execute(question).fetchone()[0])


def tables(line: sqlite3.Connection, schema: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each table of a schema with its columns."""
    ask = f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"  # noqa: S608
    for (name,) in line.execute(ask).fetchall():
        yield name, [row[1] for row in line.execute(f'PRAGMA {schema}.table_info("{name}")')]
