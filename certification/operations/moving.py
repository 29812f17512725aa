"""Moving the site from SQLite to PostgreSQL: all of it or nothing, and compared row by row before it counts.

The copy grows in a schema of its own beside the empty one that the site will use, and takes its place at the very end:
a move that was broken off, by whatever, leaves a schema that the next one throws away and begins anew. The SQLite
file is only read, and locked against writers meanwhile.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import environ
import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from certification.core.guards import missing_guards
from certification.core.seals import follow
from certification.grading.ledger import broken_mark
from certification.operations import schema
from certification.operations.archive import BackupError
from certification.operations.backups import insist_on_rest
from certification.operations.comparing import Table, digest_of, fields_of

ALIAS: Final = "target"
MOVING: Final = "mingduan_moving"
_CHUNK: Final = 1000


class MoveError(Exception):
    """Why nothing was moved: a sentence for the person at the command line."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What arrived: a table with its rows and their hash on both sides, and how many sequences were set."""

    tables: tuple[Table, ...]
    sequences: int


def move(url: str, *, now: datetime, say: Callable[[str], None]) -> Moved:
    """Copy the site's SQLite database into the empty PostgreSQL database at `url`, compare, and put it in place.

    Args:
        url: `postgres://user:password@host/name`.
        now: to see whether the site is at rest.
        say: told what is being done.

    Raises:
        MoveError: the site runs or is not SQLite; the target cannot be reached, is not empty, or did not take
            something; or what arrived is not what was sent. The source is as it was, the target empty.
    """
    _insist_on_source(now)
    with _target(url):
        target = connections[ALIAS]
        home = _empty_schema(target)
        say("建表和触发器 …")
        _execute(target, f'DROP SCHEMA IF EXISTS "{MOVING}" CASCADE', f'CREATE SCHEMA "{MOVING}"')
        try:
            _migrate(url)
            with transaction.atomic():  # a writer on SQLite: nobody saves until the copy has been compared
                _insist_on_known_tables()
                tables = tuple(_copied(target, say))
            sequences = _checked(target)
            _execute(
                target,
                f'DROP SCHEMA "{home}"',  # refused by PostgreSQL itself where it is not empty after all
                f'ALTER SCHEMA "{MOVING}" RENAME TO "{home}"',
            )
        except BaseException:
            target.close()
            _execute(target, f'DROP SCHEMA IF EXISTS "{MOVING}" CASCADE')
            raise
    return Moved(tables, sequences)


def _insist_on_source(now: datetime) -> None:
    if connection.vendor != "sqlite":
        raise MoveError("这个站点用的已经不是 SQLite。运行这个命令时不要设 DATABASE_URL，新地址写在命令后面。")
    try:
        insist_on_rest(now)
    except BackupError as error:
        raise MoveError(str(error)) from error
    if not schema.has_data():
        raise MoveError("SQLite 里没有人，没有什么可搬的：直接设 DATABASE_URL 启动。")
    if missing := schema.unapplied():
        raise MoveError(
            f"SQLite 的数据库还有 {len(missing)} 个改动没有补上：先用这个版本启动一次（或 migrate），再来。"
        )


@contextmanager
def _target(url: str) -> Iterator[None]:
    """Let the models write to the database at `url`, in the schema that moves."""
    told = environ.Env.db_url_config(url)
    if not str(told.get("ENGINE", "")).endswith("postgresql"):
        raise MoveError("要搬去的地址应该是 postgres://用户:密码@主机/库名。")
    options = {**told.get("OPTIONS", {}), "options": f"-c search_path={MOVING},public"}
    connections.settings[ALIAS] = {
        **connection.settings_dict, **told, "OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False,
    }  # fmt: skip
    try:
        yield
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]


def _empty_schema(target: BaseDatabaseWrapper) -> str:
    """Return the schema that the site will use, where there is nothing in it."""
    try:
        with target.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_encoding')")
            if (encoding := cursor.fetchone()[0]) != "UTF8":
                raise MoveError(f"目标库的编码是 {encoding}，要 UTF8。")
            cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
            there = int(cursor.fetchone()[0])
    except DatabaseError as error:
        raise MoveError(f"目标库连不上：{str(error).strip()}") from error
    if there:
        raise MoveError(f"目标库不是空的（有 {there} 样东西），没有动。建一个空的库，或者确认没用以后清空它。")
    return "public"


def _migrate(url: str) -> None:
    """Make tables and triggers in a process of its own: a migration that reads data must not find the source."""
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "options"]
    there = urlunsplit(parts._replace(query=urlencode([*query, ("options", f"-c search_path={MOVING}")])))
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0", "--skip-checks"],
        cwd=settings.BASE_DIR, env={**os.environ, "DATABASE_URL": there}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise MoveError(f"目标库里建不了表：{done.stderr.strip().splitlines()[-1] if done.stderr.strip() else '?'}")


def _models() -> list[type[Model]]:
    """Return what stands in tables, those between two models and the list of migrations included."""
    found = [one for one in apps.get_models(include_auto_created=True) if one._meta.managed and not one._meta.proxy]  # noqa: SLF001 - documented
    return [*found, MigrationRecorder.Migration]


def _insist_on_known_tables() -> None:
    known = {model._meta.db_table for model in _models()}  # noqa: SLF001 - documented
    with connection.cursor() as cursor:
        unknown = sorted(set(connection.introspection.table_names(cursor)) - known)
        for name in unknown:
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 - a name of the database itself
            if cursor.fetchone()[0]:
                raise MoveError(f"SQLite 里有程序不认识的表 {name}，里面有数据，没有搬。先弄清它是什么。")


def _copied(target: BaseDatabaseWrapper, say: Callable[[str], None]) -> Iterator[Table]:
    """Copy all tables in one transaction, then read both sides; yield each where they agree.

    Raises:
        MoveError: PostgreSQL does not take a row, or what it gives back is another.
    """
    models = _models()
    with transaction.atomic(using=ALIAS):
        names = ", ".join(f'"{model._meta.db_table}"' for model in models)  # noqa: SLF001 - documented
        with target.cursor() as cursor:
            cursor.execute(f"TRUNCATE {names}")  # what migrating itself wrote: content types, permissions, its list
        for model in models:
            _copy(model, target)
        with target.cursor() as cursor:
            try:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except DatabaseError as error:
                raise MoveError(f"SQLite 里有对不上的引用：{str(error).strip()}") from error
            for sql in target.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(sql)
    say("逐表核对行数和指纹 …")
    for model in models:
        here, there = digest_of(model, DEFAULT_DB_ALIAS), digest_of(model, ALIAS)
        if here != there:
            raise MoveError(
                f"{here.name} 搬过去以后不一样：{here.rows} 行 {here.short}，{there.rows} 行 {there.short}。"
            )
        yield here


def _copy(model: type[Model], target: BaseDatabaseWrapper) -> None:
    fields = fields_of(model)
    quoted = ", ".join(f'"{field.column}"' for field in fields)
    table = model._meta.db_table  # noqa: SLF001 - documented
    rows = model._base_manager.using(DEFAULT_DB_ALIAS).values_list(*(field.attname for field in fields))  # noqa: SLF001 - documented
    try:
        with target.cursor() as cursor, cursor.copy(f'COPY "{table}" ({quoted}) FROM STDIN') as copy:
            for row in rows.iterator(chunk_size=_CHUNK):
                copy.write_row(
                    [field.get_db_prep_save(value, target) for field, value in zip(fields, row, strict=True)]
                )
    except (psycopg.Error, DatabaseError, ValueError) as error:  # `copy` is psycopg's own, its errors too
        raise MoveError(f"{table} 有 PostgreSQL 不收的内容：{str(error).strip().splitlines()[0]}") from error


def _checked(target: BaseDatabaseWrapper) -> int:
    """Look at what guards the copy and at both chains; return how many sequences there are.

    Raises:
        MoveError: a trigger is missing, a sequence would give out a number again, or a chain is broken.
    """
    if missing := missing_guards(target):
        raise MoveError(f"目标库里缺触发器：{'、'.join(missing)}")
    if (broken := broken_mark(ALIAS)) is not None:
        raise MoveError(f"得分台账从第 {broken} 行起不连贯。先查清楚再搬。")
    if (link := follow(using=ALIAS).broken) is not None:
        raise MoveError(f"操作记录从第 {link} 条封印起不连贯。先查清楚再搬。")
    return sum(1 for model in _models() if _is_numbered_on(model, target))


def _is_numbered_on(model: type[Model], target: BaseDatabaseWrapper) -> bool:
    """Say whether the table has a sequence, and insist that its next number is a new one."""
    table, key = model._meta.db_table, str(model._meta.pk.column)  # noqa: SLF001 - documented
    with target.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', key])
        sequence = cursor.fetchone()[0]
        if sequence is None:
            return False
        cursor.execute(f'SELECT coalesce(max("{key}"), 0) FROM "{table}"')  # noqa: S608 - names of our own
        last = int(cursor.fetchone()[0])
        cursor.execute(f"SELECT last_value + is_called::int FROM {sequence}")  # noqa: S608 - as PostgreSQL said
        if int(cursor.fetchone()[0]) <= last:
            raise MoveError(f"{table} 的编号会重复。")
    return True


def _execute(target: BaseDatabaseWrapper, *statements: str) -> None:
    with transaction.atomic(using=ALIAS), target.cursor() as cursor:
        for statement in statements:
            try:
                cursor.execute(statement)
            except DatabaseError as error:
                raise MoveError(f"目标库不许这样做（库的主人才行）：{str(error).strip()}") from error
