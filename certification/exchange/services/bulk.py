"""New rows made ready before the write lock is taken: inside it the database alone works, so that nobody waits long."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.sql import InsertQuery

Statement = tuple[str, Sequence[Any]]


def prepared_inserts(rows: Sequence[models.Model]) -> list[Statement]:
    """Return the statements that insert rows of one model; `bulk_create` makes the same, but inside the transaction.

    Args:
        rows: new, their keys given unless the database numbers them; what they point to may be new too.
    """
    return list(_statements(rows)) if rows else []


def _statements(rows: Sequence[models.Model]) -> Iterator[Statement]:
    model = type(rows[0])
    fields = [one for one in model._meta.concrete_fields if not isinstance(one, models.AutoField)]  # noqa: SLF001 - documented
    size = connection.ops.bulk_batch_size(fields, list(rows))
    for start in range(0, len(rows), size):
        query = InsertQuery(model)
        query.insert_values(fields, list(rows[start : start + size]), raw=False)
        yield from query.get_compiler(connection=connection).as_sql()


def insert(statements: Sequence[Statement]) -> None:
    """Run what was prepared, inside a transaction."""
    with connection.cursor() as cursor:
        for sql, values in statements:
            cursor.execute(sql, values)
