"""What SQL written by hand has to know of the two databases: how they keep ids, instants, yes and no."""

import uuid
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar

from django.db import connection
from django.db.models import Model

Row = TypeVar("Row", bound=Model)


def key_of(value: uuid.UUID) -> Any:
    """Return an id as the database keeps it."""
    return value if connection.features.has_native_uuid_field else value.hex


def instant(value: datetime | str) -> datetime:
    """Return an instant as the database hands it over; SQLite keeps UTC without saying so, in a subquery as text."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def instant_of(value: datetime | str | None) -> datetime | None:
    """Return `instant` of what may be missing."""
    return None if value is None else instant(value)


def yes_or_no(value: Any) -> bool | None:
    """Return a flag; SQLite keeps 0 and 1."""
    return None if value is None else bool(value)


class Columns(Generic[Row]):
    """Columns of a table in a statement written by hand, and what Django would make of them.

    Args:
        model: whose.
        alias: what the statement calls the table.
        names: which, by their attributes; all where none is given. What is left out is read when it is asked for.
    """

    def __init__(self, model: type[Row], alias: str, names: Collection[str] = ()) -> None:
        fields = [one for one in model._meta.concrete_fields if not names or one.attname in names]  # noqa: SLF001 - documented
        self.model: Final = model
        self.sql: Final = ", ".join(f"{alias}.{connection.ops.quote_name(str(one.column))}" for one in fields)
        self._names: Final = [one.attname for one in fields]
        self._columns: Final = [one.get_col(model._meta.db_table) for one in fields]  # noqa: SLF001 - as above
        self._converters: Final = [
            (n, [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)])
            for n, column in enumerate(self._columns)
        ]

    def __len__(self) -> int:
        return len(self._names)

    def row(self, values: Sequence[Any]) -> Row | None:
        """Return the instance that the database's values stand for; None where a join found nothing."""
        read = list(values)
        for n, converters in self._converters:
            for convert in converters:
                read[n] = convert(read[n], self._columns[n], connection)
        return None if all(value is None for value in read) else self.model.from_db("default", self._names, read)
