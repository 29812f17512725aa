"""Copies of a PostgreSQL database by its own programs: pg_dump writes, pg_restore reads and puts back."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.utils import timezone

from certification.operations.archive import BackupError
from certification.operations.facts import Facts

#: Connection parameters of psycopg that the programs take from the environment, so that no password shows in `ps`.
_PASSED: Final = {
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "host": "PGHOST",
    "port": "PGPORT",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "service": "PGSERVICE",
}
_COPY: Final = re.compile(rb'COPY "?[^".]+"?\."?([^" ]+)"? \(([^)]*)\) FROM stdin;')
_END: Final = b"\\.\n"
_MIGRATIONS: Final = "django_migrations"


def size() -> int:
    """Return the bytes of the database on the server's disk."""
    return int(_value("SELECT pg_database_size(current_database())"))


def dump(target: Path, check: Callable[[str], None]) -> Facts:
    """Copy one snapshot, count in the same snapshot, and read the copy back to the last line."""
    schema = _schema()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = _value("SELECT pg_export_snapshot()")
        _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--schema={schema}",
              f"--snapshot={snapshot}", f"--file={target}"])  # fmt: skip
        counts = counted(schema)
        check(DEFAULT_DB_ALIAS)
    facts = examine(target)
    if facts.counts != counts:
        raise BackupError("pg_dump 写出的行数和数据库里的不一致，这个备份不能用。")
    return facts


def counted(schema: str) -> dict[str, int]:
    """Return the rows of each table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY tablename", [schema])
        tables = [row[0] for row in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{schema}"."{table}"')  # noqa: S608 - names of the database itself
            found[table] = int(cursor.fetchone()[0])
    return found


def examine(path: Path) -> Facts:
    """Read the list of a copy, then every row, and count.

    Raises:
        BackupError: pg_restore is missing, cannot read it, or a table of the list has no rows section.
    """
    listed = _run(["pg_restore", "--list", str(path)]).decode()
    tables = set(re.findall(r" TABLE DATA \S+ (\S+) ", listed))
    counts: dict[str, int] = {}
    migrations = []
    for table, columns, row in _rows(path):
        counts.setdefault(table, 0)
        if row is None:
            continue
        counts[table] += 1
        if table == _MIGRATIONS:
            said = dict(zip(columns, row.decode().rstrip("\n").split("\t"), strict=True))
            migrations.append(f"{said['app']}.{said['name']}")
    if missing := tables - counts.keys():
        raise BackupError(f"备份里缺这些表的数据：{'、'.join(sorted(missing))}")
    return Facts(dict(sorted(counts.items())), tuple(sorted(migrations)))


def _rows(path: Path) -> Iterator[tuple[str, list[str], bytes | None]]:
    """Yield each table with its columns and None, then each of its rows."""
    command = [_program("pg_restore"), "--data-only", "--file=-", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - ours
        assert process.stdout is not None
        assert process.stderr is not None
        table, columns = "", list[str]()
        for line in process.stdout:
            if table and line == _END:
                table = ""
            elif table:
                yield table, columns, line
            elif opened := _COPY.match(line):
                table = opened[1].decode()
                columns = [name.strip().strip('"') for name in opened[2].decode().split(",")]
                yield table, columns, None
        said = process.stderr.read().decode(errors="replace")
    if process.returncode:
        raise BackupError(f"备份读不到底，文件坏了：{said.strip()}")


def load(source: Path, check: Callable[[], None]) -> str:
    """Put a copy in the schema's place; what was there stands aside until the check has passed, then goes."""
    schema = _schema()
    name = connection.get_connection_params()["dbname"]
    aside = f"before_restore_{timezone.now():%Y%m%d%H%M%S}"
    _execute(f'ALTER SCHEMA "{schema}" RENAME TO "{aside}"', f'CREATE SCHEMA "{schema}"')
    try:
        _run(["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
              f"--schema={schema}", f"--dbname={name}", str(source)])  # fmt: skip
        check()
    except BaseException:
        connections.close_all()
        _execute(f'DROP SCHEMA "{schema}" CASCADE', f'ALTER SCHEMA "{aside}" RENAME TO "{schema}"')
        raise
    _execute(f'DROP SCHEMA "{aside}" CASCADE')
    return ""


def _schema() -> str:
    return str(_value("SELECT current_schema()"))


def _value(ask: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(ask)
        return cursor.fetchone()[0]


def _execute(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _run(command: Sequence[str]) -> bytes:
    """Run one of PostgreSQL's programs on the site's database and return what it printed.

    Raises:
        BackupError: it is not installed, or ended with an error.
    """
    name, *words = command
    told = connection.get_connection_params()
    environment = {**os.environ, **{_PASSED[key]: str(told[key]) for key in _PASSED if told.get(key)}}
    done = subprocess.run([_program(name), *words], env=environment, capture_output=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        raise BackupError(f"{name} 没有成功：{done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(f"这台机器上没有 {name}。装上和数据库同一大版本的 postgresql-client。")
    return found
