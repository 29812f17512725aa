"""Which database errors pass by themselves."""

import sqlite3
from contextlib import closing

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from psycopg import errors

from certification.core.trouble import Trouble, trouble_of


def wrapped(cause: BaseException, kind: type[Exception] = OperationalError) -> Exception:
    """An error as Django hands it over."""
    error = kind(str(cause))
    error.__cause__ = cause
    return error


def failing(statement: str, folder, *, before: str = "") -> sqlite3.Error:
    with closing(sqlite3.connect(folder / "one.sqlite3", timeout=0)) as one:
        one.execute("CREATE TABLE IF NOT EXISTS t (x)")
        for part in filter(None, before.split(";")):
            one.execute(part)
        with pytest.raises(sqlite3.Error) as caught:
            one.execute(statement)
    return caught.value


def test_a_database_locked_by_another_is_busy(tmp_path):
    with closing(sqlite3.connect(tmp_path / "one.sqlite3", isolation_level=None)) as other:
        other.execute("CREATE TABLE t (x)")
        other.execute("BEGIN IMMEDIATE")
        with (
            closing(sqlite3.connect(tmp_path / "one.sqlite3", timeout=0)) as one,
            pytest.raises(sqlite3.OperationalError) as caught,
        ):
            one.execute("INSERT INTO t VALUES (1)")

    assert trouble_of(wrapped(caught.value)) is Trouble.BUSY


def test_a_database_without_room_is_full(tmp_path):
    error = failing("INSERT INTO t VALUES (zeroblob(100000))", tmp_path, before="PRAGMA max_page_count = 2")

    assert trouble_of(wrapped(error)) is Trouble.FULL


def test_a_file_that_cannot_be_opened_is_gone(tmp_path):
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect(tmp_path / "nowhere" / "one.sqlite3")

    assert trouble_of(wrapped(caught.value)) is Trouble.GONE


def test_a_mistake_in_a_statement_is_no_passing_trouble(tmp_path):
    assert trouble_of(wrapped(failing("SELECT nothing FROM nowhere", tmp_path))) is None


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (errors.LockNotAvailable(), Trouble.BUSY),
        (errors.DeadlockDetected(), Trouble.BUSY),
        (errors.DiskFull(), Trouble.FULL),
        (errors.ReadOnlySqlTransaction(), Trouble.FULL),
        (errors.TooManyConnections(), Trouble.GONE),
        (errors.AdminShutdown(), Trouble.GONE),
        (errors.CannotConnectNow(), Trouble.GONE),
        (psycopg.OperationalError("connection refused"), Trouble.GONE),
        (psycopg.InterfaceError("the connection is closed"), Trouble.GONE),
        (errors.UndefinedTable(), None),
        (errors.UniqueViolation(), None),
        (psycopg.DataError("no number"), None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_postgresql_says_by_its_codes(error, expected):
    assert trouble_of(wrapped(error)) is expected


@pytest.mark.parametrize("error", [None, ValueError("x"), OperationalError("no cause"), DatabaseError("no cause")])
def test_whatever_else_is_a_mistake(error):
    assert trouble_of(error) is None


@pytest.mark.django_db
def test_a_broken_constraint_is_a_mistake_on_this_database(trainee):
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {trainee._meta.db_table} (staff_number) VALUES (NULL)")

    assert trouble_of(caught.value) is None
